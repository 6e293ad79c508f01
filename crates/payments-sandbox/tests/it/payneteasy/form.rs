//! The payer's pages.

use axum::http::StatusCode;

use crate::support::browser::source_card;
use crate::support::http;
use crate::support::merchant::{SHOP, Shop, form_to_pan, member, scenario, with, without};

#[tokio::test]
async fn the_password_decides_after_3d_secure() {
    let mut shop = Shop::new().await;
    for (password, status, checked) in [("hint", "approved", Some("AUTHENTICATED")), ("Hint", "declined", None)] {
        let (orderid, form) = shop.merchant.order(&shop.with_callback(form_to_pan())).await;
        let page = shop.browser.open(&form).await.submit(&source_card("321"), "pay").await;
        assert_eq!((page.status, page.fields()), (StatusCode::OK, vec!["password"]));
        assert!(page.html.contains("3-D Secure") && page.html.contains("•••• 4448"), "{}", page.html);
        assert_eq!(member(&shop.merchant.status(&orderid).await, "status").as_deref(), Some("processing"));
        assert!(shop.calls.is_quiet());
        // Opened again it is the same page.
        assert_eq!(shop.browser.open(&form).await.fields(), ["password"]);

        page.say(password).await;
        assert_eq!(member(&shop.call().await.parameters, "status").as_deref(), Some(status));
        let known = shop.merchant.status(&orderid).await;
        assert_eq!(member(&known, "status").as_deref(), Some(status));
        assert_eq!(member(&known, "verified-3d-status").as_deref(), checked);
    }
}

#[tokio::test]
async fn a_wrong_field_is_named_and_nothing_typed_comes_back() {
    let shop = Shop::new().await;
    let (orderid, form) = shop.merchant.order(&scenario(&[("deposit2card", "false")])).await;
    let page = shop.browser.open(&form).await;
    let typed = [
        ("credit_card_number", "4444444444444449"),
        ("expiry", "13/30"),
        ("cvv2", "98765"),
        ("card_printed_name", ""),
        ("destination_card_number", "5555555555554444"),
    ];
    let typed = typed.map(|(name, value)| (name, value.to_owned()));
    let again = page.submit(&typed, "pay").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    for name in ["credit_card_number", "expiry", "cvv2", "card_printed_name"] {
        assert!(again.html.contains(&format!("id=\"{name}-error\"")), "{name}: {}", again.html);
    }
    assert!(!again.html.contains("destination_card_number-error"));
    for value in ["4444444444444449", "13/30", "98765", "5555555555554444"] {
        assert!(!again.html.contains(value), "{value}");
    }
    assert_eq!(member(&shop.merchant.status(&orderid).await, "status").as_deref(), Some("processing"));

    let mut good = source_card("123");
    good.push(("destination_card_number", "5555-5555-5555-4444".to_owned()));
    again.submit(&good, "pay").await;
    assert_eq!(member(&shop.merchant.status(&orderid).await, "status").as_deref(), Some("approved"));
}

#[tokio::test]
async fn the_payer_may_cancel_on_either_page() {
    let mut shop = Shop::new().await;
    for with_password in [false, true] {
        let (_, form) = shop.merchant.order(&shop.with_callback(form_to_pan())).await;
        let mut page = shop.browser.open(&form).await;
        if with_password {
            page = page.submit(&source_card("321"), "pay").await;
        }
        let last = page.submit(&[], "cancel").await;
        assert_eq!(member(&last.hidden(), "status").as_deref(), Some("declined"));
        assert_eq!(member(&shop.call().await.parameters, "status").as_deref(), Some("declined"));
    }
}

