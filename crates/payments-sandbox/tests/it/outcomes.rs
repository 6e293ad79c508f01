//! What each card of the table leads to, without a payer.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::{INIT, NO_3DS, TestBed, documented_request, paid_with};

fn statuses(session: &Value) -> [&str; 3] {
    [&session["status"], &session["acquiring_payments"][0]["status"], &session["payments"][0]["status"]]
        .map(|status| status.as_str().unwrap())
}

#[tokio::test]
async fn success_is_told_with_everything_that_comes_with_it() {
    let mut world = TestBed::new().await;
    let id = world.partner.init(&paid_with(NO_3DS)).await;
    let session = world.hook("payment_finished").await;

    assert_eq!(session["id"], json!(id));
    assert_eq!(statuses(&session), ["accepted", "succeeded", "succeeded"]);
    assert!(session["finished_at"].is_string());
    for operation in [&session["acquiring_payments"][0], &session["payments"][0]] {
        assert!(operation["finished_at"].is_string());
        assert_eq!(operation["transaction_info"]["rrn"].as_str().unwrap().len(), 12);
        assert_eq!(operation["transaction_info"]["auth_code"].as_str().unwrap().len(), 6);
        // The partner wrote `rub`.
        assert_eq!(operation["amounts"]["fee"]["merchant_fee"], json!({"amount": 1000, "currency": "RUB"}));
        assert!(operation.get("error").is_none());
    }
    assert_eq!(world.partner.status(&id).await, session);
    assert!(world.hooks.is_quiet());
}

#[tokio::test]
async fn a_payout_that_fails_leaves_the_payer_charged() {
    let mut world = TestBed::new().await;
    let mut body = paid_with(NO_3DS);
    body["payout_details_multi"][0]["card"]["bank_card"]["number"] = json!("2200000000000012");
    world.partner.init(&body).await;
    let session = world.hook("payment_finished").await;

    assert_eq!(statuses(&session), ["accepted", "succeeded", "failed"]);
    assert!(session["acquiring_payments"][0].get("error").is_none());
    assert_eq!(session["payments"][0]["error"]["code"], "declined_by_issuer_bank");
    assert!(world.hooks.is_quiet());
}

#[tokio::test]
async fn a_transfer_without_a_payout_has_no_list_of_payouts() {
    let mut world = TestBed::new().await;
    let mut body = paid_with(NO_3DS);
    body.as_object_mut().unwrap().remove("payout_details_multi");
    world.partner.init(&body).await;
    let session = world.hook("payment_finished").await;
    assert_eq!(session["status"], "accepted");
    assert!(session.get("payments").is_none());
}

#[tokio::test]
async fn an_error_is_not_the_end() {
    let mut world = TestBed::new().await;
    let id = world.partner.init(&paid_with("4000000000000119")).await;

    let session = world.hook("payment_finished").await;
    assert_eq!(statuses(&session), ["error", "failed", "in_progress"]);
    assert_eq!(session["error"]["code"], "internal_error");
    assert!(session.get("finished_at").is_none());
    assert_eq!(session["acquiring_payments"][0]["error"]["code"], "provider_timeout");

    let session = world.hook("payment_finished").await;
    assert_eq!(statuses(&session), ["accepted", "succeeded", "succeeded"]);
    assert!(session.get("error").is_none());
    assert!(session["acquiring_payments"][0].get("error").is_none());
    assert_eq!(world.partner.status(&id).await, session);
}

/// A payment with a token instead of a card.
fn paid_with_token(token: &Value, initiator: Option<&str>) -> Value {
    let mut body = documented_request();
    let mut recurrent = json!({"token": token});
    if let Some(initiator) = initiator {
        recurrent["initiator"] = json!(initiator);
    }
    body["payment_details_multi"] = json!([{"type": "recurrent", "recurrent": recurrent}]);
    body
}

#[tokio::test]
async fn a_token_repeats_the_payment_and_every_payment_has_its_own() {
    let mut world = TestBed::new().await;
    world.partner.init(&paid_with(NO_3DS)).await;
    let session = world.hook("payment_finished").await;
    let recurrent = &session["acquiring_payments"][0]["recurrent"];
    assert_eq!(recurrent["is_active"], true);
    assert!(recurrent["created_at"].as_str() < recurrent["finished_at"].as_str());
    let token = &recurrent["token"];
    let status = |token: &Value| json!({"recurrent": {"token": token}}).to_string();
    let asked = world.partner.post("/api/v1/recurrent/status", status(token).as_bytes()).await.json();
    assert_eq!(asked, json!({"status": "ok", "recurrent": recurrent}));
    let unknown = world.partner.post("/api/v1/recurrent/status", status(&json!("rt_1")).as_bytes()).await.json();
    assert_eq!(unknown["error"]["code"], "invalid_request");

    for initiator in [None, Some("merchant")] {
        world.partner.init(&paid_with_token(token, initiator)).await;
        let session = world.hook("payment_finished").await;
        assert_eq!(statuses(&session), ["accepted", "succeeded", "succeeded"]);
        let payment = &session["acquiring_payments"][0];
        assert_eq!(
            payment["payment_details"],
            json!({"type": "recurrent", "recurrent": {"token": token, "initiator": "merchant"}})
        );
        assert_ne!(&payment["recurrent"]["token"], token);
    }

    world.partner.init(&paid_with_token(token, Some("client"))).await;
    let session = world.hook("action_required").await;
    assert_eq!(statuses(&session), ["in_progress", "pending", "in_progress"]);
}

#[tokio::test]
async fn no_token_unless_asked_for_and_no_payment_with_a_foreign_one() {
    let mut world = TestBed::new().await;
    let mut body = paid_with(NO_3DS);
    body["payment_options"]["recurrent"] = json!(false);
    world.partner.init(&body).await;
    let session = world.hook("payment_finished").await;
    assert!(session["acquiring_payments"][0].get("recurrent").is_none());

    for (token, initiator) in [(json!("made-up"), None), (json!("made-up"), Some("anybody"))] {
        let body = paid_with_token(&token, initiator).to_string();
        let reply = world.partner.post(INIT, body.as_bytes()).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST);
        let error = &reply.json()["error"];
        assert_eq!(error["code"], "invalid_request");
        let description = error["description"].as_str().unwrap();
        assert!(description.starts_with("payment_details_multi[0].recurrent."));
    }
}
