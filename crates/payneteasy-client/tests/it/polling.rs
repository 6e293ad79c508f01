//! Polling the status of an order on the schedule the gateway recommends.

use std::pin::pin;
use std::time::Duration;

use payneteasy_client::{
    Client, Error, Outcome,
    common::{ErrorKind, PollError, PollSchedule},
    order::{ClientOrderId, OrderStatus, Status, StatusResponse},
};

use crate::support::{FakeResponse, Gateway, order_status, poll};
use crate::transfers::{status, terminal};

fn seconds(number: u64) -> Duration {
    Duration::from_secs(number)
}

#[expect(clippy::result_large_err, reason = "it is what the client returns")]
fn wait(gateway: &Gateway) -> Result<StatusResponse, PollError<StatusResponse, Error>> {
    gateway.run(gateway.client.wait_for_final(&status(), Client::documented_schedule()))
}

#[test]
fn the_documented_schedule_is_four_seconds_for_five_minutes_then_five_minutes_up_to_an_hour() {
    let schedule = Client::documented_schedule();
    assert_eq!(schedule.timeout(), seconds(3600));
    let waits: Vec<u64> = schedule.waits().take(80).map(|wait| wait.as_secs()).collect();
    assert!(waits[..75].iter().all(|wait| *wait == 4), "{waits:?}");
    assert!(waits[75..].iter().all(|wait| *wait == 300), "{waits:?}");
    assert_ne!(schedule, PollSchedule::default());
}

#[test]
fn an_order_that_is_never_final_is_polled_for_an_hour() {
    let gateway = Gateway::new([order_status("processing")]);
    let result = wait(&gateway);
    let Err(PollError::Timeout { last: Some(Ok(state)) }) = &result else { panic!("{result:?}") };
    assert_eq!(state.status, OrderStatus::Processing);
    // At 0, 4, … 300 seconds, then every five minutes up to and including the hour.
    assert_eq!(gateway.calls().len(), 76 + 11);
    assert_eq!(gateway.clock.elapsed(), seconds(3600));
    assert_eq!(result.unwrap_err().to_string(), "not final within the timeout");
}

#[test]
fn a_final_status_is_queried_once() {
    for word in ["approved", "declined", "filtered", "error", "Approved"] {
        let gateway = Gateway::new([order_status(word)]);
        assert!(wait(&gateway).unwrap().status.is_final(), "{word}");
        assert_eq!(gateway.call().uri().path(), "/paynet/api/v4/status/39915");
        assert_eq!(gateway.clock.elapsed(), Duration::ZERO);
    }
}

#[test]
fn a_status_that_is_not_final_is_polled_again() {
    let gateway = Gateway::new([
        order_status("processing"),
        order_status("pending"),
        order_status("unknown"),
        order_status("half_way"),
        order_status("approved"),
    ]);
    assert_eq!(wait(&gateway).unwrap().status, OrderStatus::Approved);
    assert_eq!(gateway.calls().len(), 5);
    assert_eq!(gateway.clock.elapsed(), seconds(4 * 4));
}

#[test]
fn unknown_is_polled_until_the_timeout() {
    let gateway = Gateway::new([order_status("unknown")]);
    let Err(PollError::Timeout { last: Some(Ok(state)) }) = wait(&gateway) else { panic!("a timeout") };
    assert!(state.status.needs_manual_check());
}

#[test]
fn transient_errors_are_retried_until_the_timeout() {
    let gateway = Gateway::new([
        FakeResponse::unreachable(),
        FakeResponse::broken(),
        FakeResponse::http(502, "<html></html>".to_owned()),
        FakeResponse::ok(""),
        FakeResponse::http(500, "type=error&error-message=Internal+server+error".to_owned()),
        order_status("approved"),
    ]);
    assert_eq!(wait(&gateway).unwrap().status, OrderStatus::Approved);
    assert_eq!(gateway.calls().len(), 6);
}

#[test]
fn a_request_without_a_response_is_sent_again() {
    let gateway = Gateway::new([FakeResponse::silent(), order_status("declined")]);
    assert_eq!(wait(&gateway).unwrap().status, OrderStatus::Declined);
    // 30 seconds is the timeout of one attempt.
    assert_eq!(gateway.clock.elapsed(), seconds(30 + 4));
}

#[test]
fn a_refusal_ends_the_polling_at_once() {
    for response in [
        FakeResponse::ok("type=validation-error&error-message=Order+not+found&error-code=3"),
        FakeResponse::ok("type=error&error-message=Order+not+found"),
        FakeResponse::http(400, r#"{"error-message":"Order not found","error-code":"3"}"#.to_owned()),
        FakeResponse::http(400, r#"{"type":"error","error-message":"Order not found"}"#.to_owned()),
        FakeResponse::http(403, "<html></html>".to_owned()),
        FakeResponse::http(404, String::new()),
    ] {
        let gateway = Gateway::new([order_status("processing"), response, order_status("approved")]);
        let Err(PollError::Failed(error)) = wait(&gateway) else { panic!("a failure") };
        assert_eq!(error.outcome(), Outcome::Refused);
        assert_eq!(gateway.calls().len(), 2);
    }
}

#[test]
fn an_invalid_request_ends_the_polling_at_once() {
    let gateway = Gateway::new([order_status("approved")]);
    let invalid = Status::new(terminal(), ClientOrderId::new(""));
    let waiting = gateway.client.wait_for_final(&invalid, Client::documented_schedule());
    let Err(PollError::Failed(error)) = gateway.run(waiting) else { panic!("a failure") };
    assert_eq!(error.invalid_field().unwrap().field(), "client_orderid");
    assert_eq!(gateway.calls().len(), 0);
}

#[test]
fn the_timeout_returns_the_last_error_if_there_was_no_state() {
    let gateway = Gateway::new([FakeResponse::unreachable(), FakeResponse::broken()]);
    let Err(PollError::Timeout { last: Some(Err(error)) }) = wait(&gateway) else { panic!("a timeout") };
    assert_eq!(error.kind(), ErrorKind::Interrupted);
}

#[test]
fn dropping_stops_the_polling() {
    let gateway = Gateway::new([order_status("processing")]);
    {
        let question = status();
        let mut waiting = pin!(gateway.client.wait_for_final(&question, Client::documented_schedule()));
        assert!(poll(waiting.as_mut()).is_pending());
        gateway.clock.advance_to_next_timer();
        assert!(poll(waiting.as_mut()).is_pending());
        assert_eq!(gateway.calls().len(), 2);
        assert!(gateway.clock.timers() > 0);
    }
    assert_eq!(gateway.clock.timers(), 0);
}
