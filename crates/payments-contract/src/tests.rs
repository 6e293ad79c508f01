//! The harness end to end, with a client of a few lines.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;

use payments_core::{
    AuthFuture, Authenticate, Body, Classification, DecodeError, EffectKind, Endpoint, EndpointInfo, InvalidField,
    Path, Pipeline, Provider, RawResponse, Reads, UnsignedRequest,
};
use serde_json::{Value, json};

use crate::FakeProvider;
use crate::report;
use crate::sample_call::SampleCall;
use crate::{Case, Checked, Exchange, Suite, expect_hidden, leaks};

/// Whose endpoint it is.
pub(crate) struct Example;

impl Provider for Example {
    const NAME: &'static str = "Example";
    const USER_AGENT: &'static str = "example";
    const ACCEPT: &'static str = "*/*";
    type Refusal = String;
    type Query = payments_core::NoQuery;
    type Host = ();
    const DEFAULT_HOST: () = ();
    type Auth<'a> = ();
    fn classify(_: &RawResponse, _: EffectKind) -> Classification<String> {
        Classification::Done
    }
    fn names_operation(_: &RawResponse) -> bool {
        false
    }
    fn is_transient(_: &String) -> bool {
        false
    }
}

/// An endpoint for the registry of a suite.
pub(crate) struct Status;

impl Endpoint for Status {
    type Provider = Example;
    type Response = ();
    type Effect = Reads;
    const NAME: &'static str = "payment/status";
    const METHOD: http::Method = http::Method::POST;
    const PATH: &'static str = "payment/{id}/status";
    const EVIDENCE: payments_core::Evidence = payments_core::Evidence::Documented;
    fn path(&self) -> Path<'_> {
        Path::new(Self::PATH).with("id", "17").query("full", "1")
    }
    fn body(&self) -> Result<Body, InvalidField> {
        Ok(Body::new("text/plain", "{}".into()))
    }
    fn decode(&self, raw: &RawResponse) -> Result<(), DecodeError> {
        if &*raw.body == b"PAID" { Ok(()) } else { Err(DecodeError::new("", "is not PAID")) }
    }
}

struct NoAuth;

impl Authenticate<Example> for NoAuth {
    fn authenticate<'a>(&'a self, _: UnsignedRequest<'a>, _auth: &'a ()) -> AuthFuture<'a> {
        Box::pin(async { Ok(http::HeaderMap::new()) })
    }
}

fn suite(root: &std::path::Path) -> Suite {
    let directory = root.join("payment-status");
    fs::create_dir(&directory).unwrap();
    let request = "# Source: here\nPOST /payment/17/status?full=1\nx-sign: {signature}\n\n{}\n";
    fs::write(directory.join("paid.request.http"), request).unwrap();
    fs::write(directory.join("paid.response.http"), "# Source: here\nHTTP 200\nx-mark: 1\n\nPAID\n").unwrap();

    let mut suite = Suite::new("Example", root, &[EndpointInfo::of::<Status>()]);
    suite.refusals(&["refused"]).check("signature", |request, signature| {
        let right = format!("{} bytes", request.body.len());
        if signature == right { Ok(()) } else { Err("it is wrong".into()) }
    });
    suite.row(Status::NAME).not_applicable("refused", "it never is");
    suite.sample(sample());
    suite
}

/// Sends the request of the file; the response has nothing that could be changed.
fn sample() -> SampleCall {
    let send = |wire: &FakeProvider, retries| {
        let pipeline = Pipeline::builder().retry_policy(retries).transport(wire.transport()).clock(wire.clock());
        let pipeline = pipeline.build("https://example.example".parse()?, NoAuth)?;
        Ok(wire.run(pipeline.send(&Status)))
    };
    SampleCall::new::<Status>("paid", send, |()| Vec::new())
        .without_echo("it is a word")
        .names_no_operation("it is a word")
        .without_optional_members("it is a word")
}

