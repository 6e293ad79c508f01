//! The callback about a saved card.

use std::num::NonZeroU32;
use std::time::Duration;

use payments_sandbox::DeliveryOutcome;
use serde_json::Value;

use crate::support::fast;
use crate::support::lender::card;
use crate::support::seller::{CUSTOMER, Seller, TRANSACTION};

async fn paid(seller: &Seller, number: &str) {
    seller.open(&seller.fields(&[])).await.submit(&card(number), "pay").await;
}

#[tokio::test]
async fn a_saved_card_is_told_about() {
    let mut seller = Seller::new().await;
    paid(&seller, "5555555555554444").await;
    let callback = seller.mail.next().await;
    assert_eq!((callback.method.as_str(), callback.uri.path()), ("POST", "/saved"));
    assert_eq!(callback.headers["content-type"], "application/json");
    assert_eq!(callback.headers["x-signature"], seller.sign(&[&callback.body]).as_str());
    let known: Value = seller.card().await.json();
    let token = known["customer_card_token"].as_str().unwrap();
    let expected = format!(
        "{{\"customer_key\":\"{CUSTOMER}\",\"customer_card_token\":\"{token}\",\"pan_mask\":\"555555******4444\",\
         \"holder\":\"IVAN IVANOV\",\"transaction\":\"{TRANSACTION}\"}}"
    );
    assert_eq!(callback.body, expected);
    let log = seller.deliveries(1).await;
    assert_eq!((log[0].subject.as_str(), log[0].event.as_str()), (TRANSACTION, "card_saved"));
    assert!(log[0].acknowledged);
}

#[tokio::test]
async fn the_signature_can_be_left_out() {
    let mut seller = Seller::with(fast().kvell_signs_callbacks(false)).await;
    paid(&seller, "4111111111111111").await;
    assert!(!seller.mail.next().await.headers.contains_key("x-signature"));
}

#[tokio::test]
async fn a_card_that_is_not_saved_is_not_told_about() {
    let mut seller = Seller::new().await;
    paid(&seller, "4000000000000002").await;
    assert!(seller.mail.is_quiet().await);
    assert!(seller.sandbox.kvell().deliveries().is_empty());
}

#[tokio::test]
async fn anything_but_200_is_delivered_five_times_more() {
    let mut seller = Seller::with(fast().speed(NonZeroU32::new(10_000).unwrap())).await;
    seller.mail.will_answer(&[(500, None), (201, None), (302, None), (404, None), (204, None), (503, None)]);
    paid(&seller, "4111111111111111").await;
    let first = seller.mail.next().await;
    for _ in 0..5 {
        let again = seller.mail.next().await;
        assert_eq!((&again.body, &again.headers["x-signature"]), (&first.body, &first.headers["x-signature"]));
    }
    assert!(seller.mail.is_quiet().await);
    let seen: Vec<_> = seller.deliveries(6).await.iter().map(|one| (one.attempt, one.outcome)).collect();
    let statuses = [500, 201, 302, 404, 204, 503].map(DeliveryOutcome::Answered);
    assert_eq!(seen, (1..).zip(statuses).collect::<Vec<_>>());
    assert_eq!(seller.order_status().await, "completed");
}

#[tokio::test]
async fn a_200_ends_the_attempts() {
    let mut seller = Seller::with(fast().speed(NonZeroU32::new(10_000).unwrap())).await;
    seller.mail.will_answer(&[(500, None)]);
    paid(&seller, "4111111111111111").await;
    seller.mail.next().await;
    seller.mail.next().await;
    assert!(seller.mail.is_quiet().await);
    let acknowledged: Vec<_> = seller.deliveries(2).await.iter().map(|one| one.acknowledged).collect();
    assert_eq!(acknowledged, [false, true]);
}

#[tokio::test]
async fn one_card_takes_its_time() {
    // Its minute becomes two seconds.
    let mut seller = Seller::with(fast().speed(NonZeroU32::new(30).unwrap())).await;
    paid(&seller, "4000000000000119").await;
    assert_eq!(seller.order_status().await, "processing");
    assert_eq!(seller.card().await.status, 400);
    assert!(seller.sandbox.kvell().deliveries().is_empty());
    let callback: Value = serde_json::from_str(&seller.mail.next().await.body).unwrap();
    assert_eq!(callback["pan_mask"], "400000******0119");
    assert_eq!(seller.order_status().await, "completed");
    assert_eq!(seller.card().await.json()["customer_card_token"], callback["customer_card_token"]);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(seller.sandbox.kvell().deliveries().len(), 1);
}
