//! The spans of a call and of its attempts, with the field names of OpenTelemetry's conventions for HTTP clients.
//!
//! No field has a value of the request or the response: no path with its parameters, no query, no header. Numbers are `i64`:
//! OpenTelemetry's integers are signed, and its subscriber makes text of any other.

use std::future::Future;

use tracing::field::{Empty, debug, display};
use tracing::{Instrument as _, Span};

use super::Pipeline;
use super::attempt::{Failure, Prepared};
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::http_context::{HttpContext, Response};
use crate::provider::Provider;

const STATUS: &str = "http.response.status_code";
const RESENDS: &str = "http.request.resend_count";
const ERROR: &str = "error.type";

impl<P: Provider> Pipeline<P> {
    /// Records a call in a span.
    pub(super) async fn trace_call<E: Endpoint<Provider = P>, T>(
        &self,
        endpoint: &E,
        call: impl Future<Output = Result<Response<T>, Error<P>>>,
    ) -> Result<Response<T>, Error<P>> {
        let span = tracing::info_span!(
            "payment_call",
            provider = P::NAME,
            endpoint = endpoint.name(),
            environment = self.shared.environment,
            http.request.method = %endpoint.method(),
            http.response.status_code = Empty,
            http.request.resend_count = Empty,
            outcome = Empty,
            "error.type" = Empty,
        );
        let result = call.instrument(span.clone()).await;
        let (http, attempts) = match &result {
            Ok(response) => (Some(&response.http), response.attempts),
            Err(error) => (error.http(), error.attempts()),
        };
        // In this span, not in the current one, which is the caller's if this one is disabled.
        record_response(&span, http, attempts);
        match &result {
            Ok(_) => span.record("outcome", "done"),
            Err(error) => {
                span.in_scope(|| tracing::warn!(kind = ?error.kind(), attempts = error.attempts(), "the call failed"));
                span.record("outcome", debug(error.outcome())).record(ERROR, debug(error.kind()))
            }
        };
        result
    }
}

impl<P: Provider> Prepared<'_, P> {
    /// Records an attempt in a span within that of its call.
    pub(super) async fn trace_attempt<T>(
        &self,
        number: u32,
        attempt: impl Future<Output = Result<(T, HttpContext), Failure<P>>>,
    ) -> Result<(T, HttpContext), Failure<P>> {
        let default_port = if self.uri.scheme_str() == Some("http") { 80 } else { 443 };
        let port = self.uri.port_u16().unwrap_or(default_port);
        let span = tracing::debug_span!(
            "payment_attempt",
            otel.kind = "client",
            otel.name = %format_args!("{} /{}", self.method, self.template),
            http.request.method = %self.method,
            url.template = %format_args!("/{}", self.template),
            server.address = self.uri.host().unwrap_or_default(),
            server.port = i64::from(port),
            http.request.resend_count = Empty,
            http.response.status_code = Empty,
            "error.type" = Empty,
        );
        let result = attempt.instrument(span.clone()).await;
        let http = match &result {
            Ok((_, http)) => Some(http),
            Err(failure) => failure.http.as_deref(),
        };
        record_response(&span, http, number);
        if let Err(failure) = &result {
            match http.map(HttpContext::status) {
                Some(status) if status.as_u16() >= 400 => span.record(ERROR, display(status.as_u16())),
                _ => span.record(ERROR, debug(failure.problem.kind())),
            };
        }
        result
    }
}

/// Records the status of the response, if there was one, and how often the request was sent again, if it was.
fn record_response(span: &Span, http: Option<&HttpContext>, attempts: u32) {
    if let Some(http) = http {
        span.record(STATUS, i64::from(http.status().as_u16()));
    }
    if attempts > 1 {
        span.record(RESENDS, i64::from(attempts - 1));
    }
}
