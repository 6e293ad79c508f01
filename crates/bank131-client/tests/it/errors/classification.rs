//! Classification of responses, and the sentences of errors.

use bank131_client::common::{ErrorKind, Timeouts};
use bank131_client::signing::{SignError, SignFuture, Signer};
use bank131_client::{Environment, Outcome, Recovery};

use crate::support::{ANSWER, Bank, FakeResponse, FakeSigner, bare_transfer, status};

fn error(response: FakeResponse) -> bank131_client::Error {
    Bank::new([response]).send(&bare_transfer()).unwrap_err()
}

fn http(status: u16, body: &str) -> FakeResponse {
    FakeResponse::http(status, body.to_owned())
}

#[test]
fn an_error_object_counts_with_and_without_a_status_member_and_under_any_http_status() {
    let bodies = [
        r#"{"status":"error","error":{"code":"invalid_request","description":"bad"}}"#,
        r#"{"error":{"code":"invalid_request","description":"bad"}}"#,
        r#"{"status":"ok","error":{"code":"invalid_request","description":"bad"}}"#,
    ];
    for body in bodies {
        for status in [200, 400, 500] {
            let error = error(http(status, body));
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Refused, Outcome::Refused), "{status} {body}");
            assert_eq!(error.refusal().unwrap().code().unwrap().as_str(), "invalid_request");
            assert_eq!(error.http().unwrap().status(), status);
        }
    }
}

#[test]
fn a_status_error_without_an_error_object_is_not_a_success() {
    for body in [r#"{"status":"error"}"#, r#"{"status":"error","error":null}"#, r#"{"status":"error","error":[]}"#] {
        assert_eq!(error(http(200, body)).outcome(), Outcome::Unknown, "{body}");
        assert_eq!(error(http(400, body)).outcome(), Outcome::Unknown, "{body}");
        assert_eq!(error(http(403, body)).outcome(), Outcome::Refused, "{body}");
        assert_eq!(error(http(500, body)).outcome(), Outcome::Unknown, "{body}");
    }
}

/// The code decides what happened to the money: a malformed member beside it must not make it "nothing happened".
#[test]
fn a_code_counts_whatever_the_other_members_hold() {
    let bodies = [
        r#"{"status":"error","error":{"code":"idempotency_key_already_exists","description":["in progress"]}}"#,
        r#"{"status":"error","error":{"code":"idempotency_key_already_exists","description":"x","reject_reasons":{}}}"#,
        r#"{"error":{"code":"idempotency_key_already_exists","reject_reasons":[{"expiration_date":1735689600}]}}"#,
        r#"{"error":{"code":"idempotency_key_already_exists","description":"a","description":"b"}}"#,
        r#"{"status":["error"],"error":{"code":"idempotency_key_already_exists"}}"#,
        "\u{feff}{\"status\":\"error\",\"error\":{\"code\":\"idempotency_key_already_exists\"}}",
    ];
    for body in bodies {
        for status in [200, 400, 403, 409] {
            let error = error(http(status, body));
            assert!(error.money_may_have_moved(), "{status} {body}");
            assert!(matches!(error.recovery(), Some(Recovery::AwaitCallback)), "{status} {body}");
        }
    }
}

#[test]
fn an_error_with_an_unreadable_code_has_an_unknown_outcome() {
    let bodies = [
        r#"{"status":"error","error":"invalid_request"}"#,
        r#"{"status":"error","error":{"code":["invalid_request"]}}"#,
        r#"{"error":{"code":"invalid_request","code":"idempotency_key_already_exists"}}"#,
        r#"{"error":{"code":"invalid_request"},"error":{"code":"idempotency_key_already_exists"}}"#,
        r#"{"status":"error","error":{"code":"invalid_requ"#,
        r#"{"error":{"code":"","description":"no"}}"#,
        r#"{"error":{}}"#,
        "an error of some kind",
    ];
    for body in bodies {
        assert_eq!(error(http(400, body)).outcome(), Outcome::Unknown, "{body}");
        assert!(matches!(error(http(400, body)).recovery(), Some(Recovery::Resend)), "{body}");
        assert_eq!(error(http(403, body)).outcome(), Outcome::Refused, "{body}");
    }
}

