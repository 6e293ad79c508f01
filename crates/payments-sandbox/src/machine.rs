//! A simulated provider as a function: a request and the time in, a response out, and the callbacks that are due.
//!
//! There is no thread, no timer, no socket and no chance inside. [`Host`](crate::host::Host) runs it on the machine's clock and
//! behind a port; a simulation runs it on a clock of its own.

use std::collections::BTreeMap;

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Request, Response};
use bytes::Bytes;
use jiff::Timestamp;
use url::form_urlencoded;

use crate::delivery::Callback;

/// A simulated provider.
pub(crate) trait Machine: Send + 'static {
    /// Answers a request. What is due by then has been done.
    fn respond(&mut self, request: &Request<Bytes>, now: Timestamp) -> Response<Bytes>;

    /// When it does something next by itself.
    fn next_due(&self) -> Option<Timestamp>;

    /// Does the next thing that is due by now; `false` if there is nothing.
    fn step(&mut self, now: Timestamp) -> bool;

    /// Takes what there is to be told since the last time, in order.
    fn take_notices(&mut self) -> Notices;
}

/// What a simulated provider has to tell.
#[derive(Debug, Default)]
pub(crate) struct Notices {
    /// Callbacks to be delivered now, in order.
    pub(crate) due: Vec<Callback>,
    /// What callbacks will be about that come of the request that was answered.
    pub(crate) expected: Vec<String>,
}

/// A request whose body was cut short, or is longer than any that a provider documents: an extension of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Incomplete;

/// The fields of a form, or of a query.
pub(crate) type Fields = BTreeMap<String, String>;

/// The fields of a request's query.
pub(crate) fn query_fields(request: &Request<Bytes>) -> Fields {
    form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes()).into_owned().collect()
}

/// The fields of the form in a request's body, if there is a form.
pub(crate) fn form_fields(request: &Request<Bytes>) -> Option<Fields> {
    let is_whole = request.extensions().get::<Incomplete>().is_none();
    (is_whole && is_form(request.headers())).then(|| form_urlencoded::parse(request.body()).into_owned().collect())
}

/// Whether the body is a form.
pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let name = kind.split(';').next().unwrap_or_default();
    name.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
}
