//! Payouts to cards.

use axum::http::StatusCode;
use payments_sandbox::{Provider, SignatureVerdict};
use serde_json::{Value, json};

use super::api::{refusal, saved};
use crate::support::seller::{CUSTOMER, Seller, TRANSACTION};

const NUMBER: &str = "5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55";

fn payout(card: &str) -> Value {
    json!({"recipient_pan": card, "amount": 10_000, "description": "Выплата №1", "transaction": NUMBER,
        "customer": "79991234567", "extra_data": {"order": 17}, "fiscal_data": {}})
}

async fn order(seller: &Seller) -> Value {
    seller.get(&["orders", NUMBER], &[NUMBER]).await.json()
}

#[tokio::test]
async fn a_payout_is_an_order_that_its_transaction_finds() {
    let seller = Seller::new().await;
    let reply = seller.pay_out(&payout("4111111111111111")).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    assert_eq!(reply.header("x-request-id").unwrap().len(), 36);
    let told = reply.json()["order"].take();
    assert_eq!(told, order(&seller).await);
    let id = told["id"].as_str().unwrap();
    for (name, value) in [
        ("transaction", json!(NUMBER)),
        ("status", json!("completed")),
        ("amount", json!(10_000)),
        ("commission", json!(0)),
        ("description", json!("Выплата №1")),
    ] {
        assert_eq!(told[name], value);
    }
    let effects = seller.sandbox.effects(Provider::Kvell);
    let [effect] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(
        (effect.endpoint, effect.key.as_deref(), effect.subject.as_str()),
        ("orders/account2card", Some(NUMBER), id)
    );
}

#[tokio::test]
async fn a_used_transaction_is_refused_and_nothing_is_paid_twice() {
    let seller = Seller::new().await;
    saved(&seller).await;
    let before = seller.sandbox.effects(Provider::Kvell).len();
    assert_eq!(seller.pay_out(&payout("4111111111111111")).await.status, 200);
    for body in [payout("4111111111111111"), payout("4000000000000002")] {
        let (status, code, _) = refusal(&seller.pay_out(&body).await);
        assert_eq!((status, code), (400, 20007));
    }
    // That of a form is used too.
    let mut body = payout("4111111111111111");
    body["transaction"] = json!(TRANSACTION);
    assert_eq!(refusal(&seller.pay_out(&body).await).1, 20007);
    assert_eq!(seller.sandbox.effects(Provider::Kvell).len(), before + 1);
    assert!(seller.open(&seller.fields(&[("transaction", NUMBER)])).await.html.contains("20007"));
}

#[tokio::test]
async fn either_message_is_signed_and_nothing_else() {
    let body = payout("4111111111111111").to_string().into_bytes();
    let seller = Seller::new().await;
    let with_secret = [body.as_slice(), seller.kvell.secret_key.as_bytes()].concat();
    let verdict = || seller.sandbox.kvell().received().pop().unwrap().signature;

    let other_bytes = seller.sign_payout(b"{}");
    let by_hash = seller.sign(&[std::str::from_utf8(&body).unwrap()]);
    for wrong in [other_bytes, by_hash, String::new(), format!("{}=", seller.sign_payout(&body))] {
        let (status, code, _) = refusal(&seller.pay_out_with(body.clone(), Some(wrong)).await);
        assert_eq!((status, code, verdict()), (401, 20002, SignatureVerdict::Wrong));
    }
    let (status, code, message) = refusal(&seller.pay_out_with(body.clone(), None).await);
    assert_eq!((status, code, verdict()), (422, 20098, SignatureVerdict::Missing));
    assert_eq!(message, "x-signature: Field required");
    assert!(seller.sandbox.effects(Provider::Kvell).is_empty());

    assert_eq!(seller.pay_out_with(body.clone(), Some(seller.sign_payout(&with_secret))).await.status, 200);
    assert_eq!(verdict(), SignatureVerdict::Valid);
    // Signed right, and refused for its transaction.
    assert_eq!(refusal(&seller.pay_out_with(body.clone(), Some(seller.sign_payout(&body))).await).1, 20007);
    assert_eq!(verdict(), SignatureVerdict::Valid);
}

#[tokio::test]
async fn the_number_decides_what_happens() {
    for (card, status) in
        [("4000000000000002", "canceled"), ("4000000000000119", "processing"), ("2200000000000004", "wait_confirm")]
    {
        let seller = Seller::new().await;
        let told = seller.pay_out(&payout(card)).await.json();
        if status == "wait_confirm" {
            assert_eq!(told, json!({ "status": status }));
        } else {
            assert_eq!(told["order"]["status"], status);
        }
        let mut seen = order(&seller).await["status"].take();
        for _ in 0..1000 {
            if status != "processing" || seen == "completed" {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            seen = order(&seller).await["status"].take();
        }
        assert_eq!(seen, if status == "processing" { "completed" } else { status });
    }
}

#[tokio::test]
async fn a_saved_card_is_paid_by_its_token_and_customer() {
    let seller = Seller::new().await;
    saved(&seller).await;
    let token = seller.card().await.json()["customer_card_token"].take();
    let to = |customer: &str, token: &Value| {
        let mut body = payout("");
        body.as_object_mut().unwrap().remove("recipient_pan");
        body["customer_card"] = json!({"customer_key": customer, "customer_card_token": token});
        body
    };
    for wrong in [to("another", &token), to(CUSTOMER, &json!("another"))] {
        let (status, code, message) = refusal(&seller.pay_out(&wrong).await);
        assert_eq!((status, code, message.as_str()), (422, 20098, "customer_card: there is no such card"));
    }
    assert_eq!(seller.pay_out(&to(CUSTOMER, &token)).await.json()["order"]["status"], "completed");
}

#[tokio::test]
async fn a_bad_body_is_refused_and_its_transaction_stays_unused() {
    let seller = Seller::new().await;
    let mut negative = payout("4111111111111111");
    negative["amount"] = json!(-1);
    assert_eq!(refusal(&seller.pay_out(&negative).await).0, 400);
    assert_eq!(refusal(&seller.pay_out(&negative).await).1, 20099);
    assert_eq!(refusal(&seller.pay_out(&payout("4111111111111112")).await).1, 20098);
    assert_eq!(refusal(&seller.get(&["orders", NUMBER], &[NUMBER]).await).1, 20000);
    assert_eq!(seller.pay_out(&payout("4111111111111111")).await.status, 200);
}
