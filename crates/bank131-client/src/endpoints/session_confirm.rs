//! `session/confirm`: confirm a pending operation.

use http::Method;
use payments_core::json::Json;
use payments_core::{
    Body, DecodeError, Endpoint, Evidence, Idempotency, InvalidField, MovesMoney, RawResponse, Recover,
};
use serde::Serialize;

use crate::endpoints::SessionStatus;
use crate::objects::{Session, SessionId};
use crate::provider::{Bank131, decode_session_of};
use crate::recovery::{Recovery, StatusQuery};
use crate::refusal::Refusal;

/// Request of `session/confirm`: approves an operation that waits for confirmation, a payout that is `pending` with the next
/// action `confirm`. The response is the [`Session`].
///
/// `POST /api/v1/session/confirm` with `{"session_id": "ps_…"}`. Check amounts and participants first. Before you send it
/// again, query `session/status`: for a session that is already confirmed the bank returns `session_wrong_state`.
///
/// ```
/// use bank131_client::{Client, Error, Session, SessionConfirm, SessionId};
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
}

impl SessionConfirm {
    /// Creates a request to approve the operation of this session.
    pub const fn new(session_id: SessionId) -> Self {
        Self { session_id, confirm_information: None }
    }

    /// Sends back the data of the webhook `ready_to_confirm`. Required for operations on escrow accounts.
    #[must_use]
    pub fn confirm_information(mut self, information: Json) -> Self {
        self.confirm_information = Some(information);
        self
    }
}

impl Endpoint for SessionConfirm {
    type Provider = Bank131;
    type Response = Session;
    type Effect = MovesMoney;

    const NAME: &'static str = "session/confirm";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v1/session/confirm";
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

impl Recover for SessionConfirm {
    const IDEMPOTENCY: Idempotency = Idempotency::None;

    fn recovery(&self, _refusal: Option<&Refusal>) -> Recovery {
        Recovery::Ask(StatusQuery::Session(SessionStatus::new(self.session_id.clone())))
    }
}
