//! `session/status`: query the status of a session.

use http::Method;
use payments_core::{Body, DecodeError, Endpoint, Evidence, InvalidField, Path, RawResponse, Reads};
use serde::Serialize;

use crate::provider::{Bank131, decode_session_of};
use crate::session::{Session, SessionId};
use crate::version::ApiVersion;

/// Request of `session/status`: queries the status of a session. The response is the [`Session`].
///
/// `POST /api/v1/session/status` with `{"session_id": "ps_…"}`. It changes nothing and may be sent as often as needed.
///
/// ```
/// use bank131_client::session::{Session, SessionId, SessionStatus};
/// use bank131_client::{Client, Error};
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
    #[serde(skip)]
    version: ApiVersion,
}

impl SessionStatus {
    /// Creates a request about this session.
    pub const fn new(session_id: SessionId) -> Self {
        Self { session_id, version: ApiVersion::V1 }
    }

    /// Sends it in this version of the API. Default: version 1. The body is the same in both.
    #[must_use]
    pub const fn api_version(mut self, version: ApiVersion) -> Self {
        self.version = version;
        self
    }

    /// The session that is queried.
    pub const fn session_id(&self) -> &SessionId {
        &self.session_id
    }

    pub(crate) const fn version(&self) -> ApiVersion {
        self.version
    }
}

impl From<&SessionId> for SessionStatus {
    fn from(session_id: &SessionId) -> Self {
        Self::new(session_id.clone())
    }
}

impl Endpoint for SessionStatus {
    type Provider = Bank131;
    type Response = Session;
    type Effect = Reads;

    const NAME: &'static str = "session/status";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/{version}/session/status";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn path(&self) -> Path<'_> {
        Path::new(Self::PATH).with("version", self.version.segment())
    }

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
