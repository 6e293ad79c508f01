//! The error codes, from the table of the bank's pages.

use bank131_client::common::ErrorKind;
use bank131_client::{ErrorCode, Outcome, RetryClass};

use crate::support::{Bank, FakeResponse, bare_transfer, refused};

use RetryClass::{CheckFirst, Later, Never, NewOperation};

/// Code and retry class. "later, but check" is "check": where money may have moved, the stricter advice counts.
const TABLE: [(&str, RetryClass); 36] = [
    ("identification_error", Never),
    ("authentication_error", Never),
    ("authorization_error", Never),
    ("invalid_request", Never),
    ("internal_error", CheckFirst),
    ("idempotency_key_already_exists", CheckFirst),
    ("session_wrong_state", CheckFirst),
    ("session_cancelled", NewOperation),
    ("session_cancelled_by_partner", NewOperation),
    ("confirm_timeout", NewOperation),
    ("capture_timeout", CheckFirst),
    ("operation_rejected", Never),
    ("3DS_error", NewOperation),
    ("account_not_found", Never),
    ("activity_count_exceeded", NewOperation),
    ("amount_less_allowed_provider", Never),
    ("bank_card_expired", Never),
    ("binding_is_deactivated", Never),
    ("card_number_does_not_exist", Never),
    ("declined_by_issuer_bank", NewOperation),
    ("not_permitted_by_issuer_bank", Never),
    ("insufficient_funds", NewOperation),
    ("insufficient_wallet_balance", Later),
    ("wallet_internal_error", CheckFirst),
    ("routing_internal_error", CheckFirst),
    ("refund_amount_too_large", Never),
    ("provider_internal_error", CheckFirst),
    ("provider_issuer_unavailable", CheckFirst),
    ("provider_foreign_transfer_prohibited", Never),
    ("provider_exceeds_amount_limit", Never),
    ("provider_timeout", CheckFirst),
    ("taxpayer_unknown", Never),
    ("taxpayer_not_bound", Never),
    ("taxpayer_already_bound", Never),
    ("taxpayer_income_exceeds_amount_limit", Never),
    ("npd_service_internal_error", Later),
];

#[test]
fn every_code_of_the_table_is_listed_and_no_other() {
    let mut listed = ErrorCode::LISTED.to_vec();
    let mut expected = TABLE.map(|(code, _)| code).to_vec();
    listed.sort_unstable();
    expected.sort_unstable();
    assert_eq!(listed, expected);
}

#[test]
fn every_code_has_the_retry_class_of_the_table() {
    for (code, class) in TABLE {
        assert!(ErrorCode::from(code).is_known(), "{code}");
        assert_eq!(ErrorCode::from(code).as_str(), code);
        assert_eq!(ErrorCode::from(code).retry_class(), class, "{code}");
    }
}

#[test]
fn a_code_is_a_refusal_unless_something_may_have_happened() {
    for (code, class) in TABLE {
        let error = Bank::new([refused(code)]).send(&bare_transfer()).unwrap_err();
        let (kind, outcome) = match class {
            CheckFirst => (ErrorKind::Undecided, Outcome::Unknown),
            _ => (ErrorKind::Refused, Outcome::Refused),
        };
        assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{code}");
        assert_eq!(error.money_may_have_moved(), class == CheckFirst, "{code}");
        assert_eq!(error.recovery().is_some(), class == CheckFirst, "{code}");
        assert_eq!(error.refusal().unwrap().code().unwrap().as_str(), code);
        assert_eq!(error.refusal().unwrap().description(), Some(&"no".into()));
    }
}

#[test]
fn a_code_means_the_same_under_every_http_status() {
    for (code, class) in TABLE {
        for status in [200, 400, 401, 403, 409, 422, 500, 503] {
            let body = format!(r#"{{"status":"error","error":{{"code":"{code}","description":"no"}}}}"#);
            let error = Bank::new([FakeResponse::http(status, body)]).send(&bare_transfer()).unwrap_err();
            let expected = if class == CheckFirst { Outcome::Unknown } else { Outcome::Refused };
            assert_eq!(error.outcome(), expected, "{code}, HTTP {status}");
        }
    }
}

/// HTTP 400 is also the status of `idempotency_key_already_exists`, so it proves nothing about an unlisted code.
#[test]
fn an_unlisted_code_is_a_refusal_only_where_http_turns_away_the_caller() {
    for code in ["moon_phase", "idempotency_key_in_progress"] {
        assert_eq!(ErrorCode::from(code).retry_class(), CheckFirst);
        for status in [200, 400, 401, 403, 404, 405, 409, 422, 429, 500] {
            let body = format!(r#"{{"status":"error","error":{{"code":"{code}","description":"full"}}}}"#);
            let error = Bank::new([FakeResponse::http(status, body)]).send(&bare_transfer()).unwrap_err();
            let turned_away = [401, 403, 404, 405, 429].contains(&status);
            let expected = if turned_away { Outcome::Refused } else { Outcome::Unknown };
            assert_eq!(error.outcome(), expected, "HTTP {status}");
            assert_eq!(error.recovery().is_none(), turned_away, "HTTP {status}");
            let said = error.refusal().unwrap().code().unwrap();
            assert_eq!((said.as_str(), said.is_known()), (code, false));
        }
    }
}

#[test]
fn reject_reasons_are_read() {
    let body = r#"{"error":{"code":"operation_rejected","description":"no","reject_reasons":[
        {"rule_alias":"velocity","list_alias":"black","expiration_date":"2030-01-01T00:00:00Z"},{"rule_alias":"age"}]}}"#;
    let error = Bank::new([FakeResponse::http(400, body.to_owned())]).send(&bare_transfer()).unwrap_err();
    let [first, second] = error.refusal().unwrap().reject_reasons() else { panic!("two reasons") };
    assert_eq!((&first.rule_alias, &first.list_alias), (&Some("velocity".into()), &Some("black".into())));
    assert_eq!(first.expiration_date.as_ref().unwrap().as_str(), "2030-01-01T00:00:00Z");
    assert_eq!((&second.rule_alias, &second.list_alias), (&Some("age".into()), &None));
}
