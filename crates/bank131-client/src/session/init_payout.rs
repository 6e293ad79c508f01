//! `session/init/payout`: start a payout in a session of its own.

use payments_core::{CardData, Evidence};

use crate::session::NewPayout;
use crate::session::start_call::start_call;

start_call! {
    /// Request of `session/init/payout`: opens a session and starts a payout in it, from your deposit at the bank. It moves money.
    /// The response is the [`Session`](crate::session::Session), in progress.
    ///
    /// `POST /api/v1/session/init/payout` with the members of [`NewPayout`]. Unless the bank confirms payouts of your project by
    /// itself, the webhook `ready_to_confirm` follows, which [`SessionConfirm`](crate::session::SessionConfirm) answers.
    ///
    /// A payout to an account takes two hours to three banking days. It may come back later, within seven days, as a refund of the
    /// payout ([`Payout::refunds`](crate::session::Payout::refunds)); payouts by SBP cannot.
    ///
    /// After a lost response the session is unknown: see [`SessionInitPayment`](crate::session::SessionInitPayment).
    ///
    /// ```
    /// use bank131_client::session::{NewPayout, Session, SessionInitPayout};
    /// use bank131_client::{Client, Error, IdempotencyKey};
    ///
    /// async fn pay_out(client: &Client, key: IdempotencyKey, payout: NewPayout) -> Result<Session, Error> {
    ///     client.send(&SessionInitPayout::new(key, payout)).await
    /// }
    /// ```
    ///
    /// Source: Bank 131, session/init/payout, and its SDK.
    pub struct SessionInitPayout by key;

    /// Creates a request to start this payout.
    pub fn new(payout: NewPayout);

    const NAME = "session/init/payout";
    const EVIDENCE = Evidence::Documented;
    const CARD_DATA = CardData::NumberAndSecurityCode;
    validate = NewPayout::validate_whole;
}
