//! The search detects each way in which a client could leak.

use std::panic::{AssertUnwindSafe, catch_unwind};

use http::{HeaderMap, HeaderValue};
use payments_core::{
    AuthFuture, Authenticate, BaseUrl, Body, Classification, DecodeError, EffectKind, Endpoint, EndpointInfo,
    InvalidField, Pipeline, Provider, Reads, UnsignedRequest,
};
use tempfile::TempDir;

use super::{CARD, Leaks, TOKEN};
use crate::FakeProvider;

const SIGNATURE: &str = "signature-of-twenty-characters";

#[derive(Debug)]
pub(crate) struct Careless;

impl Provider for Careless {
    const NAME: &'static str = "Careless";
    const USER_AGENT: &'static str = "careless";
    const ACCEPT: &'static str = "*/*";
    type Refusal = String;
    type Query = payments_core::NoQuery;
    type Host = ();
    const DEFAULT_HOST: () = ();
    type Auth<'a> = ();
    fn classify(raw: &payments_core::RawResponse, _: EffectKind) -> Classification<String> {
        let said = String::from_utf8_lossy(&raw.body).into_owned();
        if raw.status.is_success() { Classification::Done } else { Classification::Refused(said) }
    }
    fn names_operation(_: &payments_core::RawResponse) -> bool {
        false
    }
    fn is_transient(_: &String) -> bool {
        false
    }
}

/// A request that carries a token in its body.
struct Pay;

impl Endpoint for Pay {
    type Provider = Careless;
    type Response = String;
    type Effect = Reads;
    const NAME: &'static str = "pay";
    const METHOD: http::Method = http::Method::POST;
    const PATH: &'static str = "pay";
    const EVIDENCE: payments_core::Evidence = payments_core::Evidence::Documented;
    fn body(&self) -> Result<Body, InvalidField> {
        Ok(Body::new("text/plain", TOKEN.into()))
    }
    fn decode(&self, raw: &payments_core::RawResponse) -> Result<String, DecodeError> {
        Ok(String::from_utf8_lossy(&raw.body).into_owned())
    }
}

struct Authenticator;

impl Authenticate<Careless> for Authenticator {
    fn authenticate<'a>(&'a self, _request: UnsignedRequest<'a>, _auth: &'a ()) -> AuthFuture<'a> {
        let headers = HeaderMap::from_iter([(http::header::AUTHORIZATION, HeaderValue::from_static(SIGNATURE))]);
        Box::pin(std::future::ready(Ok(headers)))
    }
}

/// A suite with one response, in which `call` is the client.
fn leaks(call: impl Fn(&FakeProvider, &mut super::Shown) + 'static) -> (TempDir, Leaks) {
    let cases = tempfile::tempdir().unwrap();
    std::fs::create_dir(cases.path().join("pay")).unwrap();
    std::fs::write(cases.path().join("pay/paid.response.http"), "# Source: here\nHTTP 200\n\n{\"id\":\"7\"}\n")
        .unwrap();
    let mut leaks = Leaks::new(cases.path(), &[EndpointInfo::of::<Pay>()]);
    leaks.secret_header("authorization").request(Pay::NAME, &[TOKEN], move |wire, shown| {
        drop(send(wire));
        call(wire, shown);
    });
    (cases, leaks)
}

fn send(wire: &FakeProvider) -> Result<payments_core::Response<String>, payments_core::Error<Careless>> {
    let builder = Pipeline::<Careless>::builder().transport(wire.transport()).clock(wire.clock());
    let pipeline = builder.build(BaseUrl::new("https://careless.example").unwrap(), Authenticator).unwrap();
    wire.run(pipeline.send(&Pay))
}

/// The error of a call, for the tests of errors.
pub(crate) fn error_of_a_call() -> payments_core::Error<Careless> {
    send(&FakeProvider::new(super::FakeResponse::unreachable())).unwrap_err()
}

