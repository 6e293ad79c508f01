//! Every way to be refused.

use axum::http::StatusCode;
use payments_sandbox::SignatureVerdict;
use serde_json::{Value, json};

use crate::support::http::{self, HttpResponse};
use crate::support::{CANCEL, CONFIRM, INIT, STATUS, TestBed, documented_request};

fn refused(reply: &HttpResponse, code: &str) -> String {
    assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{}", reply.text());
    let answer = reply.json();
    assert_eq!(answer["status"], "error");
    assert_eq!(answer["error"]["code"], code, "{answer}");
    answer["error"]["description"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_error_has_the_documented_shape() {
    let world = TestBed::new().await;
    let reply = world.partner.post(STATUS, b"{}").await;
    assert_eq!(
        reply.text(),
        r#"{"status":"error","error":{"code":"invalid_request","description":"session_id: is required"}}"#
    );
}

#[tokio::test]
async fn an_unknown_project_is_not_identified() {
    let world = TestBed::new().await;
    let body = documented_request().to_string();
    let body = body.as_bytes();
    for project in ["somebody-else", "sandboxx", ""] {
        let mut headers = world.partner.headers(body);
        headers[1].1 = project.to_owned();
        let reply = world.partner.post_with(INIT, body, headers).await;
        refused(&reply, "identification_error");
    }
    let mut headers = world.partner.headers(body);
    headers.remove(1);
    let reply = world.partner.post_with(INIT, body, headers).await;
    refused(&reply, "identification_error");
    assert_eq!(world.sandbox.bank131().received()[0].signature, SignatureVerdict::NotChecked);
}

#[tokio::test]
async fn a_promo_project_is_known_and_keeps_its_sessions() {
    let world = TestBed::new().await;
    let partner = &world.partner;
    let body = documented_request().to_string();
    let mut headers = partner.headers(body.as_bytes());
    headers[1].1 = format!("{}-promo-7", partner.project);
    let reply = partner.post_with(INIT, body.as_bytes(), headers).await;
    assert_eq!(reply.status, StatusCode::OK);

    let id = reply.json()["session"]["id"].take();
    let body = json!({"session_id": id}).to_string();
    refused(&partner.post(STATUS, body.as_bytes()).await, "authorization_error");
}

#[tokio::test]
async fn a_missing_or_wrong_signature_is_not_authenticated() {
    let world = TestBed::new().await;
    let partner = &world.partner;
    let body = documented_request().to_string();
    let body = body.as_bytes();
    let good = partner.sign(body);
    let wrong = [
        "broken_signature".to_owned(),
        partner.sign(b"other bytes"),
        // Not strict: no padding, the URL alphabet, a line break's worth of junk.
        good.trim_end_matches('=').to_owned(),
        good.replace('/', "_").replace('+', "-") + "!",
        format!("{} {}", &good[..64], &good[64..]),
        String::new(),
    ];
    for signature in wrong {
        let mut headers = partner.headers(body);
        headers[2].1 = signature;
        let reply = partner.post_with(INIT, body, headers).await;
        refused(&reply, "authentication_error");
    }
    let mut twice = partner.headers(body);
    twice.push(("x-partner-sign", good));
    refused(&partner.post_with(INIT, body, twice).await, "authentication_error");
    let mut headers = partner.headers(body);
    headers.remove(2);
    refused(&partner.post_with(INIT, body, headers).await, "authentication_error");

    let verdicts: Vec<_> = world.sandbox.bank131().received().iter().map(|request| request.signature).collect();
    assert_eq!(verdicts[..7], [SignatureVerdict::Wrong; 7]);
    assert_eq!(verdicts[7..], [SignatureVerdict::Missing]);
}

#[tokio::test]
async fn the_signature_covers_the_bytes_and_not_the_meaning() {
    let world = TestBed::new().await;
    let pretty = serde_json::to_vec_pretty(&documented_request()).unwrap();
    let compact = serde_json::to_vec(&documented_request()).unwrap();
    let headers = world.partner.headers(&pretty);
    refused(&world.partner.post_with(INIT, &compact, headers).await, "authentication_error");
    assert_eq!(world.partner.post(INIT, &pretty).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_body_must_be_json_and_say_so() {
    let world = TestBed::new().await;
    let partner = &world.partner;
    let body = documented_request().to_string();
    for kind in ["text/plain", "application/jsonp", ""] {
        let mut headers = partner.headers(body.as_bytes());
        headers[0].1 = kind.to_owned();
        let reply = partner.post_with(INIT, body.as_bytes(), headers).await;
        assert!(refused(&reply, "invalid_request").starts_with("Content-Type"));
    }
    let mut headers = partner.headers(body.as_bytes());
    headers[0].1 = "Application/JSON; charset=utf-8".to_owned();
    let reply = partner.post_with(INIT, body.as_bytes(), headers).await;
    assert_eq!(reply.status, StatusCode::OK);

    for body in ["", "{", "null", "7", "\"text\"", "[1]"] {
        let reply = partner.post(INIT, body.as_bytes()).await;
        assert!(refused(&reply, "invalid_request").starts_with("body:"));
    }
    let long = vec![b' '; (1 << 20) + 1];
    let reply = partner.post(INIT, &long).await;
    assert!(refused(&reply, "invalid_request").starts_with("body:"));
}

/// The documented request with one member changed; `null` is as good as absent.
fn changed(pointer: &str, value: Value) -> Vec<u8> {
    let mut body = documented_request();
    *body.pointer_mut(pointer).expect(pointer) = value;
    body.to_string().into_bytes()
}

#[tokio::test]
async fn a_malformed_member_is_named() {
    let world = TestBed::new().await;
    let cases = [
        ("/payment_details_multi", json!(null)),
        ("/payment_details_multi", json!({})),
        ("/payment_details_multi", json!([])),
        ("/payment_details_multi/0", json!("card")),
        ("/payment_details_multi/0/type", json!("cheque")),
        ("/payment_details_multi/0/card/type", json!("gift_card")),
        ("/payment_details_multi/0/card/bank_card", json!([])),
        ("/payment_details_multi/0/card/bank_card/number", json!("4242")),
        ("/payment_details_multi/0/card/bank_card/number", json!(4_242_424_242_424_242_u64)),
        ("/payment_details_multi/0/card/bank_card/number", json!("4242 4242 4242 4242")),
        ("/payment_details_multi/0/card/bank_card/expiration_month", json!("13")),
        ("/payment_details_multi/0/card/bank_card/expiration_year", json!("2022")),
        ("/payment_details_multi/0/card/bank_card/security_code", json!("12")),
        ("/payout_details_multi", json!([])),
        ("/payout_details_multi/0/type", json!("cheque")),
        ("/payout_details_multi/0/card/bank_card/number", json!("50582706104410981234")),
        ("/amounts", json!(null)),
        ("/amounts/source", json!(null)),
        ("/amounts/source/amount", json!(0)),
        ("/amounts/source/amount", json!(-1)),
        ("/amounts/source/amount", json!("100000")),
        ("/amounts/source/amount", json!(1000.5)),
        ("/amounts/source/currency", json!("usd")),
        ("/amounts/rate", json!(null)),
        ("/amounts/rate/rate", json!(9.2222)),
        ("/amounts/rate/rate", json!("9,2222")),
        ("/amounts/rate/from_currency", json!("tjs")),
        ("/amounts/rate/to_currency", json!("somoni")),
        ("/amounts/provider_rate", json!(null)),
        ("/amounts/provider_rate/rate", json!("0")),
        ("/amount_details", json!(null)),
        ("/amount_details/amount", json!(null)),
        ("/amount_details/currency", json!("")),
        ("/participant_details", json!(null)),
        ("/participant_details/sender", json!("Ольга")),
        ("/participant_details/sender/first_name", json!(1)),
        ("/participant_details/sender/flat", json!(12)),
        ("/participant_details/sender/date_of_birth", json!("15.03.1998")),
        ("/participant_details/sender/identity_document/id_type", json!(null)),
        ("/participant_details/recipient/contacts/phone/full_number", json!(null)),
        ("/payment_options/return_url", json!("javascript:alert(1)")),
        ("/payment_options/return_url", json!("/back")),
        ("/payment_options/recurrent", json!("yes")),
        ("/payment_metadata/provider_tx_id", json!(1)),
        ("/customer/reference", json!(null)),
    ];
    for (pointer, value) in cases {
        let reply = world.partner.post(INIT, &changed(pointer, value)).await;
        let description = refused(&reply, "invalid_request");
        let member = pointer.trim_start_matches('/').replace('/', ".").replace(".0", "[0]");
        assert!(description.starts_with(&member), "{pointer} was answered with {description}");
    }
}

#[tokio::test]
async fn what_the_bank_accepts_is_accepted() {
    let world = TestBed::new().await;
    let cases = [
        ("/payment_options", json!([])),
        ("/payment_options", json!({})),
        ("/payment_options", json!(null)),
        ("/payout_details_multi", json!(null)),
        ("/amounts/source/currency", json!("RUB")),
        ("/amounts/rate/from_currency", json!("Rub")),
        ("/amounts/rate/rate", json!("9")),
        ("/amount_details/currency", json!("TJS")),
        ("/participant_details", json!([])),
        ("/participant_details/sender/date_of_birth", json!("")),
        ("/payment_metadata", json!(null)),
        ("/customer", json!(null)),
        ("/customer", json!({"reference": "lucky", "contacts": [{"email": "a@b.example"}], "new_member": 1})),
    ];
    for (pointer, value) in cases {
        let reply = world.partner.post(INIT, &changed(pointer, value)).await;
        assert_eq!(reply.status, StatusCode::OK, "{pointer}: {}", reply.text());
    }
}

#[tokio::test]
async fn an_unknown_session_is_an_invalid_request() {
    let world = TestBed::new().await;
    for path in [STATUS, CONFIRM, CANCEL] {
        let reply = world.partner.post(path, br#"{"session_id":"ps_0"}"#).await;
        assert!(refused(&reply, "invalid_request").starts_with("session_id"));
    }
}

#[tokio::test]
async fn unknown_paths_and_methods_have_their_own_status() {
    let world = TestBed::new().await;
    let partner = &world.partner;
    let reply = partner.post("/api/v1/session/simulated", b"{}").await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    assert_eq!(reply.json()["status"], "error");

    let reply = http::get(&format!("{}{STATUS}", partner.base_url)).await;
    assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(reply.header("allow"), Some("POST"));

    let received = world.sandbox.bank131().received();
    assert_eq!((received[1].method.as_str(), received[1].path.as_str(), received[1].status), ("GET", STATUS, 405));
}
