//! The six scenarios, from the request to the callback.

use crate::support::browser::source_card;
use crate::support::merchant::{Pairs, Shop, form_to_form, form_to_pan, member, pan_to_form, scenario, with};

const TO_FORM: &str = "5555 5555 5555 4444";

fn destination_card() -> Vec<(&'static str, String)> {
    vec![("destination_card_number", TO_FORM.to_owned())]
}

/// Starts a transfer, checks what its form asks for, fills it in, and gives the callback's parameters.
async fn completed(shop: &mut Shop, body: Pairs, asked: &[&str], typed: Vec<(&'static str, String)>) -> Pairs {
    let (orderid, form) = shop.merchant.order(&shop.with_callback(body)).await;
    let waiting = shop.merchant.status(&orderid).await;
    assert_eq!(member(&waiting, "status").as_deref(), Some("processing"));
    let page = shop.browser.open(&form).await;
    assert_eq!(page.fields(), asked);
    for part in ["SANDBOX", "ПЕСОЧНИЦА", "100.00 USD", "Your order description"] {
        assert!(page.html.contains(part), "no {part} in {}", page.html);
    }
    let last = page.submit(&typed, "pay").await;
    let told = shop.call().await.parameters;
    assert_eq!(member(&told, "orderid").as_deref(), Some(orderid.as_str()));
    assert_eq!(member(&last.hidden(), "status"), member(&told, "status"));
    let known = shop.merchant.status(&orderid).await;
    assert_eq!(member(&known, "status"), member(&told, "status"));
    told
}

fn cards(told: &Pairs) -> [String; 2] {
    ["last-four-digits", "dest-last-four-digits"].map(|name| member(told, name).unwrap_or_default())
}

const SOURCE: [&str; 4] = ["credit_card_number", "expiry", "cvv2", "card_printed_name"];

#[tokio::test]
async fn form_to_pan_asks_for_the_source() {
    let mut shop = Shop::new().await;
    for (cvv2, status) in [("123", "approved"), ("116", "declined")] {
        let told = completed(&mut shop, form_to_pan_again(cvv2), &SOURCE, source_card(cvv2)).await;
        assert_eq!(member(&told, "status").as_deref(), Some(status));
        assert_eq!(cards(&told), ["4448", "6312"]);
    }
}

/// The destination under its other name too.
fn form_to_pan_again(cvv2: &str) -> Pairs {
    if cvv2 == "123" {
        return form_to_pan();
    }
    scenario(&[("deposit2card", "false"), ("destination", "4268736646656312"), ("destination_expire_month", "12")])
}

#[tokio::test]
async fn form_to_rpi_asks_for_the_source() {
    let mut shop = Shop::new().await;
    let body = scenario(&[("deposit2card", "false"), ("destination_card_recurring_payment_id", "1491854")]);
    let told = completed(&mut shop, body, &SOURCE, source_card("1234")).await;
    assert_eq!(member(&told, "status").as_deref(), Some("approved"));
    assert_eq!(cards(&told), ["4448", "4448"]);
}

#[tokio::test]
async fn pan_to_form_asks_for_the_destination_and_the_request_decides() {
    let mut shop = Shop::new().await;
    for (cvv2, status) in [("123", "approved"), ("119", "declined"), ("217", "unknown"), ("555", "declined")] {
        let told = completed(&mut shop, pan_to_form(cvv2), &["destination_card_number"], destination_card()).await;
        assert_eq!(member(&told, "status").as_deref(), Some(status), "{cvv2}");
        assert_eq!(cards(&told), ["4320", "4444"]);
        assert_eq!(member(&told, "card-holder-name").as_deref(), Some("Test Test"));
    }
}

#[tokio::test]
async fn rpi_to_form_asks_for_the_destination_and_the_request_decides() {
    let mut shop = Shop::new().await;
    for (cvv2, status) in [("111", "approved"), ("209", "declined")] {
        let body = scenario(&[("deposit2card", "false"), ("card_recurring_payment_id", "1491854"), ("cvv2", cvv2)]);
        let told = completed(&mut shop, body, &["destination_card_number"], destination_card()).await;
        assert_eq!(member(&told, "status").as_deref(), Some(status), "{cvv2}");
        assert_eq!(cards(&told), ["4448", "4444"]);
    }
}

#[tokio::test]
async fn form_to_form_asks_for_both() {
    let mut shop = Shop::new().await;
    let asked = [&SOURCE[..], &["destination_card_number"]].concat();
    let typed = [source_card("123"), destination_card()].concat();
    let told = completed(&mut shop, form_to_form(), &asked, typed).await;
    assert_eq!(member(&told, "status").as_deref(), Some("approved"));
    assert_eq!(cards(&told), ["4448", "4444"]);
}

#[tokio::test]
async fn deposit_to_form_asks_for_the_destination_and_approves() {
    let mut shop = Shop::new().await;
    let body = scenario(&[("deposit2card", "true")]);
    let told = completed(&mut shop, body, &["destination_card_number"], destination_card()).await;
    assert_eq!(member(&told, "status").as_deref(), Some("approved"));
    assert_eq!(cards(&told), ["", "4444"]);
}

#[tokio::test]
async fn every_documented_code_has_its_outcome() {
    let mut shop = Shop::new().await;
    for (cvv2, status, error) in [
        ("123", "approved", None),
        ("1234", "approved", None),
        ("111", "approved", None),
        ("217", "unknown", None),
        ("101", "declined", Some("101")),
        ("116", "declined", Some("116")),
        ("119", "declined", Some("119")),
        ("209", "declined", Some("209")),
        ("999", "declined", Some("100")),
    ] {
        let told = completed(&mut shop, form_to_pan(), &SOURCE, source_card(cvv2)).await;
        assert_eq!(member(&told, "status").as_deref(), Some(status), "{cvv2}");
        assert_eq!(member(&told, "error_code").as_deref(), error, "{cvv2}");
        assert_eq!(member(&told, "error_message").is_some(), error.is_some());
    }
}

#[tokio::test]
async fn an_error_and_a_refusal_by_fraud_control_can_be_asked_for_and_are_told_like_any_end() {
    let mut shop = Shop::new().await;
    for (purpose, status) in [("sandbox-error", "error"), ("sandbox-filtered", "filtered"), ("a game", "approved")] {
        let body = with(form_to_pan(), &[("purpose", purpose)]);
        let told = completed(&mut shop, body, &SOURCE, source_card("123")).await;
        assert_eq!(member(&told, "status").as_deref(), Some(status));
    }
}
