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