fn ask(exchange: &Exchange, signature: &str) -> std::io::Result<String> {
    let address = exchange.address();
    let host = address.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host)?;
    write!(
        stream,
        "POST /payment/17/status?full=1 HTTP/1.1\r\nhost: {host}\r\nx-sign: {signature}\r\ncontent-length: 2\r\n\
         connection: close\r\n\r\n{{}}"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

async fn paid(exchange: Exchange) -> Checked {
    let answer = ask(&exchange, "2 bytes")?;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("x-mark: 1\r\n"), "{answer}");
    assert!(answer.ends_with("\r\n\r\nPAID"), "{answer}");
    assert_eq!(exchange.received().await?.header("x-sign"), Some("2 bytes"));
    Ok(())
}

async fn asserts_nonsense(exchange: Exchange) -> Checked {
    ask(&exchange, "2 bytes")?;
    assert_eq!(1, 2, "numbers");
    Ok(())
}

async fn sends_nothing(_: Exchange) -> Checked {
    Ok(())
}

/// Whether everything passes, the table with the failures, and the JSON.
fn run(suite: &Suite) -> (bool, String, String) {
    let directory = tempfile::tempdir().unwrap();
    let ok = report::write(suite, directory.path()).unwrap();
    let read = |name: &str| fs::read_to_string(directory.path().join(name)).unwrap();
    (ok, read("Example.txt"), read("Example.json"))
}

#[test]
fn a_good_suite_passes() {
    let root = tempfile::tempdir().unwrap();
    let mut suite = suite(root.path());
    suite.row(Status::NAME).case(Case::success("paid"), paid);

    let (ok, text, _) = run(&suite);
    assert!(ok, "{text}");
    assert!(text.contains("\npayment/status   ok  n/a\n"), "{text}");
    assert!(text.ends_with("\n8 passed; 0 failed\n\n"), "{text}");
    for (endpoint, kind) in [(Status::NAME, "success"), (Status::NAME, "generated"), ("*", "check")] {
        suite.assert(endpoint, kind);
    }
}

#[test]
#[should_panic(expected = "payment/status has no test of the kind success")]
fn an_endpoint_without_tests_does_not_pass() {
    let root = tempfile::tempdir().unwrap();
    suite(root.path()).assert(Status::NAME, "success");
}

#[test]
#[should_panic(expected = "no request was sent")]
fn a_failed_case_fails_its_test() {
    let root = tempfile::tempdir().unwrap();
    let mut suite = suite(root.path());
    suite.row(Status::NAME).case(Case::success("paid"), sends_nothing);
    suite.assert(Status::NAME, "success");
}

#[test]
fn the_report_has_every_result_as_json() {
    let root = tempfile::tempdir().unwrap();
    let mut suite = suite(root.path());
    suite.row(Status::NAME).case(Case::success("paid"), sends_nothing);

    let (ok, _, text) = run(&suite);
    assert!(!ok);
    let entry = |endpoint: &str, case: &str, kind: &str, ok: bool, message: &str| json!({"provider": "Example", "endpoint": endpoint, "case": case, "kind": kind, "ok": ok, "message": message});
    let message = "payment-status/paid.request.http is not what was sent (- expected, + sent)\nno request was sent";
    let expected = json!([
        entry("payment/status", "paid", "success", false, message),
        entry("payment/status", "echo of paid", "generated", true, ""),
        entry("payment/status", "merged of paid", "generated", true, ""),
        entry("payment/status", "odd of paid", "generated", true, ""),
        entry("payment/status", "fault of paid", "generated", true, ""),
        entry("*", "matrix", "check", true, ""),
        entry("*", "samples", "check", true, ""),
        entry("*", "files", "check", true, ""),
        entry("payment/status", "refused", "not_applicable", true, "it never is"),
    ]);
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), expected);
}

