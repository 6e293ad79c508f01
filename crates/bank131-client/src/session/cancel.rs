//! `session/cancel`: cancel a pending operation.

use http::Method;
use payments_core::json::Json;
use payments_core::{
    Body, DecodeError, Endpoint, Evidence, Idempotency, InvalidField, MovesMoney, Path, RawResponse, Recover,
};
use serde::Serialize;

use crate::provider::{Bank131, decode_session_of};
use crate::recovery::{Recovery, StatusQuery};
use crate::refusal::Refusal;
use crate::session::{Session, SessionId, SessionStatus};
use crate::version::ApiVersion;

/// Request of `session/cancel`: cancels a payout that waits for confirmation, or releases held money. The response is the
/// [`Session`].
///
/// `POST /api/v1/session/cancel` with `{"session_id": "ps_…"}`. Before you send it again, query `session/status`, not only
/// right after the lost call: if the session still waits, the first request did not arrive or was not carried out, and it
/// may be sent again (*inferred*). For a session that is already cancelled the bank returns `session_wrong_state` (*inferred*).
///
/// ```
/// use bank131_client::session::{Session, SessionCancel, SessionId};
/// use bank131_client::{Client, Error};
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
    #[serde(skip_serializing_if = "Option::is_none")]
    confirm_information: Option<Json>,
    #[serde(skip)]
    version: ApiVersion,
}

impl SessionCancel {
    /// Creates a request to cancel this session.
    pub const fn new(session_id: SessionId) -> Self {
        Self { session_id, confirm_information: None, version: ApiVersion::V1 }
    }

    /// Sends back the data of the webhook `ready_to_confirm`, for operations on settlement and escrow accounts.
    ///
    /// Whether the bank requires it here is *unknown*: its page about settlement accounts says that the data is needed to
    /// confirm or to cancel, while its SDK cancels without it.
    #[must_use]
    pub fn confirm_information(mut self, information: Json) -> Self {
        self.confirm_information = Some(information);
        self
    }

    /// Sends it in this version of the API. Default: version 1. The body is the same in both, except for what you pass as
    /// [`confirm_information`](Self::confirm_information).
    #[must_use]
    pub const fn api_version(mut self, version: ApiVersion) -> Self {
        self.version = version;
        self
    }
}

impl Endpoint for SessionCancel {
    type Provider = Bank131;
    type Response = Session;
    type Effect = MovesMoney;

    const NAME: &'static str = "session/cancel";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/{version}/session/cancel";
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

impl Recover for SessionCancel {
    const IDEMPOTENCY: Idempotency = Idempotency::None;

    fn recovery(&self, _refusal: Option<&Refusal>) -> Recovery {
        let status = SessionStatus::new(self.session_id.clone()).api_version(self.version);
        Recovery::Ask(StatusQuery::Session(status))
    }
}
