//! Recovery of calls whose response was lost.

use bank131_client::session::{SessionCancel, SessionConfirm};
use bank131_client::{Outcome, Recovery, StatusQuery};

use crate::support::{ANSWER, Bank, FakeResponse, SESSION, bare_transfer, refused, session_id, text};

fn undecided() -> [FakeResponse; 5] {
    [
        FakeResponse::broken(),
        FakeResponse::silent(),
        FakeResponse::http(502, "<html></html>".to_owned()),
        FakeResponse::http(200, "{}".to_owned()),
        refused("internal_error"),
    ]
}

#[test]
fn a_lost_transfer_is_recovered_by_sending_the_same_value_again() {
    for response in undecided() {
        let bank = Bank::new([response.clone(), FakeResponse::ok(ANSWER)]);
        let transfer = bare_transfer();
        let error = bank.send(&transfer).unwrap_err();
        let Some(Recovery::Resend) = error.recovery() else { panic!("{response:?}: {error:?}") };

        assert_eq!(bank.send(&transfer).unwrap().id.as_str(), "ps_5988");
        let [first, second] = bank.calls().try_into().unwrap();
        assert_eq!((first.body(), first.headers()), (second.body(), second.headers()));
    }
}

#[test]
fn a_transfer_whose_key_was_used_is_recovered_by_webhook() {
    for status in [400, 409, 200] {
        let body = r#"{"status":"error","error":{"code":"idempotency_key_already_exists","description":"processed"}}"#;
        let error = Bank::new([FakeResponse::http(status, body.to_owned())]).send(&bare_transfer()).unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown);
        assert!(error.money_may_have_moved());
        let Some(Recovery::AwaitCallback) = error.recovery() else { panic!("{error:?}") };
    }
}

#[test]
fn a_lost_confirmation_or_cancellation_is_recovered_by_session_status() {
    for response in undecided().into_iter().chain([refused("session_wrong_state")]) {
        let bank = Bank::new([response]);
        let confirmation = bank.send(&SessionConfirm::new(session_id())).unwrap_err();
        let cancellation = bank.send(&SessionCancel::new(session_id())).unwrap_err();
        for error in [confirmation, cancellation] {
            assert!(error.money_may_have_moved());
            let Some(Recovery::Ask(StatusQuery::Session(question))) = error.recovery() else { panic!("{error:?}") };
            assert_eq!(question.session_id().as_str(), "ps_3230");

            let bank = Bank::new([FakeResponse::ok(SESSION)]);
            bank.send(question).unwrap();
            assert_eq!(bank.call().uri().path(), "/api/v1/session/status");
            assert_eq!(text(&bank.call()), r#"{"session_id":"ps_3230"}"#);
        }
    }
}

#[test]
fn a_call_that_certainly_did_nothing_needs_no_recovery() {
    for response in [FakeResponse::unreachable(), refused("invalid_request"), FakeResponse::http(404, String::new())] {
        let bank = Bank::new([response.clone()]);
        let transfer = bank.send(&bare_transfer()).unwrap_err();
        let confirmation = bank.send(&SessionConfirm::new(session_id())).unwrap_err();
        for error in [transfer, confirmation] {
            assert!(error.recovery().is_none() && !error.money_may_have_moved(), "{response:?}");
        }
    }
}

#[test]
fn an_endpoint_is_named_in_its_error() {
    let bank = Bank::new([FakeResponse::broken()]);
    assert_eq!(bank.send(&bare_transfer()).unwrap_err().endpoint(), "session/multi/init");
    assert_eq!(bank.send(&SessionConfirm::new(session_id())).unwrap_err().endpoint(), "session/confirm");
    assert_eq!(bank.send(&SessionCancel::new(session_id())).unwrap_err().endpoint(), "session/cancel");
}
