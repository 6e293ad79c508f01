//! Polling of a session until it is final, on a virtual clock.

use std::pin::pin;
use std::time::Duration;

use bank131_client::common::PollError;
use bank131_client::session::{NextStep, Session, SessionId, SessionState};
use bank131_client::{ApiVersion, Error, PollSchedule};
use serde_json::json;

use crate::support::{Bank, FakeResponse, poll, refused, session_answer, session_id, status, text};

fn state(status: &str) -> FakeResponse {
    session_answer(&json!({"id": "ps_3230", "status": status}))
}

fn seconds(number: u64) -> Duration {
    Duration::from_secs(number)
}

/// Waits of 1, 2, 4, 8, 8, … seconds, for 60.
fn schedule() -> PollSchedule {
    PollSchedule::new(seconds(1), seconds(8), seconds(60)).unwrap()
}

#[expect(clippy::result_large_err, reason = "it is what the client returns")]
fn wait(bank: &Bank) -> Result<Session, PollError<Session, Error>> {
    bank.run(bank.client.wait_for_final(&session_id(), schedule()))
}

#[test]
fn a_final_session_is_queried_once() {
    for status in ["accepted", "cancelled", "canceled"] {
        let bank = Bank::new([state(status)]);
        assert!(wait(&bank).unwrap().status.is_final());
        assert_eq!(bank.call().uri().path(), "/api/v1/session/status");
        assert_eq!(text(&bank.call()), r#"{"session_id":"ps_3230"}"#);
        assert_eq!(bank.clock.elapsed(), Duration::ZERO);
    }
}

#[test]
fn a_session_is_polled_in_the_version_of_the_status_query() {
    let bank = Bank::new([state("in_progress"), state("accepted")]);
    let query = status().api_version(ApiVersion::V2);
    let session = bank.run(bank.client.wait_for_final(query, schedule())).unwrap();
    assert_eq!(session.status, SessionState::Accepted);
    assert!(bank.calls().iter().all(|call| call.uri().path() == "/api/v2/session/status"));
}

#[test]
fn the_status_error_is_polled_until_it_is_final() {
    let bank = Bank::new([state("in_progress"), state("error"), state("error"), state("accepted")]);
    assert_eq!(wait(&bank).unwrap().status, SessionState::Accepted);
    assert_eq!(bank.calls().len(), 4);
    assert_eq!(bank.clock.elapsed(), seconds(1 + 2 + 4));
}

#[test]
fn an_unlisted_status_is_polled_until_it_is_final() {
    let bank = Bank::new([state("created"), state("frozen"), state("cancelled")]);
    assert_eq!(wait(&bank).unwrap().status, SessionState::Cancelled);
    assert_eq!(bank.calls().len(), 3);
}

#[test]
fn transient_errors_are_retried_until_the_timeout() {
    let bank = Bank::new([
        FakeResponse::unreachable(),
        FakeResponse::broken(),
        FakeResponse::http(502, "<html></html>".to_owned()),
        FakeResponse::http(200, "{}".to_owned()),
        refused("internal_error"),
        state("accepted"),
    ]);
    assert_eq!(wait(&bank).unwrap().status, SessionState::Accepted);
    assert_eq!(bank.calls().len(), 6);
}

#[test]
fn a_query_without_a_response_is_retried() {
    let bank = Bank::new([FakeResponse::silent(), state("accepted")]);
    assert_eq!(wait(&bank).unwrap().status, SessionState::Accepted);
    // 30 seconds is the timeout of one attempt.
    assert_eq!(bank.clock.elapsed(), seconds(30 + 1));
}

#[test]
fn a_refusal_ends_polling_at_once() {
    for response in [refused("authentication_error"), FakeResponse::http(403, "<html></html>".to_owned())] {
        let bank = Bank::new([state("in_progress"), response, state("accepted")]);
        let Err(PollError::Failed(error)) = wait(&bank) else { panic!("a failure") };
        assert!(error.refusal().is_some());
        assert_eq!(bank.calls().len(), 2);
    }
}

#[test]
fn an_invalid_request_ends_polling_at_once() {
    let bank = Bank::new([state("accepted")]);
    let invalid = SessionId::new("");
    let waiting = bank.client.wait_for_final(&invalid, schedule());
    let Err(PollError::Failed(error)) = bank.run(waiting) else { panic!("a failure") };
    assert_eq!(error.invalid_field().unwrap().field(), "session_id");
    assert_eq!(bank.calls().len(), 0);
}

#[test]
fn the_timeout_returns_the_last_state() {
    let bank = Bank::new([state("in_progress"), state("error"), FakeResponse::broken()]);
    let result = wait(&bank);
    let Err(PollError::Timeout { last: Some(Ok(session)) }) = &result else { panic!("{result:?}") };
    assert_eq!(session.status, SessionState::Error);
    assert_eq!(bank.clock.elapsed(), seconds(60));
    // At 0, 1, 3, 7, 15, 23, 31, 39, 47 and 55 seconds.
    assert_eq!(bank.calls().len(), 10);
    assert_eq!(result.unwrap_err().to_string(), "not final within the timeout");
}

#[test]
fn the_timeout_returns_the_last_error_if_there_was_no_state() {
    let bank = Bank::new([FakeResponse::unreachable(), FakeResponse::broken()]);
    let Err(error @ PollError::Timeout { last: Some(Err(_)) }) = wait(&bank) else { panic!("a timeout") };
    assert_eq!(
        error.to_string(),
        "not final within the timeout: Bank 131 session/status got no response: the connection broke: connection reset"
    );
}

#[test]
fn the_timeout_interrupts_a_query() {
    let bank = Bank::new([FakeResponse::silent()]);
    let schedule = PollSchedule::new(seconds(1), seconds(1), seconds(20)).unwrap();
    let result = bank.run(bank.client.wait_for_final(&session_id(), schedule));
    assert!(matches!(result, Err(PollError::Timeout { last: None })), "{result:?}");
    assert_eq!(bank.clock.elapsed(), seconds(20));
}

#[test]
fn dropping_the_future_stops_polling() {
    let bank = Bank::new([state("in_progress")]);
    {
        let session = session_id();
        let mut waiting = pin!(bank.client.wait_for_final(&session, schedule()));
        assert!(poll(waiting.as_mut()).is_pending());
        bank.clock.advance_to_next_timer();
        assert!(poll(waiting.as_mut()).is_pending());
        assert_eq!(bank.calls().len(), 2);
        assert!(bank.clock.timers() > 0);
    }
    assert_eq!(bank.clock.timers(), 0);
    assert_eq!(bank.calls().len(), 2);
}

#[test]
fn polling_waits_for_any_condition() {
    let confirm = session_answer(&json!({"id": "ps_3230", "status": "in_progress", "next_action": "confirm"}));
    let bank = Bank::new([state("in_progress"), confirm, state("accepted")]);
    let asked = |session: &Session| matches!(session.next_step(), NextStep::Confirm);
    let session = bank.run(bank.client.wait_until(&session_id(), schedule(), asked)).unwrap();
    assert_eq!(session.status, SessionState::InProgress);
    assert_eq!(bank.calls().len(), 2);
}

#[test]
fn polling_uses_the_project_of_its_client() {
    let bank = Bank::new([state("in_progress"), state("accepted")]);
    let promo = bank.client.with_project("promo-rate").unwrap();
    bank.run(promo.wait_for_final(&session_id(), schedule())).unwrap();
    for call in bank.calls() {
        assert_eq!(crate::support::header(&call, "X-PARTNER-PROJECT"), Some("promo-rate"));
    }
}