fn found(leaks: &Leaks) -> String {
    let panic = catch_unwind(AssertUnwindSafe(|| leaks.assert_none())).expect_err("nothing was found");
    panic.downcast_ref::<String>().cloned().unwrap()
}

#[test]
fn a_client_that_shows_nothing_passes() {
    leaks(|_, shown| shown.debug("nothing", "")).1.assert_none();
}

#[test]
fn a_debug_that_shows_the_answer_is_found() {
    let report = found(&leaks(|wire, shown| shown.call(send(wire))).1);
    assert!(report.contains("the answer, {:?} shows the card number of /id"), "{report}");
    assert!(report.contains("a panic shows the card number of /id"), "{report}");
    assert!(report.contains("the refusal, {} shows the card number of everywhere at once"), "{report}");
}

#[test]
fn an_event_and_a_field_of_a_span_are_found() {
    let report = found(&leaks(|_, _| tracing::trace!(token = TOKEN)).1);
    assert!(report.contains(&format!("the log shows `{TOKEN}` of its request")), "{report}");
    let report = found(&leaks(|_, _| drop(tracing::trace_span!("call", card = ?CARD))).1);
    assert!(report.contains("the log shows the card number"), "{report}");
}

#[test]
fn a_signature_is_found() {
    let report = found(&leaks(|wire, shown| shown.debug("headers", wire.requests().last().unwrap().headers())).1);
    assert!(report.contains(&format!("headers, {{:?}} shows `{SIGNATURE}`")), "{report}");
}

#[test]
fn an_endpoint_without_a_request_is_reported() {
    let cases = tempfile::tempdir().unwrap();
    let report = found(&Leaks::new(cases.path(), &[EndpointInfo::of::<Pay>()]));
    assert!(report.contains("endpoints in the registry"), "{report}");
}

#[test]
fn a_canary_that_is_not_sent_is_reported() {
    let (_cases, mut leaks) = leaks(|_, _| {});
    leaks.request(Pay::NAME, &["not on board"], |wire, _| drop(send(wire)));
    assert!(found(&leaks).contains("does not carry not on board"));
}

/// An identifier that hides nothing.
struct Number(&'static str);

impl std::fmt::Debug for Number {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&payments_core::scrub(self.0))
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.0)
    }
}

#[test]
fn only_the_display_of_named_identifiers_is_exempt() {
    let shows = |shown: &mut super::Shown| shown.identifier(&Number(CARD), CARD);
    let (_cases, mut leaks) = leaks(move |_, shown| shows(shown));
    assert!(found(&leaks).contains("types whose Display is exempt"));
    leaks.identifiers(&["Number"]);
    leaks.assert_none();
    leaks.values(|shown| shown.display("the number", &Number(CARD)));
    assert!(found(&leaks).contains("the number, {} shows the card number"));
    leaks.identifiers(&["Another"]);
    assert!(found(&leaks).contains("those that are named"));
}

#[test]
fn an_identifier_that_displays_something_else_is_found() {
    let report = found(&leaks(|_, shown| shown.identifier(&Number("7"), "8")).1);
    assert!(report.contains("the Display of Number"), "{report}");
}

#[test]
fn a_value_and_a_callback_are_searched() {
    let (_cases, mut leaks) = leaks(|_, _| {});
    leaks.values(|shown| shown.display("a client", TOKEN));
    leaks.hides("key", "a-key-of-callbacks").callback("notice", "key=1&sum=2", |body, shown| {
        shown.result("the notice", &Ok::<_, ()>(String::from_utf8_lossy(body)));
    });
    let report = found(&leaks);
    assert!(report.contains(&format!("a client, {{}} shows `{TOKEN}`")), "{report}");
    assert!(report.contains("the notice, {:?} shows `a-key-of-callbacks` of /key"), "{report}");
    assert!(report.contains("the notice, {:?} shows the card number of /sum"), "{report}");
}
