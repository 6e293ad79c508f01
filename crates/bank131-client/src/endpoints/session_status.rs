//! `session/status`: query the status of a session.

use http::Method;
use payments_core::{Body, DecodeError, Endpoint, Evidence, InvalidField, RawResponse, Reads};
use serde::Serialize;

use crate::objects::{Session, SessionId};
use crate::provider::{Bank131, decode_session_of};

/// Request of `session/status`: queries the status of a session. The response is the [`Session`].
///
/// `POST /api/v1/session/status` with `{"session_id": "ps_…"}`. It changes nothing and may be sent as often as needed.
///
/// ```
/// use bank131_client::{Client, Error, Session, SessionId, SessionStatus};
///
/// async fn status(client: &Client, session: SessionId) -> Result<Session, Error> {
///     client.send(&SessionStatus::new(session)).await
/// }
/// ```
///
/// Source: Bank 131, session/status (named in the document, body as the bank's SDK sends it).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SessionStatus {
    session_id: SessionId,
}

impl SessionStatus {
    /// Creates a request about this session.
    pub const fn new(session_id: SessionId) -> Self {
        Self { session_id }
    }

    /// The session that is queried.
    pub const fn session_id(&self) -> &SessionId {
        &self.session_id
    }
}

impl Endpoint for SessionStatus {
    type Provider = Bank131;
    type Response = Session;
    type Effect = Reads;

    const NAME: &'static str = "session/status";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v1/session/status";
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
