//! Refusals: a code, a message, and the HTTP status they travel with.

use axum::http::StatusCode;
use serde_json::json;

use crate::json::Malformed;

/// The texts are the sandbox's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) code: u16,
    pub(super) message: String,
}

impl Refusal {
    fn new(status: StatusCode, code: u16, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    pub(super) fn unknown_transaction() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, 20000, "Неизвестная ошибка")
    }

    pub(super) fn no_answer() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, 20000, "the canned answer cannot be read")
    }

    pub(super) fn wrong_method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, 20000, "another method is wanted")
    }

    pub(super) fn wrong_api_key() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, 20001, "Неверный api key")
    }

    pub(super) fn wrong_signature() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, 20002, "Неверная подпись")
    }

    pub(super) fn used_transaction() -> Self {
        Self::new(StatusCode::BAD_REQUEST, 20007, "Транзакция уже была проведена ранее")
    }

    pub(super) fn not_saved() -> Self {
        Self::new(StatusCode::BAD_REQUEST, 20008, "Карта по этой транзакции не сохранена")
    }

    pub(super) fn field(name: &str, rule: &str) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, 20098, format!("{name}: {rule}"))
    }

    pub(super) fn malformed(malformed: &Malformed) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, 20098, malformed.to_string())
    }

    /// What the provider's backend cannot decode.
    pub(super) fn unreadable(name: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, 20099, format!("json: cannot unmarshal {name}"))
    }

    pub(super) fn missing(name: &str) -> Self {
        Self::field(name, "Field required")
    }

    pub(super) fn body(&self) -> String {
        format!("{{\"errors\":[{{\"code\":{},\"message\":{}}}]}}", self.code, json!(self.message))
    }
}
