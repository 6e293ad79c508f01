//! Errors: messages, classification and outcomes.

use http::Method;
use kvell_client::bank::BankList;
use kvell_client::common::json::Json;
use kvell_client::common::{Body, DecodeError, Endpoint, ErrorKind, Idempotency, InvalidField, MovesMoney, Recover};
use kvell_client::refusal::{ErrorItem, RetryClass, request_id};
use kvell_client::{ErrorCode, Kvell, Outcome, Recovery, Refusal, StatusQuery};
use serde_json::json;

use crate::support::{FakeResponse, Stage, TRANSACTION, order_question, refused};

fn failed(response: FakeResponse) -> kvell_client::Error {
    Stage::new([response]).send(&order_question()).unwrap_err()
}

fn failed_payout(response: FakeResponse) -> kvell_client::Error {
    Stage::new([response]).send(&Payout).unwrap_err()
}

/// A custom endpoint that moves money.
struct Payout;

impl Endpoint for Payout {
    type Provider = Kvell;
    type Response = Json;
    type Effect = MovesMoney;

    const NAME: &'static str = "orders/account2card";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "v1/orders/account2card";
    const EVIDENCE: payments_core::Evidence = payments_core::Evidence::Documented;

    fn body(&self) -> Result<Body, InvalidField> {
        Body::json(&json!({"transaction": TRANSACTION, "amount": 100}))
    }

    fn decode(&self, response: &kvell_client::common::RawResponse) -> Result<Json, DecodeError> {
        kvell_client::common::json::decode(&response.body)
    }
}

impl Recover for Payout {
    const IDEMPOTENCY: Idempotency = Idempotency::None;

    fn recovery(&self, _refusal: Option<&Refusal>) -> Recovery {
        Recovery::Ask(StatusQuery::Order(order_question()))
    }
}

#[test]
fn every_code_is_classified_by_what_it_proves() {
    let never = RetryClass::Never;
    let check = RetryClass::CheckFirst;
    let table = [
        (20_000, ErrorCode::Unknown, check),
        (20_001, ErrorCode::InvalidApiKey, never),
        (20_002, ErrorCode::InvalidSignature, never),
        (20_003, ErrorCode::NoProfile, never),
        (20_004, ErrorCode::SessionNotFound, never),
        (20_005, ErrorCode::PaymentServiceError, check),
        (20_006, ErrorCode::StoreNotFound, never),
        (20_007, ErrorCode::TransactionExists, check),
        (20_008, ErrorCode::UnprocessedStatus, check),
        (20_019, ErrorCode::PayoutLimitExceeded, never),
        (20_098, ErrorCode::InvalidField, never),
        (20_099, ErrorCode::InvalidBody, never),
    ];
    assert_eq!(table.len(), ErrorCode::LISTED.len());
    for (number, code, class) in table {
        // The code decides, whatever the HTTP status.
        for status in [200, 400, 500] {
            let error = failed_payout(refused(status, number));
            assert_eq!(error.refusal().and_then(Refusal::code), Some(&code), "{number}");
            assert_eq!((code.number(), code.retry_class()), (Some(number), class));
            let outcome = if class == never { Outcome::Refused } else { Outcome::Unknown };
            assert_eq!(error.outcome(), outcome, "{number} under {status}");
            assert_eq!(error.money_may_have_moved(), outcome == Outcome::Unknown);
            assert!(
                matches!(error.recovery(), Some(Recovery::Ask(StatusQuery::Order(_)))) == (outcome == Outcome::Unknown)
            );
        }
        // Unless the HTTP status rejects the caller: a payout to a wrong address was not carried out.
        for status in [401, 403, 404, 405, 429] {
            assert_eq!(failed_payout(refused(status, number)).outcome(), Outcome::Refused, "{number}, {status}");
        }
    }
}

/// There is an order then, whatever the code and the status.
#[test]
fn a_refusal_that_names_an_order_proves_nothing() {
    for order in [json!({"id": "17"}), json!({"order": {"id": "17"}}), json!({"transaction": TRANSACTION})] {
        for status in [200, 400, 401, 404, 422] {
            let mut body = json!({"errors": [{"code": 20098, "message": "no"}]});
            body.as_object_mut().unwrap().extend(order.as_object().unwrap().clone());
            let error = failed_payout(FakeResponse::http(status, body.to_string()));
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Undecided, Outcome::Unknown), "{status} {body}");
        }
    }
}

/// A read that was refused is sent again only if the error is transient.
#[test]
fn a_refused_read_is_sent_again_only_if_the_error_is_transient() {
    for number in [20_001, 20_004, 20_007, 20_008, 20_012, 20_098] {
        for status in [200, 400, 404, 422] {
            let error = failed(refused(status, number));
            assert_eq!((error.outcome(), error.is_transient()), (Outcome::Refused, false), "{number} under {status}");
        }
    }
    for (status, number) in [(400, 20_000), (400, 20_005), (500, 20_000), (500, 20_012)] {
        let error = failed(refused(status, number));
        assert_eq!((error.outcome(), error.is_transient()), (Outcome::Unknown, true), "{number} under {status}");
        assert!(!error.money_may_have_moved() && error.recovery().is_none(), "it only reads");
    }
    for number in [20_000, 20_005] {
        assert_eq!(failed(refused(404, number)).outcome(), Outcome::Refused, "a wrong address");
    }
}