#[test]
fn every_failure_is_reported() {
    let root = tempfile::tempdir().unwrap();
    let mut suite = suite(root.path());
    suite.row(Status::NAME).case(Case::success("paid"), asserts_nonsense);
    let (ok, text, _) = run(&suite);
    assert!(!ok && text.contains("tests.rs:") && text.contains("numbers"), "{text}");
    assert!(text.contains("7 passed; 1 failed"), "{text}");

    let forged = |exchange: Exchange| async move { ask(&exchange, "forged").map(drop).map_err(Into::into) };
    suite.row(Status::NAME).case(Case::success("forged").sends("paid").answered_from("payment-status"), forged);
    fs::copy(
        root.path().join("payment-status/paid.response.http"),
        root.path().join("payment-status/forged.response.http"),
    )
    .unwrap();
    let (ok, text, _) = run(&suite);
    assert!(!ok && text.contains("the header `x-sign` fails its check: it is wrong"), "{text}");
}

#[test]
fn a_case_file_for_another_endpoint_is_refused() {
    let root = tempfile::tempdir().unwrap();
    let mut suite = suite(root.path());
    suite.row(Status::NAME).case(Case::success("paid"), paid);
    let file = root.path().join("payment-status/paid.request.http");
    fs::write(file, "# Source: here\nPOST /payment/17/cancel\n").unwrap();
    let (ok, text, _) = run(&suite);
    assert!(!ok && text.contains("is not a request to `POST /payment/{id}/status`"), "{text}");
}

#[test]
fn a_check_may_fail_by_an_assertion() {
    let root = tempfile::tempdir().unwrap();
    let mut suite = suite(root.path());
    suite.check("signature", |_, signature| {
        assert_eq!(signature, "another one");
        Ok(())
    });
    suite.row(Status::NAME).case(Case::success("paid"), asserts_nonsense);
    let (ok, text, _) = run(&suite);
    assert!(!ok && text.contains("the header `x-sign` fails its check: ") && text.contains("tests.rs:"), "{text}");
    assert!(text.contains("another one") && text.contains("numbers"), "{text}");
}

#[test]
fn a_case_may_go_below_a_base_path_and_to_another_path_of_its_endpoint() {
    let root = tempfile::tempdir().unwrap();
    let mut suite = suite(root.path());
    suite.base_path("/bank");
    suite.row(Status::NAME).case(Case::success("paid"), |exchange| async move {
        assert!(exchange.address().ends_with("/bank"), "{exchange:?}");
        Ok(())
    });
    let file = root.path().join("payment-status/paid.request.http");
    for (path, known) in [
        ("/bank/payment/17/status", true),
        ("/payment/17/status", false),
        ("/bankpayment/17/status", false),
        ("/bank/payment/group/17/status", false),
    ] {
        fs::write(&file, format!("# Source: here\nPOST {path}\n")).unwrap();
        let (_, text, _) = run(&suite);
        assert_eq!(text.contains("is not a request to"), !known, "{path}: {text}");
    }
    suite.row(Status::NAME).also_at("payment/group/{group_id}/status");
    let (_, text, _) = run(&suite);
    assert!(!text.contains("is not a request to"), "{text}");
}

#[test]
fn a_secret_that_is_shown_is_found() {
    assert!(expect_hidden(&"the card *4242", &[("the card", "4242424242424242")]).is_ok());
    assert!(expect_hidden(&"the card 4242424242424242", &[("the card", "4242424242424242")]).is_err());
    assert!(expect_hidden(&"anything", &[("a secret that is not one", "")]).is_err());
}

#[test]
fn a_failure_shows_no_card_number_however_it_is_reported() {
    let root = tempfile::tempdir().unwrap();
    let mut suite = suite(root.path());
    suite.row(Status::NAME).case(Case::success("paid"), |_| async { Err(format!("- {{}}\n+ {}", leaks::CARD).into()) });
    let (ok, table, json) = run(&suite);
    for text in [table, json] {
        assert!(!ok && text.contains("************8196") && !text.contains(leaks::CARD), "{text}");
    }
}
