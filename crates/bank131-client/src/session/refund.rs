//! `session/refund`: return what a payment has debited.

use http::Method;
use payments_core::json::Json;
use payments_core::{
    Body, DecodeError, Endpoint, Evidence, Idempotency, InvalidField, MovesMoney, Path, RawResponse, Recover,
    json_fields,
};

use crate::provider::{Bank131, decode_session_of};
use crate::recovery::{Recovery, RefundQuery, StatusQuery, own_refunds};
use crate::refusal::Refusal;
use crate::session::{PositiveAmount, Session, SessionId, SessionStatus};
use crate::version::ApiVersion;

json_fields! {
    /// Request of `session/refund`: returns what a payment has debited, whole or in part. It moves money. The response is the
    /// [`Session`], with one more [`Refund`](crate::session::Refund), in progress; the webhook `payment_refunded` says how it ended.
    ///
    /// `POST /api/v1/session/refund` with `{"session_id": "ps_…"}`. Several partial refunds are possible, together not above what
    /// was debited (`refund_amount_too_large`). A payout cannot be refunded by you.
    ///
    /// The bank takes no number of a refund from you: **after a lost response it is found by counting.** So the request knows how many refunds
    /// the session had before, and its [recovery](crate::Recovery) is a [`RefundQuery`], which finds the one that came since. Send one
    /// refund of a session at a time, and put your own number into [`metadata`](Self::metadata).
    ///
    /// ```
    /// use bank131_client::session::{Session, SessionRefund};
    /// use bank131_client::{Client, Currency, Error, Money};
    ///
    /// async fn refund_a_part(client: &Client, session: &Session) -> Result<Session, Error> {
    ///     let part = Money::from_minor_units(20_000, Currency::RUB);
    ///     client.send(&SessionRefund::of(session).amount(part)).await
    /// }
    /// ```
    ///
    /// Source: Bank 131, refunds of payments (session/refund), and its SDK.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SessionRefund;

    fn in_version;

    unsent version: ApiVersion;
    unsent refunds_before: u32;
    required session_id: SessionId = "session_id";
    /// Returns this part, above zero, in the currency of the payment. Without it all of the payment is returned.
    optional amount(try): PositiveAmount = "amount_details";
    /// Adds your metadata, any JSON, which comes back in the [`Refund`](crate::session::Refund).
    optional metadata: Json = "metadata";
}

impl SessionRefund {
    /// Creates a request to return all that the payment of this session has debited. The session must be a new answer: it says how
    /// many refunds there are.
    pub fn of(session: &Session) -> Self {
        Self::new(session.id.clone(), u32::try_from(own_refunds(session).count()).unwrap_or(u32::MAX))
    }

    /// Creates a request to return all that the payment of this session has debited, where you know how many refunds
    /// it has had, chargebacks apart.
    pub fn new(session_id: SessionId, refunds_before: u32) -> Self {
        Self::in_version(ApiVersion::default(), refunds_before, session_id)
    }

    /// Sends it in this version of the API. Default: version 1. The body is the same in both.
    #[must_use]
    pub const fn api_version(mut self, version: ApiVersion) -> Self {
        self.version = version;
        self
    }
}

impl Endpoint for SessionRefund {
    type Provider = Bank131;
    type Response = Session;
    type Effect = MovesMoney;

    const NAME: &'static str = "session/refund";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/{version}/session/refund";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn path(&self) -> Path<'_> {
        Path::new(Self::PATH).with("version", self.version.segment())
    }

    fn validate(&self) -> Result<(), InvalidField> {
        self.session_id.validate()?;
        self.check_fields()
    }

    fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
    }

    fn decode(&self, response: &RawResponse) -> Result<Session, DecodeError> {
        decode_session_of(&self.session_id, response)
    }
}

impl Recover for SessionRefund {
    // The request carries no idempotency key.
    const IDEMPOTENCY: Idempotency = Idempotency::None;

    fn recovery(&self, _refusal: Option<&Refusal>) -> Recovery {
        let status = SessionStatus::new(self.session_id.clone()).api_version(self.version);
        Recovery::Ask(StatusQuery::Refund(RefundQuery::new(status, self.refunds_before)))
    }
}
