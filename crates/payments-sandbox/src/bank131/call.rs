//! What the API can do, and its answers.

use axum::http::{Response, StatusCode, header};
use bytes::Bytes;
use serde::Serialize;

use super::error::Refusal;
use crate::canned;
use crate::machine::{allowing, response};

/// What every path begins with.
const PREFIX: &str = "/api/v1/";

/// Documented calls that are not simulated.
///
/// Source: Bank 131, the API's pages and the bank's client library.
const NOT_SIMULATED: &[&str] = &[
    "bpa/*",
    "calculate",
    "fiscalization",
    "fps/*",
    "npd/*",
    "recurrent/disable",
    "report/*",
    "sberpay/push",
    "session/chargeback",
    "session/create",
    "session/create/*",
    "session/init/*",
    "session/multi/create/*",
    "session/multi/init/*",
    "session/multi/start/*",
    "session/refund",
    "session/start/*",
    "subscription/*",
    "token",
    "token/info",
    "tokenize",
    "tokenize/*",
    "wallet/balance",
];

/// What the API can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Init,
    Status,
    Confirm,
    Cancel,
    Capture,
    TokenStatus,
}

impl Call {
    const ALL: [Self; 6] = [Self::Init, Self::Status, Self::Confirm, Self::Cancel, Self::Capture, Self::TokenStatus];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Init => "session/multi/init",
            Self::Status => "session/status",
            Self::Confirm => "session/confirm",
            Self::Cancel => "session/cancel",
            Self::Capture => "session/capture",
            Self::TokenStatus => "recurrent/status",
        }
    }

    /// The call of a path.
    pub(super) fn at(path: &str) -> Option<Self> {
        let name = path.strip_prefix(PREFIX)?;
        Self::ALL.into_iter().find(|call| call.name() == name)
    }

    /// Whether a path is that of a documented call that is not simulated, or of the other version of one that is.
    pub(super) fn is_not_simulated(path: &str) -> bool {
        let name = path.strip_prefix(PREFIX).or_else(|| path.strip_prefix("/api/v2/"));
        let simulated = |name| Self::ALL.iter().any(|call| call.name() == name);
        name.is_some_and(|name| canned::is_one_of(name, NOT_SIMULATED) || simulated(name))
    }

    pub(super) fn path(self) -> String {
        format!("{PREFIX}{}", self.name())
    }

    /// Looking is not doing: a read takes no notice of an idempotency key.
    pub(super) fn acts(self) -> bool {
        !matches!(self, Self::Status | Self::TokenStatus)
    }
}

/// A finished answer, kept as bytes so that it can be given again.
#[derive(Clone, Debug)]
pub(super) struct ApiResponse {
    pub(super) status: StatusCode,
    pub(super) error_code: Option<&'static str>,
    body: Bytes,
}

impl ApiResponse {
    pub(super) fn new(status: StatusCode, body: &impl Serialize) -> Self {
        Self { status, error_code: None, body: serde_json::to_vec(body).unwrap_or_default().into() }
    }

    pub(super) fn refusal(status: StatusCode, refusal: &Refusal) -> Self {
        Self { error_code: Some(refusal.code()), ..Self::new(status, &refusal.body()) }
    }

    pub(super) fn into_response(self) -> Response<Bytes> {
        let response = response(self.status, [(header::CONTENT_TYPE, "application/json")], self.body);
        if self.status == StatusCode::METHOD_NOT_ALLOWED { allowing(response, "POST") } else { response }
    }
}
