//! `status`.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::browser::source_card;
use crate::support::merchant::{ORDER, Shop, form_to_pan, member, members, pairs, pan_to_form, with};

#[tokio::test]
async fn an_order_is_found_by_either_id() {
    let shop = Shop::new().await;
    let (merchant, login) = (&shop.merchant, &shop.merchant.gateway.login);
    let (orderid, form) = merchant.order(&pan_to_form("116")).await;
    let ask = |own: &[(&str, &str)]| with(pairs(&[("login", login)]), own);
    let answer = members(&merchant.post("status", &ask(&[("client_orderid", ORDER)])).await);
    let begin: Vec<_> = answer.iter().map(|(name, _)| name.as_str()).take(7).collect();
    assert_eq!(
        begin,
        ["type", "serial-number", "merchant-order-id", "paynet-order-id", "status", "amount", "currency"]
    );
    for (name, value) in [
        ("paynet-order-id", orderid.as_str()),
        ("status", "processing"),
        ("amount", "100.00"),
        ("initial-amount", "100.00"),
        ("transaction-type", "transfer"),
        ("order-stage", "transfer_processing"),
        ("end-point-id", "39915"),
        ("bin", "404775"),
        ("last-four-digits", "4320"),
        ("cardholder-name", "Test Test"),
    ] {
        assert_eq!(member(&answer, name).as_deref(), Some(value), "{name}");
    }
    assert!(!answer.iter().any(|(_, value)| value.contains("4047753518764320")));

    let typed = [("destination_card_number", "5555555555554444".to_owned())];
    shop.browser.open(&form).await.submit(&typed, "pay").await;
    let known = merchant.status(&orderid).await;
    for (name, value) in [
        ("status", "declined"),
        ("order-stage", "transfer_declined"),
        ("dest-last-four-digits", "4444"),
        ("dest-card-type", "MASTERCARD"),
        ("error-message", "Decline, not sufficient funds"),
        ("error-code", "116"),
    ] {
        assert_eq!(member(&known, name).as_deref(), Some(value), "{name}");
    }
    assert!(member(&known, "approval-code").is_none());
}

#[tokio::test]
async fn json_has_a_text_for_the_number_of_the_order() {
    let shop = Shop::new().await;
    let (orderid, form) = shop.merchant.order(&form_to_pan()).await;
    shop.browser.open(&form).await.submit(&source_card("101"), "pay").await;
    let ask = pairs(&[("login", &shop.merchant.gateway.login), ("client_orderid", ORDER)]);
    let reply = shop.merchant.post_json("status", &ask).await;
    assert_eq!(reply.status, StatusCode::OK);
    let answer: Value = serde_json::from_slice(&reply.body).unwrap();
    assert_eq!(answer["paynet-order-id"], json!(orderid));
    assert_eq!(answer["end-point-id"], "39915");
    assert_eq!(answer["error-code"], 101);
}

#[tokio::test]
async fn what_cannot_be_found_is_a_validation_error() {
    let shop = Shop::new().await;
    let merchant = &shop.merchant;
    let (orderid, _) = merchant.order(&form_to_pan()).await;
    let login = merchant.gateway.login.as_str();
    let cases: [(&[(&str, &str)], &str); 6] = [
        (&[("login", login), ("client_orderid", "another")], "Order not found"),
        (&[("login", login), ("client_orderid", ORDER), ("orderid", "1")], "Order not found"),
        (&[("login", login), ("client_orderid", "another"), ("orderid", &orderid)], "Order not found"),
        (&[("client_orderid", ORDER)], "Parameter login is required"),
        (&[("login", login), ("orderid", &orderid)], "Parameter client_orderid is required"),
        (&[("login", login), ("client_orderid", ORDER), ("orderid", "x")], "Parameter orderid must be digits"),
    ];
    for (ask, message) in cases {
        let reply = merchant.post("status", &pairs(ask)).await;
        assert_eq!(reply.status, StatusCode::OK);
        let answer = members(&reply);
        assert_eq!(member(&answer, "type").as_deref(), Some("validation-error"));
        assert_eq!(member(&answer, "error-message").as_deref(), Some(message));
    }
}

#[tokio::test]
async fn a_repeated_client_orderid_is_two_orders() {
    let shop = Shop::new().await;
    let merchant = &shop.merchant;
    let (first, _) = merchant.order(&form_to_pan()).await;
    let (second, _) = merchant.order(&form_to_pan()).await;
    assert_ne!(first, second);
    let ask = pairs(&[("login", &merchant.gateway.login), ("client_orderid", ORDER)]);
    let answer = members(&merchant.post("status", &ask).await);
    assert_eq!(member(&answer, "error-code").as_deref(), Some("9004"));
    for orderid in [first, second] {
        assert_eq!(member(&merchant.status(&orderid).await, "paynet-order-id"), Some(orderid));
    }
}

#[tokio::test]
async fn a_stage_is_asked_for_by_the_number_of_its_request() {
    let shop = Shop::new().await;
    let merchant = &shop.merchant;
    let made = members(&merchant.post("transfer-form", &form_to_pan()).await);
    let serial_number = member(&made, "serial-number").unwrap();
    let ask = |serial_number: &str| {
        pairs(&[
            ("login", merchant.gateway.login.as_str()),
            ("client_orderid", ORDER),
            ("by-request-sn", serial_number),
        ])
    };
    let answer = members(&merchant.post("status", &ask(&serial_number)).await);
    assert_eq!(member(&answer, "by-request-sn"), Some(serial_number.clone()));
    assert_ne!(member(&answer, "serial-number"), Some(serial_number));
    let answer = members(&merchant.post("status", &ask("00000000-0000-0000-0000-000000000000")).await);
    assert_eq!(member(&answer, "type").as_deref(), Some("validation-error"));
}

#[tokio::test]
async fn the_group_knows_the_orders_of_its_endpoint() {
    let shop = Shop::new().await;
    let merchant = &shop.merchant;
    merchant.order(&form_to_pan()).await;
    let url = format!("{}/api/v4/status/group/{}", merchant.gateway.base_url, merchant.gateway.endpoint_group_id);
    let ask = pairs(&[("login", &merchant.gateway.login), ("client_orderid", ORDER)]);
    let answer = members(&merchant.post_to(&url, &ask, None).await);
    assert_eq!(member(&answer, "status").as_deref(), Some("processing"));
}
