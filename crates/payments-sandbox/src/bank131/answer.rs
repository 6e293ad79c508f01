//! A finished answer.

use axum::http::{HeaderValue, Method, Response, StatusCode, header};
use bytes::Bytes;
use serde::Serialize;

use super::error::Refusal;
use crate::machine::response;

/// A finished answer, kept as bytes so that it can be given again.
#[derive(Clone, Debug)]
pub(super) struct ApiResponse {
    pub(super) status: StatusCode,
    pub(super) error_code: Option<&'static str>,
    allowed: Option<Method>,
    body: Bytes,
}

impl ApiResponse {
    pub(super) fn ok(body: &impl Serialize) -> Self {
        Self::new(StatusCode::OK, body)
    }

    fn new(status: StatusCode, body: &impl Serialize) -> Self {
        let body = serde_json::to_vec(body).unwrap_or_default().into();
        Self { status, error_code: None, allowed: None, body }
    }

    pub(super) fn refusal(status: StatusCode, refusal: &Refusal) -> Self {
        Self { error_code: Some(refusal.code()), ..Self::new(status, &refusal.body()) }
    }

    pub(super) fn wrong_method(allowed: Method) -> Self {
        let refusal = Refusal::invalid(&format!("the method is {allowed}"));
        Self { allowed: Some(allowed), ..Self::refusal(StatusCode::METHOD_NOT_ALLOWED, &refusal) }
    }

    pub(super) fn into_response(self) -> Response<Bytes> {
        let mut response = response(self.status, [(header::CONTENT_TYPE, "application/json")], self.body);
        if let Some(methods) = self.allowed.and_then(|method| HeaderValue::try_from(method.as_str()).ok()) {
            response.headers_mut().insert(header::ALLOW, methods);
        }
        response
    }
}
