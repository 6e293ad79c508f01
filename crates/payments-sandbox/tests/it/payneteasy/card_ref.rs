//! `create-card-ref`, and what the id it gives is good for.

use crate::support::browser::source_card;
use crate::support::merchant::{ORDER, Pairs, Shop, form_to_pan, member, members, pairs, scenario};

async fn refer(shop: &Shop, orderid: &str) -> Pairs {
    let ask = pairs(&[("login", &shop.merchant.gateway.login), ("client_orderid", ORDER), ("orderid", orderid)]);
    members(&shop.merchant.post("create-card-ref", &ask).await)
}

#[tokio::test]
async fn the_card_of_an_approved_order_can_be_used_again() {
    let mut shop = Shop::new().await;
    let (orderid, form) = shop.merchant.order(&form_to_pan()).await;
    shop.browser.open(&form).await.submit(&source_card("123"), "pay").await;
    let answer = refer(&shop, &orderid).await;
    let names: Vec<_> = answer.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["type", "serial-number", "card-ref-id", "unq-card-ref-id", "recurring-payment-id"]);
    assert_eq!(member(&answer, "type").as_deref(), Some("create-card-ref-response"));
    let recurring = member(&answer, "recurring-payment-id").unwrap();
    assert_ne!(recurring, "1491854");
    // Asked again, the same.
    assert_eq!(member(&refer(&shop, &orderid).await, "recurring-payment-id").as_ref(), Some(&recurring));

    let body = scenario(&[("deposit2card", "false"), ("card_recurring_payment_id", &recurring), ("cvv2", "123")]);
    let (_, form) = shop.merchant.order(&shop.with_callback(body)).await;
    let typed = [("destination_card_number", "5555555555554444".to_owned())];
    shop.browser.open(&form).await.submit(&typed, "pay").await;
    let told = shop.call().await.parameters;
    assert_eq!(member(&told, "status").as_deref(), Some("approved"));
    assert_eq!(member(&told, "last-four-digits").as_deref(), Some("4448"));
}

#[tokio::test]
async fn a_deposit_gives_the_card_it_went_to() {
    let shop = Shop::new().await;
    let (orderid, form) = shop.merchant.order(&scenario(&[("deposit2card", "true")])).await;
    let typed = [("destination_card_number", "5555555555554444".to_owned())];
    shop.browser.open(&form).await.submit(&typed, "pay").await;
    let recurring = member(&refer(&shop, &orderid).await, "recurring-payment-id").unwrap();
    let body = scenario(&[("deposit2card", "false"), ("destination_card_recurring_payment_id", &recurring)]);
    let (_, form) = shop.merchant.order(&body).await;
    assert!(shop.browser.open(&form).await.html.contains("•••• 4444"));
}

#[tokio::test]
async fn an_order_that_is_not_approved_has_no_card_to_refer_to() {
    let shop = Shop::new().await;
    let (orderid, form) = shop.merchant.order(&form_to_pan()).await;
    let page = shop.browser.open(&form).await;
    for _ in 0..2 {
        let answer = refer(&shop, &orderid).await;
        assert_eq!(member(&answer, "type").as_deref(), Some("validation-error"));
        assert_eq!(member(&answer, "merchant-order-id").as_deref(), Some(ORDER));
        page.submit(&source_card("116"), "pay").await;
    }
    let answer = refer(&shop, "1").await;
    assert_eq!(member(&answer, "error-message").as_deref(), Some("Order not found"));
}
