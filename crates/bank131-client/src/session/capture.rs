//! `session/capture`: debit held money.

use payments_core::{Evidence, MovesMoney};

use crate::session::PositiveAmount;
use crate::session::session_call::session_call;

session_call! {
    /// Request of `session/capture`: debits the money that a two-stage payment holds, the whole of it or a part. The response
    /// is the [`Session`](crate::session::Session).
    ///
    /// `POST /api/v1/session/capture` with `{"session_id": "ps_…"}`, for a part also `amount_details`. The webhook
    /// `ready_to_capture` says that the money is held; [`SessionCancel`](crate::session::SessionCancel) releases it, and so does
    /// the bank after five days, unless it has set your project to capture instead. The bank switches two-stage payments on for a
    /// project; there is no flag in the request.
    ///
    /// Before you send it again, query `session/status`, not only right after the lost call: if the payment is still pending, the
    /// first request did not arrive or was not carried out, and it may be sent again (*inferred*). For money that is not held
    /// the bank returns `session_wrong_state` (*inferred*).
    ///
    /// ```
    /// use bank131_client::session::{Session, SessionCapture, SessionId};
    /// use bank131_client::{Client, Currency, Error, Money};
    ///
    /// async fn capture_a_part(client: &Client, session: SessionId) -> Result<Session, Error> {
    ///     let part = Money::from_minor_units(50_000, Currency::RUB);
    ///     client.send(&SessionCapture::new(session).amount(part)).await
    /// }
    /// ```
    ///
    /// Source: Bank 131, two-stage payments (session/capture); body as the bank's SDK sends it.
    pub struct SessionCapture;

    /// Creates a request to debit the whole amount that this session holds.
    pub fn new;

    const NAME = "session/capture";
    const EVIDENCE = Evidence::Documented;
    type Effect = MovesMoney;

    /// Debits this part (`amount_details`), above zero and not above what is held, in the currency of the payment. What becomes
    /// of the rest is *unknown*; the bank's page speaks of one capture.
    optional amount(try): PositiveAmount = "amount_details";
}
