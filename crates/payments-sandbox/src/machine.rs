//! A simulated provider as a function: a request and the time in, a response out, and the callbacks that are due.
//!
//! It has no thread, no timer, no socket and no randomness of its own. [`Host`](crate::host::Host) runs it on the machine's clock and
//! behind a port; [`Simulation`](crate::Simulation) on a clock of the caller's.

use std::collections::BTreeMap;

use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};
use bytes::Bytes;
use jiff::Timestamp;
use url::form_urlencoded;

use crate::delivery::Callback;
use crate::latest::Latest;
use crate::record::{Balance, Effect, Received, SignatureVerdict};

/// A simulated provider.
pub(crate) trait Machine: Send + 'static {
    /// Answers a request, after [`run_until`](Self::run_until) this time.
    fn respond(&mut self, request: &Request<Bytes>, now: Timestamp) -> Response<Bytes>;

    /// When it does something next by itself.
    fn next_due(&self) -> Option<Timestamp>;

    /// Does the next thing that is due by now; `false` if there is nothing.
    fn step(&mut self, now: Timestamp) -> bool;

    /// Does everything that is due by now.
    fn run_until(&mut self, now: Timestamp) {
        while self.step(now) {}
    }

    /// The changes it made, whatever it answered.
    fn effects(&self) -> Vec<Effect>;

    /// What everybody has.
    fn balances(&self) -> Vec<Balance>;

    fn log(&self) -> &Log;

    fn log_mut(&mut self) -> &mut Log;

    /// The members of its answers that name an operation, such as `session.payments[].id`.
    fn identifiers(&self) -> &'static [&'static str];

    /// The header with the idempotency key, if the provider has one.
    fn key_header(&self) -> Option<HeaderName> {
        None
    }
}

/// The methods of [`Machine`] that are the same for every provider: it has a `route`, this ledger, a `log`, and these identifiers.
macro_rules! machine_with {
    ($ledger:ident, $identifiers:expr) => {
        fn respond(&mut self, request: &Request<Bytes>, now: Timestamp) -> Response<Bytes> {
            self.route(request, now)
        }

        fn next_due(&self) -> Option<Timestamp> {
            self.$ledger.next_due()
        }

        fn effects(&self) -> Vec<Effect> {
            self.$ledger.effects()
        }

        fn balances(&self) -> Vec<Balance> {
            self.$ledger.balances()
        }

        fn log(&self) -> &Log {
            &self.log
        }

        fn log_mut(&mut self) -> &mut Log {
            &mut self.log
        }

        fn identifiers(&self) -> &'static [&'static str] {
            $identifiers
        }
    };
}

pub(crate) use machine_with;

/// The requests to a simulated provider, and its callbacks.
#[derive(Debug, Default)]
pub(crate) struct Log {
    received: Latest<Received>,
    notices: Notices,
}

/// The callbacks of a simulated provider since they were last taken.
#[derive(Debug, Default)]
pub(crate) struct Notices {
    /// Callbacks to be delivered now, in order.
    pub(crate) due: Vec<Callback>,
    /// The subjects of callbacks that the answered request will cause later.
    pub(crate) expected: Vec<String>,
}

impl Log {
    /// A request was answered.
    pub(crate) fn answered(
        &mut self,
        request: &Request<Bytes>,
        signature: SignatureVerdict,
        status: StatusCode,
        error_code: Option<String>,
    ) {
        let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
        let status = status.as_u16();
        tracing::info!(method, path, status, error = error_code, ?signature, "request");
        self.received.push(Received { method, path, signature, status, error_code });
    }

    /// A callback is to be delivered.
    pub(crate) fn tell(&mut self, callback: impl IntoIterator<Item = Callback>) {
        self.notices.due.extend(callback);
    }

    /// The request that is answered will cause a callback about this subject later.
    pub(crate) fn expect(&mut self, subject: &str) {
        self.notices.expected.push(subject.to_owned());
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.to_vec()
    }

    /// Takes the callbacks since the last time.
    pub(crate) fn take_notices(&mut self) -> Notices {
        std::mem::take(&mut self.notices)
    }
}

/// A request whose body was cut short, or is longer than any that a provider documents: an extension of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Incomplete;

pub(crate) fn is_incomplete(request: &Request<Bytes>) -> bool {
    request.extensions().get::<Incomplete>().is_some()
}

/// The fields of a form, or of a query.
pub(crate) type Fields = BTreeMap<String, String>;

/// The fields of a request's query.
pub(crate) fn query_fields(request: &Request<Bytes>) -> Fields {
    form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes()).into_owned().collect()
}

/// The fields of the form in a request's body, if there is a form.
pub(crate) fn form_fields(request: &Request<Bytes>) -> Option<Fields> {
    let is_whole = !is_incomplete(request) && is_form(request.headers());
    is_whole.then(|| form_urlencoded::parse(request.body()).into_owned().collect())
}

/// Whether the body is a form.
pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let name = kind.split(';').next().unwrap_or_default();
    name.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// A response with this body and these headers.
pub(crate) fn response(
    status: StatusCode,
    headers: impl IntoIterator<Item = (HeaderName, &'static str)>,
    body: impl Into<Bytes>,
) -> Response<Bytes> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = headers.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value)));
    response.headers_mut().extend(headers);
    response
}

/// The response to a request by another method, which names the right one.
pub(crate) fn allowing(mut response: Response<Bytes>, methods: &'static str) -> Response<Bytes> {
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(methods));
    response
}
