//! A simulated provider as a function: a request and the time in, a response out, and the callbacks that are due.
//!
//! It has no thread, no timer, no socket and no randomness of its own. [`Host`](crate::host::Host) runs it on the machine's clock and
//! behind a port; [`Simulation`](crate::Simulation) on a clock of the caller's.

use std::collections::BTreeMap;
use std::time::SystemTime;

use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};
use bytes::Bytes;
use jiff::Timestamp;
use url::form_urlencoded;

use crate::delivery::Callback;
use crate::diagnosis::{SignatureDiagnosis, without_card_numbers};
use crate::latest::Latest;
use crate::record::{Balance, Effect, Received, SignatureVerdict};
use crate::summary::Summary;

/// The longest body that is diagnosed: documented ones are far shorter, and a diagnosis, which needs no valid signature, tries many
/// texts.
pub(crate) const LONGEST_DIAGNOSED: usize = 1 << 16;

/// How many characters of a refusal are kept.
const LONGEST_REFUSAL: usize = 1000;

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

    /// Why the signature of a request is not accepted. Asked after the request is refused.
    fn diagnose(&self, request: &Request<Bytes>, now: Timestamp) -> Option<SignatureDiagnosis>;

    /// The changes it made, whatever it answered.
    fn effects(&self) -> Vec<Effect>;

    /// What everybody has.
    fn balances(&self) -> Vec<Balance>;

    /// The latest operations, the newest first.
    fn summaries(&self) -> Vec<Summary>;

    fn log(&self) -> &Log;

    fn log_mut(&mut self) -> &mut Log;

    /// The members of its answers that name an operation, such as `session.payments[].id`.
    fn identifiers(&self) -> &'static [&'static str];

    /// The header with the idempotency key, if the provider has one.
    fn key_header(&self) -> Option<HeaderName> {
        None
    }
}

/// The methods of [`Machine`] that are the same for every provider: it has a `route`, this ledger, whose operations have a
/// `summary`, a `log`, and these identifiers.
macro_rules! machine_with {
    ($ledger:ident, $identifiers:expr) => {
        fn respond(&mut self, request: &Request<Bytes>, now: Timestamp) -> Response<Bytes> {
            self.log.begin(now);
            let response = self.route(request, now);
            if self.log.refuses_signature() && request.body().len() <= $crate::machine::LONGEST_DIAGNOSED {
                let diagnosis = self.diagnose(request, now);
                self.log.explain(diagnosis);
            }
            self.log.end(&response);
            response
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

        fn summaries(&self) -> Vec<Summary> {
            let newest = self.$ledger.iter().rev().take(SUMMARISED);
            newest.map(|(_, operation)| operation.summary()).collect()
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
    /// When the request came that is being answered.
    now: Timestamp,
    /// How many requests were answered.
    count: u64,
    /// The request that is being answered, once it is.
    current: Option<Received>,
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
        self.count += 1;
        let (number, at) = (self.count, SystemTime::from(self.now));
        let (diagnosis, refusal) = (None, None);
        self.current = Some(Received { number, at, method, path, signature, diagnosis, status, error_code, refusal });
    }

    /// A request comes in.
    pub(crate) fn begin(&mut self, now: Timestamp) {
        self.now = now;
    }

    /// Whether the answered request has no valid signature, and should have one.
    pub(crate) fn refuses_signature(&self) -> bool {
        let verdict = self.current.as_ref().map(|received| received.signature);
        !matches!(verdict, None | Some(SignatureVerdict::Valid | SignatureVerdict::NotChecked))
    }

    pub(crate) fn explain(&mut self, diagnosis: Option<SignatureDiagnosis>) {
        if let Some(received) = &mut self.current {
            received.diagnosis = diagnosis;
        }
    }

    /// The response is ready. A request for a page of the payer is not kept.
    pub(crate) fn end(&mut self, response: &Response<Bytes>) {
        let Some(mut received) = self.current.take() else { return };
        if received.status >= 400 || received.error_code.is_some() {
            received.refusal = refusal(response);
        }
        self.received.push(received);
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

/// The text of a refusal; a page has none.
fn refusal(response: &Response<Bytes>) -> Option<String> {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let text =
        str::from_utf8(response.body()).ok().filter(|text| !kind.starts_with("text/html") && !text.is_empty())?;
    Some(without_card_numbers(&text.chars().take(LONGEST_REFUSAL).collect::<String>()))
}

/// A request whose body was cut short, or is longer than any that a provider documents: an extension of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Incomplete;

pub(crate) fn is_incomplete(request: &Request<Bytes>) -> bool {
    request.extensions().get::<Incomplete>().is_some()
}

/// The fields of a form, or of a query.
pub(crate) type Fields = BTreeMap<String, String>;

/// The fields of an encoded form.
pub(crate) fn fields_of(encoded: &[u8]) -> Fields {
    form_urlencoded::parse(encoded).into_owned().collect()
}

/// The fields of a request's query.
pub(crate) fn query_fields(request: &Request<Bytes>) -> Fields {
    fields_of(request.uri().query().unwrap_or_default().as_bytes())
}

/// The fields of the form in a request's body, if there is a form.
pub(crate) fn form_fields(request: &Request<Bytes>) -> Option<Fields> {
    let is_whole = !is_incomplete(request) && is_form(request.headers());
    is_whole.then(|| fields_of(request.body()))
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
