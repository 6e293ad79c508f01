//! Answers: a status and a message, whatever else there is.

use axum::http::{Response, StatusCode, header};
use bytes::Bytes;
use serde::Serialize;
use serde_json::json;

use super::request::BAD_REQUEST;
use super::service::{Duplicate, SavedCard};
use crate::card_form::Expiry;
use crate::machine::response;

/// Members in the order they are written.
#[derive(Debug)]
pub(super) struct ApiResponse {
    pub(super) status: StatusCode,
    /// The status inside the body, when that says something went wrong.
    pub(super) error_code: Option<String>,
    body: String,
}

impl ApiResponse {
    /// HTTP 200 with one of the three states, and members after it.
    pub(super) fn state(state: u8, message: &str, members: &str) -> Self {
        let body = format!("{{\"status\":{state},\"message\":{}{members}}}", json!(message));
        Self { status: StatusCode::OK, error_code: None, body }
    }

    pub(super) fn success(members: &str) -> Self {
        Self::state(1, "", members)
    }

    /// Status 0, of which only the message says whether it is an error.
    pub(super) fn refused(message: &str) -> Self {
        Self { error_code: Some("0".to_owned()), ..Self::state(0, message, "") }
    }

    pub(super) fn bad_request() -> Self {
        Self::refused(BAD_REQUEST)
    }

    pub(super) fn duplicate(duplicate: &Duplicate) -> Self {
        let members = format!(",\"id\":{},\"extid\":{}", duplicate.id, json!(duplicate.extid));
        let known = Self::state(0, "Транзакция с передаваемым extid уже существует", &members);
        Self { status: StatusCode::BAD_REQUEST, error_code: Some("0".to_owned()), ..known }
    }

    /// What the framework says: here `status` is the HTTP status.
    pub(super) fn exception(status: StatusCode, message: &str) -> Self {
        let name = status.canonical_reason().unwrap_or_default();
        let code = status.as_u16();
        let body = format!("{{\"name\":\"{name}\",\"message\":{},\"code\":0,\"status\":{code}}}", json!(message));
        Self { status, error_code: Some(code.to_string()), body }
    }

    pub(super) fn into_response(self) -> Response<Bytes> {
        response(self.status, [(header::CONTENT_TYPE, "application/json; charset=UTF-8")], self.body)
    }
}

#[derive(Serialize)]
struct Card<'a> {
    id: u64,
    num: String,
    exp: String,
    holder: &'a str,
    payment_system: &'static str,
}

/// The member `card`. Of a payout card only the number is known.
pub(super) fn card_member(id: u64, saved: &SavedCard) -> String {
    let (exp, holder) = match &saved.rest {
        Some((Expiry { month, year }, holder)) => (format!("{month:02}/{year:02}"), holder.as_str()),
        None => (String::new(), ""),
    };
    let card = Card { id, num: saved.card.mask(), exp, holder, payment_system: saved.card.payment_system() };
    format!(",\"card\":{}", serde_json::to_string(&card).unwrap_or_default())
}

/// Outside the API the service answers with HTML.
pub(super) fn page(status: StatusCode) -> Response<Bytes> {
    let (code, reason) = (status.as_u16(), status.canonical_reason().unwrap_or_default());
    let html = format!("<!doctype html><title>{code}</title><h1>{reason}</h1>");
    response(status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html)
}