#[test]
fn an_empty_error_object_does_not_hide_the_session() {
    for nothing in ["{}", "[]", "null", r#"{"code":"","description":""}"#, r#"{"code":null,"reject_reasons":[]}"#] {
        let body = format!(r#"{{"status":"ok","error":{nothing},"session":{{"id":"ps_1","status":"created"}}}}"#);
        let session = Bank::new([FakeResponse::http(200, body)]).send(&bare_transfer()).unwrap();
        assert_eq!(session.id.as_str(), "ps_1", "{nothing}");
    }
}

#[test]
fn without_an_error_object_http_alone_decides() {
    let table = [
        (Outcome::Refused, [401, 403, 404, 405, 413, 429].as_slice()),
        (Outcome::Unknown, &[206, 301, 302, 307, 308, 304, 400, 402, 408, 409, 422, 425, 499, 500, 502, 503, 504, 520]),
    ];
    for (outcome, statuses) in table {
        for status in statuses {
            for body in ["", "{}", "[]", "no", "<html><body>Bad Gateway</body></html>", r#"{"status":"ok"}"#] {
                let error = error(http(*status, body));
                assert_eq!(error.outcome(), outcome, "HTTP {status} {body:?}");
                assert_eq!(error.money_may_have_moved(), outcome == Outcome::Unknown);
                assert_eq!(error.http().unwrap().body(), body.as_bytes());
            }
        }
    }
}

#[test]
fn an_unreadable_success_has_an_unknown_outcome() {
    let table = [
        ("", "."),
        ("<html></html>", "."),
        ("{}", "."),
        (r#"{"status":"ok"}"#, "."),
        (r#"{"status":"ok","session":null}"#, "session"),
        (r#"{"status":"ok","session":{"status":"created"}}"#, "session"),
        (r#"{"status":"ok","session":{"id":"","status":"created"}}"#, "session.id"),
        (r#"{"status":"ok","session":{"id":["4242424242424242"],"status":"created"}}"#, "session.id"),
    ];
    for (body, path) in table {
        let error = error(http(200, body));
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Unknown), "{body}");
        assert!(error.recovery().is_some());
        assert!(error.to_string().contains(&format!("cannot be read, at {path}: ")), "{error}");
        assert!(!error.to_string().contains("424242"), "{error}");
    }
}

#[test]
fn a_response_over_the_limit_has_an_unknown_outcome() {
    let bank =
        Bank::with([FakeResponse::ok(ANSWER)], Environment::Demo, FakeSigner, |builder| builder.response_limit(1000));
    let error = bank.send(&bare_transfer()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Unknown));
    assert_eq!(
        error.to_string(),
        "Bank 131 session/multi/init may have been carried out (HTTP 200): the response has more than 1000 bytes"
    );
}

#[test]
fn without_a_response_the_transport_error_decides_the_outcome() {
    let table = [
        (FakeResponse::unreachable(), ErrorKind::Unreachable, Outcome::NotSent),
        (FakeResponse::broken(), ErrorKind::Interrupted, Outcome::Unknown),
        (FakeResponse::silent(), ErrorKind::Timeout, Outcome::Unknown),
    ];
    for (response, kind, outcome) in table {
        let error = error(response.clone());
        assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{response:?}");
        assert_eq!(error.recovery().is_some(), outcome == Outcome::Unknown, "{response:?}");
        assert!(error.http().is_none());
    }
}

#[test]
fn silence_ends_at_the_timeout_of_the_attempt() {
    let seconds = std::time::Duration::from_secs;
    let timeouts = Timeouts::new(seconds(1), seconds(7), seconds(20)).unwrap();
    let settings = |builder: bank131_client::ClientBuilder| builder.timeouts(timeouts);
    let bank = Bank::with([FakeResponse::silent()], Environment::Demo, FakeSigner, settings);
    assert!(bank.send(&bare_transfer()).is_err());
    assert_eq!(bank131_client::common::Clock::elapsed(&bank.clock), seconds(7));
}

/// A signing device that fails.
struct BrokenSigner;

impl Signer for BrokenSigner {
    fn sign<'a>(&'a self, _message: &'a [u8]) -> SignFuture<'a> {
        Box::pin(async { Err(SignError::new("the device is on fire")) })
    }
}

#[test]
fn without_a_signature_nothing_is_sent() {
    let bank = Bank::with([FakeResponse::ok(ANSWER)], Environment::Demo, BrokenSigner, |builder| builder);
    let error = bank.send(&bare_transfer()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Signing, Outcome::NotSent));
    assert!(error.to_string().ends_with(": the signature could not be made: the device is on fire"), "{error}");
    assert_eq!(bank.calls().len(), 0);
}

#[test]
fn a_failed_call_is_one_sentence() {
    let described = |code: &str| format!(r#"{{"error":{{"code":"{code}","description":"Недостаточно средств"}}}}"#);
    let bare = r#"{"error":{"code":"insufficient_funds"}}"#.to_owned();
    let table = [
        (
            FakeResponse::http(400, described("insufficient_funds")),
            "was refused (HTTP 400): insufficient_funds: Недостаточно средств",
        ),
        (FakeResponse::http(200, bare), "was refused (HTTP 200): insufficient_funds"),
        (
            FakeResponse::http(400, described("provider_timeout")),
            "may have been carried out (HTTP 400): provider_timeout: Недостаточно средств",
        ),
        (http(403, "<html></html>"), "was refused (HTTP 403): no reason was given; is the base URL right?"),
        (http(502, ""), "may have been carried out (HTTP 502): the response does not say"),
        (http(400, r#"{"error":{"code":"","description":"so"}}"#), "may have been carried out (HTTP 400): so"),
        (FakeResponse::unreachable(), "was not sent: no connection: connection refused"),
        (FakeResponse::broken(), "may have been carried out: the connection broke: connection reset"),
        (FakeResponse::silent(), "may have been carried out: no response within the timeout"),
    ];
    for (response, sentence) in table {
        assert_eq!(error(response).to_string(), format!("Bank 131 session/multi/init {sentence}"));
    }
}

#[test]
fn a_failed_query_moves_no_money() {
    let refusal = r#"{"error":{"code":"session_not_found","description":"no"}}"#;
    for (response, begins) in [
        (FakeResponse::broken(), "got no response: the connection broke"),
        (FakeResponse::silent(), "got no response: no response within the timeout"),
        (http(502, ""), "got no usable response (HTTP 502): the response does not say"),
        (http(200, ""), "got no usable response (HTTP 200): the response cannot be read"),
        (http(500, refusal), "was answered with an error (HTTP 500): session_not_found: no"),
    ] {
        let error = Bank::new([response]).send(&status()).unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown);
        assert!(!error.money_may_have_moved());
        assert!(error.recovery().is_none());
        assert!(error.to_string().starts_with(&format!("Bank 131 session/status {begins}")), "{error}");
    }
}

#[test]
fn a_card_number_in_the_banks_description_is_redacted() {
    for written in ["4242424242424242", "4242 4242 4242 4242", "4242-4242-4242-4242"] {
        let body = format!(r#"{{"error":{{"code":"invalid_request","description":"card {written} is bad"}}}}"#);
        let error = error(FakeResponse::http(400, body));
        let sentence =
            "Bank 131 session/multi/init was refused (HTTP 400): invalid_request: card ************4242 is bad";
        assert_eq!(error.to_string(), sentence);
        let refusal = error.refusal().unwrap();
        for printed in [format!("{error:?}"), format!("{refusal}"), format!("{refusal:?}")] {
            assert!(!printed.contains(written), "{printed}");
            assert!(printed.contains("************4242"), "{printed}");
        }
        assert_eq!(refusal.description(), Some(&format!("card {written} is bad").into()));
    }
}

#[test]
fn a_card_number_in_place_of_a_code_is_redacted() {
    let body = r#"{"error":{"code":"4242424242424242","description":"?"}}"#;
    let error = error(http(400, body));
    assert!(!format!("{error} {error:?} {:?}", error.refusal()).contains("42424242"), "{error:?}");
}
