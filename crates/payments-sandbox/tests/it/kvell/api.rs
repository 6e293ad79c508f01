//! The recoveries.

use axum::http::StatusCode;
use payments_sandbox::SignatureVerdict;
use serde_json::{Value, json};

use crate::support::http::{self, HttpResponse};
use crate::support::lender::card;
use crate::support::seller::{CUSTOMER, Seller, TRANSACTION};

/// The status, the code and the message of a refusal.
pub(crate) fn refusal(reply: &HttpResponse) -> (u16, i64, String) {
    let body = reply.json();
    let errors = body["errors"].as_array().unwrap();
    assert_eq!((errors.len(), body.as_object().unwrap().len()), (1, 1));
    (reply.status.as_u16(), errors[0]["code"].as_i64().unwrap(), errors[0]["message"].as_str().unwrap().to_owned())
}

pub(crate) async fn saved(seller: &Seller) {
    seller.open(&seller.fields(&[])).await.submit(&card("4111111111111111"), "pay").await;
}

#[tokio::test]
async fn a_card_is_told_by_either_reading_of_the_signature() {
    let seller = Seller::new().await;
    saved(&seller).await;
    let path = ["customers", CUSTOMER, "orders", TRANSACTION];
    let prose = seller.get(&path, &[CUSTOMER]).await;
    let formula = seller.get(&path, &[TRANSACTION, CUSTOMER]).await;
    assert_eq!((prose.status, prose.text()), (StatusCode::OK, formula.text()));
    let card = prose.json();
    for (name, value) in [
        ("customer_key", CUSTOMER),
        ("transaction", TRANSACTION),
        ("pan_mask", "411111******1111"),
        ("holder", "IVAN IVANOV"),
        ("expire", "2049-10"),
    ] {
        assert_eq!(card[name], value);
    }
    assert_eq!(card["customer_card_token"].as_str().unwrap().len(), 43);
    assert!(card["pan_hash_encrypted"].is_string());
    for wrong in [&[CUSTOMER, TRANSACTION][..], &[TRANSACTION], &[]] {
        let reply = seller.get(&path, wrong).await;
        assert_eq!(refusal(&reply).1, 20002);
        assert_eq!(seller.sandbox.kvell().received().pop().unwrap().signature, SignatureVerdict::Wrong);
    }
}

#[tokio::test]
async fn a_card_that_is_not_there_is_an_error() {
    let seller = Seller::new().await;
    let missing = seller.card().await;
    assert_eq!((refusal(&missing).0, refusal(&missing).1), (500, 20000));
    assert_eq!(missing.header("x-request-id"), None);

    seller.open(&seller.fields(&[])).await;
    let waiting = seller.card().await;
    assert_eq!((refusal(&waiting).0, refusal(&waiting).1), (400, 20008));
    assert_eq!(waiting.header("x-request-id").unwrap().len(), 36);

    saved(&seller).await;
    let other = seller.get(&["customers", "other", "orders", TRANSACTION], &["other"]).await;
    assert_eq!((refusal(&other).0, refusal(&other).1), (500, 20000));
    let unknown = seller.get(&["orders", "unknown"], &["unknown"]).await;
    assert_eq!((refusal(&unknown).0, refusal(&unknown).1), (500, 20000));
}

#[tokio::test]
async fn an_order_is_told_by_its_transaction() {
    let seller = Seller::new().await;
    saved(&seller).await;
    let reply = seller.get(&["orders", TRANSACTION], &[TRANSACTION]).await;
    let mut order = reply.json();
    assert_eq!(order["id"].take().as_str().unwrap().len(), 36);
    let created_at = order["created_at"].take();
    assert!(created_at.as_str().is_some_and(|time| time.len() == 27 && time.ends_with('Z')), "{created_at}");
    let expected = json!({
        "id": null, "transaction": TRANSACTION, "description": "Продукт №1 \"A\" <b>", "status": "completed",
        "created_at": null, "commission": 0, "amount": 15000,
    });
    assert_eq!(order, expected);
    assert_eq!(reply.header("x-request-id").unwrap().len(), 36);
}

#[tokio::test]
async fn banks_want_the_key_and_no_signature() {
    let seller = Seller::new().await;
    let path = ["collections", "banks"];
    let reply = seller.get_with(&path, vec![("x-api-key", seller.kvell.api_key.clone())]).await;
    assert!(
        reply.text().starts_with("[{\"bank_id\":\"100000000008\",\"bank_bic\":\"044525593\",\"name\":\"Альфа-Банк\"}")
    );
    let banks = reply.json();
    assert!(banks.as_array().unwrap().iter().any(|bank| bank["bank_bic"] == Value::Null));
    assert_eq!(refusal(&seller.get_with(&path, vec![]).await).1, 20098);
}

#[tokio::test]
async fn headers_are_checked_before_anything_else() {
    let seller = Seller::new().await;
    let (key, signature) = (seller.kvell.api_key.clone(), seller.sign(&[TRANSACTION]));
    let stranger = "7b0c6f7e-2f0b-4c7e-9a51-0d8e6d1f4a21".to_owned();
    let text = |reply: &str| reply.to_owned();
    for (headers, status, code, message) in [
        (vec![], 422, 20098, "x-api-key: Field required"),
        (vec![("x-api-key", text("test"))], 422, 20098, "x-api-key: "),
        (vec![("x-api-key", stranger), ("x-signature", signature.clone())], 401, 20001, ""),
        (vec![("x-api-key", key.clone())], 422, 20098, "x-signature: Field required"),
        (vec![("x-api-key", key.clone()), ("x-signature", signature.to_uppercase())], 401, 20002, ""),
        (vec![("x-api-key", key), ("x-signature", signature)], 500, 20000, ""),
    ] {
        let reply = seller.get_with(&["orders", TRANSACTION], headers).await;
        let (got_status, got_code, got_message) = refusal(&reply);
        assert_eq!((got_status, got_code), (status, code));
        assert!(got_message.starts_with(message), "{got_message}");
        assert_eq!(reply.header("x-request-id").is_some(), status != 500);
    }
}

#[tokio::test]
async fn other_paths_and_methods_are_refused() {
    let seller = Seller::new().await;
    assert_eq!(seller.get(&["nothing"], &[]).await.status, 404);
    let url = format!("{}/v1/orders/x", seller.kvell.api_url);
    assert_eq!(refusal(&http::send("POST", &url, vec![], vec![]).await).0, 405);
}
