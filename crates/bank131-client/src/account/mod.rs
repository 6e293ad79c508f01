//! Payouts from your own accounts at the bank: settlement accounts (РКО) and escrow accounts (номинальный счёт).
//!
//! Both have the same six calls. Choose by where the money goes:
//!
//! | to | calls | terms |
//! |---|---|---|
//! | a bank account | `init/payout`, or `create` and `start/payout` | [`NewPayout`](crate::session::NewPayout) |
//! | a card | `multi/init/payment`, or `multi/create` and `multi/start/payment` | [`AccountTransfer`] |
//!
//! The webhook `ready_to_confirm` of these payouts carries `confirm_information`. Keep it, and send it back with
//! [`SessionConfirm`](crate::session::SessionConfirm) (or [`SessionCancel`](crate::session::SessionCancel)).
//!
//! ```
//! use bank131_client::account::{AccountTransfer, SettlementInitPayout, SettlementMultiCreate, SettlementMultiStartPayment};
//! use bank131_client::session::{NewPayout, Session};
//! use bank131_client::{Client, Error, IdempotencyKey};
//!
//! /// To a bank account, in one call.
//! async fn to_account(client: &Client, key: IdempotencyKey, payout: NewPayout) -> Result<Session, Error> {
//!     client.send(&SettlementInitPayout::new(key, payout)).await
//! }
//!
//! /// To a card, in a session that is stored before money can move.
//! async fn to_card(client: &Client, transfer: AccountTransfer) -> Result<Session, Error> {
//!     let session = client.send(&SettlementMultiCreate::new()).await?.id; // store it
//!     client.send(&SettlementMultiStartPayment::new(session, transfer)).await
//! }
//! ```

mod calls;
mod escrow;
mod settlement;
mod transfer;

pub use escrow::{
    EscrowCreate, EscrowInitPayout, EscrowMultiCreate, EscrowMultiInitPayment, EscrowMultiStartPayment,
    EscrowStartPayout,
};
pub use settlement::{
    SettlementCreate, SettlementInitPayout, SettlementMultiCreate, SettlementMultiInitPayment,
    SettlementMultiStartPayment, SettlementStartPayout,
};
pub use transfer::AccountTransfer;
