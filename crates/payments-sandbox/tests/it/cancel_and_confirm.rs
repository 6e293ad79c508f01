//! What the partner decides.

use axum::http::StatusCode;
use payments_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::support::{CANCEL, CONFIRM, NO_3DS, TestBed, documented_request, paid_with};

const CAPTURE: &str = "/api/v1/session/capture";

fn waiting_payout() -> Value {
    let mut body = paid_with(NO_3DS);
    body["payout_details_multi"][0]["card"]["bank_card"]["number"] = json!("2200000000000004");
    body
}

async fn wrong_state(world: &TestBed, path: &str, id: &str) {
    let body = json!({"session_id": id}).to_string();
    let reply = world.partner.post(path, body.as_bytes()).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert_eq!(reply.json()["error"]["code"], "session_wrong_state");
}

fn assert_cancelled(session: &Value) {
    assert_eq!(session["status"], "cancelled");
    assert!(session["finished_at"].is_string() && session.get("next_action").is_none());
    for operation in [&session["acquiring_payments"][0], &session["payments"][0]] {
        assert_eq!(operation["status"], "failed");
        assert_eq!(operation["error"]["code"], "session_cancelled_by_partner");
    }
}

#[tokio::test]
async fn a_waiting_payout_goes_on_when_confirmed() {
    let mut world = TestBed::new().await;
    let id = world.partner.init(&waiting_payout()).await;
    let session = world.hook("ready_to_confirm").await;
    assert_eq!(session["status"], "in_progress");
    assert_eq!(session["next_action"], "confirm");
    assert_eq!(session["payments"][0]["status"], "pending");
    assert_eq!(session["acquiring_payments"][0]["status"], "in_progress");

    let body = json!({"session_id": id, "confirm_information": []});
    let session = world.partner.session(CONFIRM, &body).await;
    assert!(session.get("next_action").is_none());
    assert_eq!(session["payments"][0]["status"], "in_progress");

    wrong_state(&world, CONFIRM, &id).await;
    let session = world.hook("payment_finished").await;
    assert_eq!(session["status"], "accepted");
    wrong_state(&world, CONFIRM, &id).await;
    wrong_state(&world, CANCEL, &id).await;
}

#[tokio::test]
async fn a_waiting_payout_can_be_cancelled() {
    let mut world = TestBed::new().await;
    let id = world.partner.init(&waiting_payout()).await;
    world.hook("ready_to_confirm").await;
    let session = world.partner.session(CANCEL, &json!({"session_id": id})).await;
    assert_cancelled(&session);
    assert_eq!(world.hook("payment_finished").await, session);
    wrong_state(&world, CANCEL, &id).await;
    wrong_state(&world, CONFIRM, &id).await;
}

#[tokio::test]
async fn a_session_just_started_can_be_cancelled_and_stays_so() {
    // Real time: the first step is a second away.
    let mut world = TestBed::with(Sandbox::builder()).await;
    let id = world.partner.init(&documented_request()).await;
    wrong_state(&world, CONFIRM, &id).await;
    let session = world.partner.session(CANCEL, &json!({"session_id": id})).await;
    assert_cancelled(&session);
    assert_eq!(world.hook("payment_finished").await, session);
    tokio::time::sleep(std::time::Duration::from_millis(1300)).await;
    assert_eq!(world.partner.status(&id).await, session);
    assert!(world.hooks.is_quiet());
}

#[tokio::test]
async fn a_session_waiting_for_the_payer_can_be_cancelled() {
    let mut world = TestBed::new().await;
    let id = world.partner.init(&documented_request()).await;
    world.hook("action_required").await;
    let session = world.partner.session(CANCEL, &json!({"session_id": id})).await;
    assert_cancelled(&session);
    assert!(session["acquiring_payments"][0].get("customer_interaction").is_none());
}

#[tokio::test]
async fn a_session_in_error_is_out_of_the_partners_hands() {
    let mut world = TestBed::with(Sandbox::builder()).await;
    let id = world.partner.init(&paid_with("4000000000000119")).await;
    assert_eq!(world.hook("payment_finished").await["status"], "error");
    wrong_state(&world, CANCEL, &id).await;
    wrong_state(&world, CONFIRM, &id).await;
}

#[tokio::test]
async fn held_money_is_released_by_a_cancellation() {
    let mut world = TestBed::new().await;
    let id = world.partner.init(&paid_with("5200828282828210")).await;
    let session = world.hook("ready_to_capture").await;
    assert_eq!((&session["status"], session.get("next_action")), (&json!("in_progress"), None));
    assert_eq!(session["acquiring_payments"][0]["status"], "pending");
    assert_eq!(session["acquiring_payments"][0].get("customer_interaction"), None);
    assert_eq!(session["payments"][0]["status"], "in_progress");

    wrong_state(&world, CONFIRM, &id).await;
    let session = world.partner.session(CANCEL, &json!({"session_id": id})).await;
    assert_cancelled(&session);
    assert_eq!(world.hook("payment_finished").await, session);
    wrong_state(&world, CANCEL, &id).await;
}

#[tokio::test]
async fn held_money_is_captured_whole_or_in_part_and_once() {
    for (part, fee) in [(json!(null), 1000), (json!({"amount": 50_000, "currency": "rub"}), 500)] {
        let mut world = TestBed::new().await;
        let id = world.partner.init(&paid_with("5200828282828210")).await;
        world.hook("ready_to_capture").await;
        for (amount, currency) in [(100_001, "rub"), (1, "tjs")] {
            let part = json!({"session_id": id, "amount_details": {"amount": amount, "currency": currency}});
            let reply = world.partner.post(CAPTURE, part.to_string().as_bytes()).await;
            assert_eq!(reply.json()["error"]["code"], "invalid_request");
        }
        let session = world.partner.session(CAPTURE, &json!({"session_id": id, "amount_details": part})).await;
        assert_eq!(session["acquiring_payments"][0]["status"], "succeeded");
        assert_eq!(session["acquiring_payments"][0]["amounts"]["fee"]["merchant_fee"]["amount"], fee);
        wrong_state(&world, CAPTURE, &id).await;
        assert_eq!(world.hook("payment_finished").await["status"], "accepted");
        wrong_state(&world, CANCEL, &id).await;
    }
}
