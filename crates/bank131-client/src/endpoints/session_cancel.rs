//! `session/cancel`: refuse a pending operation.

use http::Method;
use payments_core::{Body, DecodeError, Endpoint, InvalidField, MovesMoney, Idempotency, RawResponse, Recover};
use serde::Serialize;

use crate::endpoints::SessionStatus;
use crate::recovery::Recovery;
use crate::objects::{Session, SessionId};
use crate::provider::{Bank131, decode_session_of};
use crate::refusal::Refusal;

/// Cancels a session: refuses an operation that waits for confirmation, or releases held money. Answered with the
/// [`Session`].
///
/// `POST /api/v1/session/cancel` with `{"session_id": "ps_…"}`. Before you repeat it, ask `session/status`: a session
/// that is cancelled already answers `session_wrong_state`.
///
/// ```
/// use bank131_client::{Client, Error, Session, SessionCancel, SessionId};
///
/// async fn refuse(client: &Client, session: SessionId) -> Result<Session, Error> {
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
    /// Cancels this session.
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

    fn recovery(&self, _said: Option<&Refusal>) -> Recovery {
        Recovery::Session(SessionStatus::new(self.session_id.clone()))
    }
}
