//! `session/init/payment/sync`: start a payment, and wait for its result in the response.

use payments_core::{CardData, Evidence};

use crate::session::NewPayment;
use crate::session::start_call::start_call;

start_call! {
    /// Request of `session/init/payment/sync`: starts a payment whose response has the result. It moves money. The response is
    /// the [`Session`](crate::session::Session); its payment has `succeeded`, `failed`, or is `pending` while the payer has to pass
    /// 3-D Secure.
    ///
    /// `POST /api/v1/session/init/payment/sync` with the members of [`NewPayment`], among them the return address. The bank enables
    /// it on request, and does not recommend it to new partners: **no webhook follows.** If the response has no final status, poll
    /// `session/status`.
    ///
    /// After a lost response neither a session nor a webhook says what became of it: send it again under the same idempotency key,
    /// if the bank has promised to act once on it, otherwise ask the bank's support.
    ///
    /// ```
    /// use bank131_client::session::{NewPayment, Session, SessionInitPaymentSync};
    /// use bank131_client::{Client, Error, IdempotencyKey};
    ///
    /// async fn pay(client: &Client, key: IdempotencyKey, payment: NewPayment) -> Result<Session, Error> {
    ///     client.send(&SessionInitPaymentSync::new(key, payment)).await
    /// }
    /// ```
    ///
    /// Source: Bank 131, payments by card without a widget (session/init/payment/sync).
    pub struct SessionInitPaymentSync by key;

    /// Creates a request to start this payment.
    pub fn new(payment: NewPayment);

    const NAME = "session/init/payment/sync";
    const EVIDENCE = Evidence::Documented;
    const CARD_DATA = CardData::NumberAndSecurityCode;
    validate = NewPayment::validate_returning;
    without_webhook = "no webhook follows a synchronous payment: ask the bank's support for it by the customer's reference";
}
