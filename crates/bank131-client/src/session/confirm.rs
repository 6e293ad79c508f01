//! `session/confirm`: confirm a pending operation.

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

/// Request of `session/confirm`: releases a payout that waits for your confirmation; it moves money. The response is the
/// [`Session`].
///
/// `POST /api/v1/session/confirm` with `{"session_id": "ps_…"}`. It approves an operation that is `pending` with the next
/// action `confirm`. Check amounts and participants against your order first.
///
/// Before you send it again, query `session/status`. If the session still waits for confirmation
/// ([`NextStep::Confirm`](crate::session::NextStep::Confirm)), the first request did not arrive or was not carried out, and it
/// may be sent again (*inferred*). A query right after a lost call proves nothing, since the call may still be on its way:
/// query again later. For a session that is already confirmed the bank returns `session_wrong_state` (*inferred*).
///
/// ```
/// use bank131_client::session::{Session, SessionConfirm, SessionId};
/// use bank131_client::{Client, Error};
///
/// async fn confirm(client: &Client, session: SessionId) -> Result<Session, Error> {
///     client.send(&SessionConfirm::new(session)).await
/// }
/// ```
///
/// Source: Bank 131, payout statuses (`pending`), session/confirm; body as the bank's SDK sends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SessionConfirm {
    session_id: SessionId,
    #[serde(skip_serializing_if = "Option::is_none")]
    confirm_information: Option<Json>,
    #[serde(skip)]
    version: ApiVersion,
}

impl SessionConfirm {
    /// Creates a request to approve the operation of this session.
    pub const fn new(session_id: SessionId) -> Self {
        Self { session_id, confirm_information: None, version: ApiVersion::V1 }
    }

    /// Sends back the data of the webhook `ready_to_confirm`. Required for operations on settlement and escrow
    /// accounts.
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

impl Endpoint for SessionConfirm {
    type Provider = Bank131;
    type Response = Session;
    type Effect = MovesMoney;

    const NAME: &'static str = "session/confirm";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/{version}/session/confirm";
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

impl Recover for SessionConfirm {
    const IDEMPOTENCY: Idempotency = Idempotency::None;

    fn recovery(&self, _refusal: Option<&Refusal>) -> Recovery {
        let status = SessionStatus::new(self.session_id.clone()).api_version(self.version);
        Recovery::Ask(StatusQuery::Session(status))
    }
}