#[test]
fn an_undocumented_code_is_refused_only_with_an_http_status_that_rejects_the_caller() {
    let (refused, unknown) = (Outcome::Refused, Outcome::Unknown);
    for (status, outcome) in
        [(400, unknown), (422, unknown), (500, unknown), (200, unknown), (401, refused), (403, refused), (429, refused)]
    {
        let error = failed_payout(crate::support::refused(status, 20_012));
        assert_eq!(error.outcome(), outcome, "{status}");
        let code = error.refusal().and_then(Refusal::code).unwrap();
        assert_eq!((code.as_str(), code.number(), code.is_known()), ("20012", Some(20_012), false));
        assert_eq!(code.retry_class(), RetryClass::CheckFirst);
    }
}

#[test]
fn several_errors_are_all_kept_and_all_must_prove_the_refusal() {
    let list = |second: i64| {
        let errors = json!({"errors": [{"message": "x-api-key: Field required", "code": 20098}, {"code": second}]});
        failed(FakeResponse::http(422, errors.to_string()))
    };
    let error = list(20_002);
    let refusal = error.refusal().unwrap();
    let codes: Vec<_> = refusal.errors().iter().filter_map(ErrorItem::code).collect();
    assert_eq!(codes, [&ErrorCode::InvalidField, &ErrorCode::InvalidSignature]);
    assert_eq!(refusal.errors()[0].message(), Some(&"x-api-key: Field required".into()));
    assert!(refusal.has(&ErrorCode::InvalidSignature) && !refusal.has(&ErrorCode::Unknown));
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert_eq!(
        error.to_string(),
        "Kvell orders was refused (HTTP 422): 20098: x-api-key: Field required; 20002 (request req-17)"
    );
    assert_eq!(list(20_005).kind(), ErrorKind::Undecided);
}

#[test]
fn an_error_list_in_another_shape_is_still_read() {
    for body in [
        json!({"errors": [{"code": "20002", "message": null}]}),
        json!({"errors": [{"code": 20002}], "detail": "something", "status": "error"}),
    ] {
        let error = failed(FakeResponse::http(400, body.to_string()));
        assert_eq!(error.refusal().and_then(Refusal::code), Some(&ErrorCode::InvalidSignature), "{body}");
    }
    let nameless = failed(FakeResponse::http(400, json!({"errors": [{"message": "no"}]}).to_string()));
    assert_eq!(nameless.refusal().unwrap().code(), None);
    assert!(nameless.to_string().contains("(HTTP 400): no (request req-17)"), "{nameless}");
}

#[test]
fn without_an_error_list_the_http_status_decides() {
    for body in
        ["", "Bad Request", "<html></html>", "{}", r#"{"errors": []}"#, r#"{"errors": null}"#, r#"{"errors": "no"}"#]
    {
        let refused = failed(FakeResponse::http(403, body.to_owned()));
        assert_eq!((refused.kind(), refused.outcome()), (ErrorKind::Refused, Outcome::Refused), "{body}");
        assert!(refused.refusal().unwrap().errors().is_empty());
        assert_eq!(refused.refusal().unwrap().request_id(), Some(&"req-17".into()));
        assert!(
            refused.to_string().ends_with("(HTTP 403): no reason was given; is the base URL right? (request req-17)"),
            "{refused}"
        );

        let undecided = failed(FakeResponse::http(502, body.to_owned()));
        assert_eq!((undecided.kind(), undecided.outcome()), (ErrorKind::Undecided, Outcome::Unknown), "{body}");
        assert!(undecided.refusal().is_none());
        assert_eq!(undecided.http().and_then(request_id), Some("req-17".into()), "kept without a refusal too");
    }
}

#[test]
fn an_unknown_transaction_may_be_a_server_error() {
    let error = failed(refused(500, 20_000));
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Undecided, Outcome::Unknown));
    assert!(error.to_string().starts_with("Kvell orders was answered with an error (HTTP 500): 20000: no"), "{error}");
}

#[test]
fn a_body_with_errors_is_a_refusal_even_with_200() {
    let response =
        FakeResponse::http(200, json!({"errors": [{"code": 20001, "message": "no"}], "status": "new"}).to_string());
    assert_eq!(failed(response).kind(), ErrorKind::Refused);
}

#[test]
fn transport_errors_say_whether_the_request_was_sent() {
    for (response, kind, outcome) in [
        (FakeResponse::unreachable(), ErrorKind::Unreachable, Outcome::NotSent),
        (FakeResponse::broken(), ErrorKind::Interrupted, Outcome::Unknown),
        (FakeResponse::silent(), ErrorKind::Timeout, Outcome::Unknown),
        (FakeResponse::ok("{"), ErrorKind::Unreadable, Outcome::Unknown),
        (FakeResponse::ok(""), ErrorKind::Unreadable, Outcome::Unknown),
        (FakeResponse::ok("[]"), ErrorKind::Unreadable, Outcome::Unknown),
        (FakeResponse::http(302, String::new()), ErrorKind::Undecided, Outcome::Unknown),
    ] {
        let error = failed(response.clone());
        assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{response:?}");
        assert!(!error.money_may_have_moved());
    }
}

#[test]
fn a_response_that_is_too_large_is_not_read_to_its_end() {
    let banks = format!("[{}]", " ".repeat(2000));
    let stage = Stage::with([FakeResponse::ok(&banks)], |builder| builder.response_limit(1000));
    let error = stage.send(&BankList::new()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unreadable);
    assert!(error.to_string().contains("more than 1000 bytes"), "{error}");
}
