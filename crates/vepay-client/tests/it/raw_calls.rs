//! Raw calls: endpoints without a type of their own are sent, authenticated and classified like any other.

use http::Method;
use serde_json::json;
use vepay_client::common::{Body, Changes, MovesMoney, RawResponse, Reads, json as read_json};
use vepay_client::{Outcome, RawCall, Recovery, RefusalKind};

use crate::support::{FakeResponse, MFO, Vepay, duplicate, header};

const BALANCE: &str =
    r#"{"status":1,"message":"","balance":[{"bank_name":"TKB","amount":10.5,"currency":"RUB","account_type":2}]}"#;

fn balance() -> RawCall<Reads> {
    RawCall::reads("account/balance", Method::POST, "account/balance")
}

/// T15 of the token vectors.
fn autopayment() -> RawCall<MovesMoney> {
    let body = Body::new("application/json", r#"{"card":356,"amount":100.5,"extid":"loan-1"}"#.into());
    RawCall::moves_money("pay/auto", Method::POST, "pay/auto", Recovery::Resend).with_body(body)
}

#[test]
fn a_raw_call_is_sent_and_authenticated() {
    let vepay = Vepay::new([FakeResponse::ok(BALANCE)]);
    let response: RawResponse = vepay.send(&balance()).unwrap();
    assert_eq!(response.body, BALANCE.as_bytes());

    let call = vepay.call();
    assert_eq!((call.method(), call.uri().path()), (&Method::POST, "/mfo/account/balance"));
    assert!(call.body().is_empty());
    assert_eq!(header(&call, "x-mfo"), Some(MFO));
    assert_eq!(header(&call, "x-token"), Some("efc8515f07a804ca3a42a52b9efe0443f810057c"), "T10 of the vectors");
    assert_eq!(header(&call, "accept"), Some("application/json"));
}

#[test]
fn the_token_covers_the_body_of_a_raw_call() {
    let vepay = Vepay::new([FakeResponse::ok(r#"{"status":1,"message":"","id":7}"#)]);
    vepay.send(&autopayment()).unwrap();
    assert_eq!(vepay.call().uri().path(), "/mfo/pay/auto");
    assert_eq!(header(&vepay.call(), "x-token"), Some("fee36a28fcc8542f19b00af27beb2406450b850e"));
}

#[test]
fn a_document_is_read_by_get_with_its_id_in_the_query() {
    let call: RawCall<Reads> = RawCall::reads("document/confirmation", Method::GET, "document/confirmation");
    let vepay = Vepay::new([FakeResponse::ok("%PDF-1.4")]);
    let response = vepay.send(&call.with_query("id", "101464")).unwrap();
    assert_eq!(response.body, b"%PDF-1.4".as_slice());
    assert_eq!(vepay.call().uri(), "https://test.vepay.online/mfo/document/confirmation?id=101464");
}

#[test]
fn a_refused_raw_call_is_a_refusal() {
    let body = r#"{"status":0,"message":"Партнер не найден"}"#;
    let error = Vepay::new([FakeResponse::ok(body)]).send(&balance()).unwrap_err();
    assert_eq!(error.outcome(), Outcome::Refused);
    assert_eq!(error.to_string(), "Vepay account/balance was refused (HTTP 200): declined: Партнер не найден");
    assert_eq!(error.refusal().unwrap().kind(), RefusalKind::Declined);

    let change: RawCall<Changes> = RawCall::changes("report/create", Method::POST, "report/create");
    let change = change.with_body(Body::json(&json!({"date": "2026-11-01"})).unwrap());
    let error = Vepay::new([FakeResponse::broken()]).send(&change).unwrap_err();
    assert_eq!((error.outcome(), error.money_may_have_moved()), (Outcome::Unknown, false));
}

#[test]
fn a_raw_call_that_moves_money_has_its_recovery() {
    let declined = r#"{"status":0,"message":"cURL error 28: Operation timed out"}"#;
    for response in [FakeResponse::broken(), FakeResponse::ok(declined), duplicate()] {
        let error = Vepay::new([response]).send(&autopayment()).unwrap_err();
        assert!(error.money_may_have_moved());
        assert_eq!(error.recovery(), Some(&Recovery::Resend));
    }
}

#[test]
fn a_raw_response_is_read_as_json() {
    let response = Vepay::new([FakeResponse::ok(BALANCE)]).send(&balance()).unwrap();
    let read: read_json::Json = read_json::decode(&response.body).unwrap();
    assert!(format!("{read:?}").len() > 2);
}
