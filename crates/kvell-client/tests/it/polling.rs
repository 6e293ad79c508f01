//! Polling the status of an order.

use std::time::Duration;

use kvell_client::TransactionId;
use kvell_client::common::{ErrorKind, PollError, PollSchedule};
use kvell_client::order::OrderStatus;

use crate::support::{FakeResponse, Stage, order_question, refused};

fn schedule() -> PollSchedule {
    PollSchedule::new(Duration::from_secs(2), Duration::from_secs(8), Duration::from_secs(60)).unwrap()
}

fn status(word: &str) -> FakeResponse {
    FakeResponse::ok(serde_json::json!({"status": word}))
}

#[test]
fn an_order_is_polled_until_it_is_final() {
    let too_many = FakeResponse::http(429, String::new());
    let responses =
        [status("new"), FakeResponse::broken(), refused(500, 20_000), too_many, status("soon"), status("completed")];
    let stage = Stage::new(responses);
    let order = stage.run(stage.client.wait_for_final(&order_question(), schedule())).unwrap();
    assert_eq!(order.status, OrderStatus::Completed);
    assert_eq!(stage.calls().len(), 6);
    assert_eq!(stage.clock.elapsed(), Duration::from_secs(2 + 4 + 8 + 8 + 8));
}

#[test]
fn a_refusal_and_an_invalid_request_end_the_polling() {
    let stage = Stage::new([status("new"), refused(401, 20_002)]);
    let failed = stage.run(stage.client.wait_for_final(&order_question(), schedule())).unwrap_err();
    assert!(matches!(failed, PollError::Failed(error) if error.kind() == ErrorKind::Refused));

    let invalid = kvell_client::order::OrderByTransaction::new(TransactionId::from_any_text(""));
    let failed = stage.run(stage.client.wait_for_final(&invalid, schedule())).unwrap_err();
    assert!(matches!(failed, PollError::Failed(error) if error.kind() == ErrorKind::Invalid));
    assert_eq!(stage.calls().len(), 2);
}

#[test]
fn the_timeout_returns_the_last_state() {
    let stage = Stage::new([status("wait_confirm")]);
    let failed = stage.run(stage.client.wait_for_final(&order_question(), schedule())).unwrap_err();
    let PollError::Timeout { last: Some(Ok(order)) } = failed else { panic!("{failed:?}") };
    assert_eq!(order.status, OrderStatus::WaitConfirm);
}
