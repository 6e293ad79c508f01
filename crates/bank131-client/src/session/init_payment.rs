//! `session/init/payment`: start a payment in a session of its own.

use payments_core::{CardData, Evidence};

use crate::session::NewPayment;
use crate::session::start_call::start_call;

start_call! {
    /// Request of `session/init/payment`: opens a session and starts a payment in it. It moves money. The response is the
    /// [`Session`](crate::session::Session), in progress.
    ///
    /// `POST /api/v1/session/init/payment` with the members of [`NewPayment`]; amount and customer are required. What comes next
    /// is in [`Session::next_step`](crate::session::Session::next_step): confirmation, then 3-D Secure, then, where the bank has
    /// enabled two stages for your project, [`SessionCapture`](crate::session::SessionCapture).
    ///
    /// After a lost response the session is unknown: its [recovery](crate::Recovery) is the idempotency key, if the bank has
    /// promised to act once on it, otherwise the webhook. [`SessionCreate`](crate::session::SessionCreate) with
    /// [`SessionStartPayment`](crate::session::SessionStartPayment) is the safer pair: its session is known before money moves,
    /// and can be queried.
    ///
    /// ```
    /// use bank131_client::session::{NewPayment, Session, SessionInitPayment};
    /// use bank131_client::{Client, Error, IdempotencyKey};
    ///
    /// async fn pay(client: &Client, key: IdempotencyKey, payment: NewPayment) -> Result<Session, Error> {
    ///     client.send(&SessionInitPayment::new(key, payment)).await
    /// }
    /// ```
    ///
    /// Source: Bank 131, session/init/payment, and its SDK.
    pub struct SessionInitPayment by key;

    /// Creates a request to start this payment.
    pub fn new(payment: NewPayment);

    const NAME = "session/init/payment";
    const EVIDENCE = Evidence::Documented;
    const CARD_DATA = CardData::NumberAndSecurityCode;
    validate = NewPayment::validate_whole;
}
