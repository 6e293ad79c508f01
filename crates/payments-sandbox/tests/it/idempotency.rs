//! The same idempotency key again.

use axum::http::StatusCode;
use payments_sandbox::bank131::OnDuplicate;
use serde_json::json;

use crate::support::http::HttpResponse;
use crate::support::{CANCEL, INIT, STATUS, TestBed, documented_request, fast, paid_with};

fn assert_refused(reply: &HttpResponse) {
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert_eq!(reply.json()["error"]["code"], "idempotency_key_already_exists");
}

#[tokio::test]
async fn a_repeat_is_refused_by_default() {
    let world = TestBed::new().await;
    let partner = &world.partner;
    let body = documented_request().to_string();
    let first = partner.post_with_key(INIT, body.as_bytes(), "k1").await;
    assert_eq!(first.status, StatusCode::OK);
    assert_refused(&partner.post_with_key(INIT, body.as_bytes(), "k1").await);

    let received = world.sandbox.bank131().received();
    assert_eq!(received[1].error_code.as_deref(), Some("idempotency_key_already_exists"));
    let other = partner.post_with_key(INIT, body.as_bytes(), "k2").await;
    assert_eq!(other.status, StatusCode::OK);
}

#[tokio::test]
async fn a_repeat_may_get_the_same_answer() {
    let world = TestBed::with(fast().bank131_on_duplicate(OnDuplicate::SameAnswer)).await;
    let partner = &world.partner;
    let body = documented_request().to_string();
    let first = partner.post_with_key(INIT, body.as_bytes(), "k1").await;
    let again = partner.post_with_key(INIT, body.as_bytes(), "k1").await;
    assert_eq!((again.status, &again.body), (StatusCode::OK, &first.body));

    // The key of one request on another.
    let other = paid_with("5555555555554444").to_string();
    assert_refused(&partner.post_with_key(INIT, other.as_bytes(), "k1").await);
}

#[tokio::test]
async fn of_two_at_once_one_is_first() {
    let world = TestBed::new().await;
    let body = documented_request().to_string();
    let send = || world.partner.post_with_key(INIT, body.as_bytes(), "k1");
    let (one, two) = tokio::join!(send(), send());
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [StatusCode::OK, StatusCode::BAD_REQUEST]);
}

#[tokio::test]
async fn a_key_belongs_to_its_project_and_is_not_used_up_by_a_refusal() {
    let world = TestBed::new().await;
    let partner = &world.partner;
    let reply = partner.post_with_key(INIT, b"{}", "k1").await;
    assert_eq!(reply.json()["error"]["code"], "invalid_request");

    let body = documented_request().to_string();
    let body = body.as_bytes();
    let reply = partner.post_with_key(INIT, body, "k1").await;
    assert_eq!(reply.status, StatusCode::OK);

    let mut headers = partner.headers(body);
    headers[1].1 = format!("{}-promo", partner.project);
    headers.push(("x-partner-idempotency-key", "k1".to_owned()));
    let reply = partner.post_with(INIT, body, headers).await;
    assert_eq!(reply.status, StatusCode::OK);

    let reply = partner.post_with_key(INIT, body, "").await;
    assert_eq!(reply.json()["error"]["code"], "invalid_request");
}

#[tokio::test]
async fn cancelling_takes_a_key_and_looking_does_not() {
    let world = TestBed::new().await;
    let partner = &world.partner;
    let id = partner.init(&documented_request()).await;
    let body = json!({"session_id": id}).to_string();
    let body = body.as_bytes();
    for _ in 0..2 {
        let reply = partner.post_with_key(STATUS, body, "k1").await;
        assert_eq!(reply.status, StatusCode::OK);
    }
    let reply = partner.post_with_key(CANCEL, body, "k1").await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_refused(&partner.post_with_key(CANCEL, body, "k1").await);
}
