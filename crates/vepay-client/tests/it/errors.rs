//! Outcomes and recoveries of errors.

use http::Method;
use vepay_client::card::{CardDel, CardGet, CardId, CardInfo, CardUse};
use vepay_client::common::json::{self, Json};
use vepay_client::common::{Body, DecodeError, Endpoint, ErrorKind, Idempotency, InvalidField, MovesMoney, Recover};
use vepay_client::operation::RequestStatus;
use vepay_client::{ErrorName, OperationId, Outcome, Recovery, Refusal, RefusalKind};

use crate::support::{EXT_ID, FakeResponse, Vepay, request};

fn error(response: FakeResponse) -> vepay_client::Error {
    Vepay::new([response]).send(&request()).unwrap_err()
}

fn http(status: u16, body: &str) -> FakeResponse {
    FakeResponse::http(status, body.to_owned())
}

#[test]
fn only_what_was_not_sent_or_refused_proves_that_nothing_happened() {
    let e3 = r#"{"name":"Unauthorized","message":"","code":0,"status":401}"#;
    let bad_request = r#"{"name":"Bad Request","message":"Syntax error","code":0,"status":400}"#;
    let e1 = r#"{"status":0,"message":"«Timeout» слишком велико"}"#;
    for (response, outcome) in [
        (FakeResponse::unreachable(), Outcome::NotSent),
        (FakeResponse::broken(), Outcome::Unknown),
        (FakeResponse::silent(), Outcome::Unknown),
        (http(200, e1), Outcome::Refused),
        (http(400, e1), Outcome::Unknown),
        (http(400, bad_request), Outcome::Refused),
        (http(403, e1), Outcome::Refused),
        (http(403, r#"{"status":0,"message":"","id":101464}"#), Outcome::Unknown),
        (http(200, r#"{"status":0,"message":"","extid":"card-7"}"#), Outcome::Unknown),
        (http(500, e1), Outcome::Unknown),
        (http(401, e3), Outcome::Refused),
        (http(500, e3), Outcome::Unknown),
        (http(200, e3), Outcome::Unknown),
        (http(400, ""), Outcome::Unknown),
        (http(400, r#"{"status":0,"message":"Транзакция с"#), Outcome::Unknown),
        (http(403, ""), Outcome::Refused),
        (http(302, ""), Outcome::Unknown),
        (http(200, ""), Outcome::Unknown),
        (http(200, "[]"), Outcome::Unknown),
        (http(200, "1"), Outcome::Unknown),
        (http(503, "<html>"), Outcome::Unknown),
        (http(200, r#"{"status":"wat"}"#), Outcome::Unknown),
        (http(200, r#"{"status":1}"#), Outcome::Unknown),
        (http(200, r#"{"status":0,"url":"https://api.example/form"}"#), Outcome::Unknown),
        (http(422, r#"{"status":1,"url":"https://api.example/form"}"#), Outcome::Unknown),
        (http(401, r#"{"name":"Unauthorized","status":401,"id":101464}"#), Outcome::Unknown),
    ] {
        let shown = format!("{response:?}");
        let error = error(response);
        assert_eq!(error.outcome(), outcome, "{shown}");
        let settles = matches!(error.recovery(), Some(Recovery::Resend));
        assert_eq!(settles, outcome == Outcome::Unknown, "{shown}");
    }
}

/// A custom endpoint that moves money.
struct PayOut;

impl Endpoint for PayOut {
    type Provider = vepay_client::Vepay;
    type Response = Json;
    type Effect = MovesMoney;

    const NAME: &'static str = "out/paycard";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "out/paycard";
    const EVIDENCE: payments_core::Evidence = payments_core::Evidence::Documented;

    fn body(&self) -> Result<Body, InvalidField> {
        Body::json(&serde_json::json!({"extid": EXT_ID, "amount": 100, "card": 356}))
    }

    fn decode(&self, response: &vepay_client::common::RawResponse) -> Result<Json, DecodeError> {
        json::decode(&response.body)
    }
}

impl Recover for PayOut {
    const IDEMPOTENCY: Idempotency = Idempotency::Keyed;

    fn recovery(&self, _refusal: Option<&Refusal>) -> Recovery {
        Recovery::Resend
    }
}

/// The server also returns status 0 after it has stored the payout, when the bank cannot be reached.
#[test]
fn status_0_proves_nothing_where_money_moves() {
    for (status, body, outcome) in [
        (200, r#"{"status":0,"message":"cURL error 28: Operation timed out"}"#, Outcome::Unknown),
        (200, r#"{"status":0}"#, Outcome::Unknown),
        (200, r#"{"status":2,"message":"Отказ"}"#, Outcome::Unknown),
        (200, r#"{"status":null,"id":5}"#, Outcome::Unknown),
        (400, r#"{"status":0,"message":"Транзакция с передаваемым extid уже существует"}"#, Outcome::Unknown),
        (401, r#"{"name":"Unauthorized","message":"","code":0,"status":401}"#, Outcome::Refused),
        (400, r#"{"name":"Bad Request","message":"","code":0,"status":400}"#, Outcome::Refused),
    ] {
        let error = Vepay::new([http(status, body)]).send(&PayOut).unwrap_err();
        assert_eq!(error.outcome(), outcome, "{status} {body}");
        assert_eq!(error.money_may_have_moved(), outcome == Outcome::Unknown, "{status} {body}");
    }
}

#[test]
fn an_object_without_a_status_is_undecided_and_no_refusal() {
    for body in [r#"{"message":"Отказ"}"#, r#"{"status":"","message":"Отказ"}"#, r#"{"status":null,"id":5}"#]
    {
        let error = error(http(200, body));
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Undecided, Outcome::Unknown), "{body}");
        assert!(error.refusal().is_none(), "{body}");
    }
}

#[test]
fn refusals_are_classified_by_kind() {
    let declined = error(http(200, r#"{"status":"0","message":null}"#));
    let refusal = declined.refusal().unwrap();
    assert_eq!((refusal.kind(), refusal.message()), (RefusalKind::Declined, None));
    assert_eq!((refusal.status(), refusal.name()), (Some(RequestStatus::Error), None));
    assert_eq!((refusal.existing(), refusal.duplicate_ext_id()), (None, None));

    let framework = error(http(403, r#"{"name":"Forbidden","message":"Доступ запрещен","code":0,"status":403}"#));
    let refusal = framework.refusal().unwrap();
    assert_eq!((refusal.kind(), refusal.name()), (RefusalKind::HttpError, Some(ErrorName::Forbidden)));
    assert_eq!(refusal.status(), None, "that status is an HTTP status");

    let page = error(http(404, "<html>no</html>"));
    assert_eq!(page.refusal().unwrap().kind(), RefusalKind::NotJson);
}

#[test]
fn a_framework_error_that_mentions_an_id_is_no_duplicate() {
    let body = r#"{"name":"Bad Request","message":"","code":0,"status":0,"id":5,"extid":"x"}"#;
    let error = error(http(400, body));
    assert_eq!(error.refusal().unwrap().kind(), RefusalKind::HttpError);
    assert_eq!(error.refusal().unwrap().existing(), None);
}

#[test]
fn a_duplicate_without_a_usable_id_has_an_unknown_outcome() {
    for id in ["null", "0", "-5", "\"x\"", "1.5", "{}"] {
        let body = format!(r#"{{"status":0,"message":"","id":{id},"extid":"{EXT_ID}"}}"#);
        let error = error(http(400, &body));
        assert_eq!(error.outcome(), Outcome::Unknown, "{id}");
        assert_eq!(error.refusal().unwrap().existing(), None, "{id}");
        assert!(matches!(error.recovery(), Some(Recovery::Resend)), "{id}");
    }
}

#[test]
fn a_duplicate_under_http_200_needs_both_id_and_extid() {
    let both = format!(r#"{{"status":0,"message":"","id":"101464","extid":"{EXT_ID}"}}"#);
    let error_of_both = error(http(200, &both));
    assert_eq!(error_of_both.outcome(), Outcome::Unknown);
    assert_eq!(error_of_both.refusal().unwrap().existing(), Some(OperationId::new(101_464)));
    let only_one = error(http(200, r#"{"status":0,"message":"","id":101464}"#));
    assert_eq!(only_one.outcome(), Outcome::Unknown, "an operation is named all the same");
    assert_eq!(only_one.refusal().unwrap().existing(), None);
}

#[test]
fn calls_that_move_no_money_need_no_recovery() {
    let vepay = Vepay::new([FakeResponse::broken()]);
    let card = CardId::new(356);
    let errors = [
        vepay.send(&CardGet::new(OperationId::new(1), CardUse::Payout)).unwrap_err(),
        vepay.send(&CardInfo::new(card, CardUse::Payout)).unwrap_err(),
        vepay.send(&CardDel::new(card)).unwrap_err(),
    ];
    for error in errors {
        assert_eq!((error.outcome(), error.money_may_have_moved()), (Outcome::Unknown, false));
        assert!(error.recovery().is_none());
    }
}

#[test]
fn only_the_first_line_of_the_message_is_shown() {
    let body = r#"{"name":"Bad Request","message":"Syntax error\n#0 /srv/vepay/app.php","code":0,"status":400}"#;
    let error = error(http(400, body));
    assert_eq!(error.to_string(), "Vepay card/reg was refused (HTTP 400): Bad Request: Syntax error");
    assert!(error.refusal().unwrap().message().unwrap().raw().contains("/srv/vepay"), "it is there for those who ask");
}
