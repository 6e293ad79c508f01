//! `session/cancel`: cancel a pending operation.

use http::Method;
use payments_core::{
    Body, DecodeError, Endpoint, Evidence, Idempotency, InvalidField, MovesMoney, RawResponse, Recover,
};
use serde::Serialize;

use crate::endpoints::SessionStatus;
use crate::objects::{Session, SessionId};
use crate::provider::{Bank131, decode_session_of};
use crate::recovery::{Recovery, StatusQuery};
use crate::refusal::Refusal;

/// Request of `session/cancel`: cancels a payout that waits for confirmation, or releases held money. The response is the
/// [`Session`].
///
/// `POST /api/v1/session/cancel` with `{"session_id": "ps_…"}`. Before you send it again, query `session/status`: for a
/// session that is already cancelled the bank returns `session_wrong_state`.
///
/// ```
/// use bank131_client::{Client, Error, Session, SessionCancel, SessionId};
///
/// async fn cancel(client: &Client, session: SessionId) -> Result<Session, Error> {
///     client.send(&SessionCancel::new(session)).await
/// }
/// ```
///
/// Source: Bank 131, session/cancel (named in the document, body as the bank's SDK sends it).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SessionCancel {
    session_id: SessionId,
}

impl SessionCancel {
    /// Creates a request to cancel this session.
    pub const fn new(session_id: SessionId) -> Self {
        Self { session_id }
    }
}

impl Endpoint for SessionCancel {
    type Provider = Bank131;
    type Response = Session;
    type Effect = MovesMoney;

    const NAME: &'static str = "session/cancel";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v1/session/cancel";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn validate(&self) -> Result<(), InvalidField> {
        self.session_id.validate()
    }

    fn body(&self) -> Result<Body, InvalidField> {
        Body::json(self)
    }

    fn decode(&self, response: &RawResponse) -> Result<Session, DecodeError> {
        decode_session_of(&self.session_id, response)
    }
}

impl Recover for SessionCancel {
    const IDEMPOTENCY: Idempotency = Idempotency::None;

    fn recovery(&self, _refusal: Option<&Refusal>) -> Recovery {
        Recovery::Ask(StatusQuery::Session(SessionStatus::new(self.session_id.clone())))
    }
}