#[tokio::test]
async fn a_form_sent_twice_acts_once() {
    let mut shop = Shop::new().await;
    let (_, form) = shop.merchant.order(&shop.with_callback(form_to_pan())).await;
    let page = shop.browser.open(&form).await;
    let first = page.submit(&source_card("123"), "pay").await;
    shop.call().await;
    for (typed, button) in [(source_card("123"), "pay"), (source_card("116"), "pay"), (vec![], "cancel")] {
        assert_eq!(page.submit(&typed, button).await.hidden(), first.hidden());
    }
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert!(shop.calls.is_quiet());
    assert_eq!(shop.sandbox.payneteasy().deliveries().len(), 1);
}

#[tokio::test]
async fn the_browser_takes_a_signed_form_to_the_shop() {
    let shop = Shop::new().await;
    let (orderid, form) = shop.merchant.order(&form_to_pan()).await;
    let last = shop.browser.open(&form).await.submit(&source_card("123"), "pay").await;
    assert_eq!(last.action(), SHOP);
    let taken = last.hidden();
    shop.merchant.check_control(&taken);
    for (name, value) in [
        ("type", "transfer"),
        ("status", "approved"),
        ("orderid", orderid.as_str()),
        ("merchant_order", "34T43R77N"),
        ("client_orderid", "34T43R77N"),
        ("amount", "100.00"),
        ("last-four-digits", "4448"),
        ("bin", "444444"),
        ("card-type", "VISA"),
        ("dest-last-four-digits", "6312"),
    ] {
        assert_eq!(member(&taken, name).as_deref(), Some(value), "{name}");
    }
    assert!(member(&taken, "processor-tx-id").unwrap().starts_with("PNTEST-"));
    // By script where there is script, by the button elsewhere.
    assert!(last.html.contains("<script>") && last.html.contains("<button>"), "{}", last.html);
    assert!(last.policy.contains("script-src 'sha256-") && !last.policy.contains("form-action"), "{}", last.policy);
    assert!(!last.html.contains("4444444444444448"));
    // From the history of the browser only by the button.
    let again = shop.browser.open(&form).await;
    assert!(!again.html.contains("<script") && !again.policy.contains("script"), "{}", again.html);
    assert_eq!(again.hidden(), taken);
}

#[tokio::test]
async fn the_outcome_chooses_between_two_addresses() {
    let shop = Shop::new().await;
    let (success, fail) = ("http://shop.example/paid?a=1&b=%3C", "http://shop.example/failed");
    let body =
        with(without(form_to_pan(), "redirect_url"), &[("redirect_success_url", success), ("redirect_fail_url", fail)]);
    for (cvv2, url) in [("123", success), ("101", fail), ("217", fail)] {
        let (_, form) = shop.merchant.order(&body).await;
        let last = shop.browser.open(&form).await.submit(&source_card(cvv2), "pay").await;
        assert_eq!(last.action(), url);
        shop.merchant.check_control(&last.hidden());
    }
}

#[tokio::test]
async fn a_made_up_address_or_form_is_an_error_page() {
    let shop = Shop::new().await;
    let made_up = format!("{}/form/init/BB00", shop.merchant.gateway.base_url);
    assert_eq!(shop.browser.open(&made_up).await.status, StatusCode::NOT_FOUND);
    assert_eq!(http::post_form(&made_up, &[("action", "pay")]).await.status, StatusCode::NOT_FOUND);
    let (_, form) = shop.merchant.order(&form_to_pan()).await;
    assert_eq!(http::post_form(&form, &[("action", "steal")]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(http::post_form(&form, &[]).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn what_the_merchant_wrote_is_text_on_the_page() {
    let shop = Shop::new().await;
    let body = with(form_to_pan(), &[("order_desc", "<script>alert(1)</script>"), ("client_orderid", "\"><b>")]);
    let (_, form) = shop.merchant.order(&body).await;
    let page = shop.browser.open(&form).await;
    assert!(!page.html.contains("<script") && page.html.contains("&lt;script&gt;"));
    let last = page.submit(&source_card("123"), "pay").await;
    assert!(!last.html.contains("\"><b>"));
    assert_eq!(member(&last.hidden(), "merchant_order").as_deref(), Some("\"><b>"));
}
