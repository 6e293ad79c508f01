//! Raw calls: endpoints that have no type yet are signed, classified and recovered like any other.

use bank131_client::common::{
    Body, DecodeError, Download, Endpoint, Evidence, InvalidField, MovesMoney, RawResponse, Reads,
};
use bank131_client::{Bank131, Outcome, RawCall, Recovery, StatusQuery};
use http::{HeaderMap, Method};
use serde_json::json;

use crate::support::{Bank, FakeResponse, PLAIN_SIGNATURE, PROJECT, SESSION, header, refused, status, text};

const REFUND: &str = r#"{"session_id":"ps_3230"}"#;

fn refund() -> RawCall<MovesMoney> {
    let mut headers = HeaderMap::new();
    headers.insert("x-partner-idempotency-key", "refund-1001-1".parse().unwrap());
    let recovery = Recovery::Ask(StatusQuery::Session(status()));
    RawCall::moves_money("session/refund", Method::POST, "api/v1/session/refund", recovery)
        .with_headers(headers)
        .with_body(Body::json(&json!({"session_id": "ps_3230"})).unwrap())
}

fn balance() -> RawCall<Reads> {
    RawCall::reads("wallet/balance", Method::POST, "api/v1/wallet/balance")
        .with_body(Body::json(&json!({"request_datetime": "2026-11-28T12:00:00+03:00"})).unwrap())
}

#[test]
fn a_raw_call_is_sent_and_signed_like_any_other() {
    let bank = Bank::new([FakeResponse::ok(SESSION)]);
    let response = bank.send(&refund()).unwrap();
    bank.send(&status()).unwrap();

    assert_eq!(response.body, SESSION);
    let [raw, typed] = bank.calls().try_into().unwrap();
    assert_eq!((raw.method(), raw.uri().path()), (&Method::POST, "/api/v1/session/refund"));
    assert_eq!(text(&raw), REFUND);
    assert_eq!(header(&raw, "X-PARTNER-PROJECT"), Some(PROJECT));
    assert_eq!(header(&raw, "X-PARTNER-SIGN"), Some(PLAIN_SIGNATURE));
    assert_eq!(header(&raw, "X-PARTNER-IDEMPOTENCY-KEY"), Some("refund-1001-1"));
    let mut headers = raw.headers().clone();
    headers.remove("x-partner-idempotency-key");
    assert_eq!(&headers, typed.headers());
}

#[test]
fn a_lost_raw_call_is_recovered_by_the_query_that_it_was_given() {
    let error = Bank::new([FakeResponse::broken()]).send(&refund()).unwrap_err();

    assert_eq!((error.endpoint(), error.outcome()), ("session/refund", Outcome::Unknown));
    assert!(error.money_may_have_moved());
    let recovery = error.recovery().unwrap();
    assert_eq!(recovery.to_text(), "ask/session/ps_3230");
}

#[test]
fn a_raw_call_is_classified_by_the_banks_rules() {
    let refused = |code| Bank::new([refused(code)]).send(&refund()).unwrap_err();
    assert_eq!(refused("invalid_request").outcome(), Outcome::Refused);
    assert_eq!(refused("internal_error").outcome(), Outcome::Unknown);

    let error = Bank::new([FakeResponse::broken()]).send(&balance()).unwrap_err();
    assert!(!error.money_may_have_moved() && error.recovery().is_none());
}

/// A report that this version has no type for.
struct Report;

impl Endpoint for Report {
    type Provider = Bank131;
    type Response = ();
    type Effect = Reads;
    const NAME: &'static str = "report";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v1/report";
    const EVIDENCE: Evidence = Evidence::ThirdParty;

    fn body(&self) -> Result<Body, InvalidField> {
        Ok(Body::empty())
    }

    fn decode(&self, _response: &RawResponse) -> Result<(), DecodeError> {
        Ok(())
    }
}

impl Download for Report {
    const MAX_BYTES: u64 = 1000;
}

#[test]
fn a_report_is_downloaded_through_the_client() {
    let bank = Bank::new([FakeResponse::http(200, "a;b\n1;2\n".to_owned())]);
    let mut file = Vec::new();
    let write = |chunk: &[u8]| {
        file.extend_from_slice(chunk);
        Ok(())
    };
    assert_eq!(bank.run(bank.client.download(&Report, write)).unwrap().value, 8);
    assert_eq!(file, b"a;b\n1;2\n");
    assert_eq!(header(&bank.call(), "X-PARTNER-SIGN"), Some(PLAIN_SIGNATURE));
}
