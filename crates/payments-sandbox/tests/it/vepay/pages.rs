//! The payer's pages.

use axum::http::StatusCode;
use serde_json::json;

use crate::support::browser::Browser;
use crate::support::http;
use crate::support::lender::{CANCEL, FAIL, Lender, SUCCESS, card, way_back};

#[tokio::test]
async fn each_kind_of_card_has_its_form() {
    let lender = Lender::new().await;
    for (kind, fields) in [(0, vec!["card_number", "expiry", "cvc", "card_holder"]), (1, vec!["card_number"])] {
        let (id, url) = lender.register(kind, &kind.to_string()).await;
        let page = Browser.open(&url).await;
        assert_eq!((page.status, page.fields()), (StatusCode::OK, fields));
        assert!(page.html.contains("SANDBOX") && !page.html.contains("<script"), "{}", page.html);
        assert_eq!(page.html.contains("11 ₽"), kind == 0);
        // The address of the other kind is no page.
        let [form, outcard] = ["/pay/form/", "/mfo/default/outcard/"];
        let other = if kind == 0 { url.replace(form, outcard) } else { url.replace(outcard, form) };
        assert_eq!(Browser.open(&other).await.status, StatusCode::NOT_FOUND);
        assert_eq!(lender.card_of(id, kind).await["status"], 0);
    }
}

#[tokio::test]
async fn the_card_decides() {
    let lender = Lender::new().await;
    for (number, kind, state, url) in [
        ("4111 1111 1111 1111", 0, 1, SUCCESS.to_owned()),
        ("4276-8387-4891-7319", 0, 1, SUCCESS.to_owned()),
        ("4276990011343663", 0, 2, format!("{FAIL}?extid=%D1%8F+4276990011343663")),
        ("4000000000000002", 0, 2, format!("{FAIL}?extid=%D1%8F+4000000000000002")),
        ("5555555555555599", 0, 2, format!("{FAIL}?extid=%D1%8F+5555555555555599")),
        // Nobody asks the bank about a card that is only paid to.
        ("5555555555555599", 1, 1, SUCCESS.to_owned()),
    ] {
        let (id, page) = lender.register(kind, &format!("я {number}{}", "!".repeat(kind.into()))).await;
        let typed = if kind == 0 { card(number) } else { vec![("card_number", number.to_owned())] };
        let last = Browser.open(&page).await.submit(&typed, "pay").await;
        assert_eq!(lender.card_of(id, kind).await["status"], state, "{number}");
        assert_eq!(way_back(&last), (Some(url.clone()), Some(format!("3;url={url}"))), "{}", last.html);
        // From the history of the browser only by the link.
        assert_eq!(way_back(&Browser.open(&page).await), (Some(url), None));
    }
}

#[tokio::test]
async fn the_payer_may_decline() {
    let lender = Lender::new().await;
    for (kept, url) in [
        (vec!["failurl", "cancelurl"], Some(format!("{CANCEL}&extid=0-2"))),
        (vec!["failurl"], Some(format!("{FAIL}?extid=0-1"))),
        (vec![], None),
    ] {
        let mut request = lender.request(0, &format!("0-{}", kept.len()));
        for name in ["failurl", "cancelurl"] {
            if !kept.contains(&name) {
                request[name] = json!(null);
            }
        }
        let answer = lender.call("/card/reg", &request).await;
        let page = Browser.open(answer["url"].as_str().unwrap()).await;
        let last = page.submit(&[], "cancel").await;
        assert_eq!(way_back(&last).0, url);
        assert!(last.html.contains("Отказ от оплаты"));
        assert_eq!(lender.card_of(answer["id"].as_u64().unwrap(), 0).await["message"], "Платеж не успешный");
        // It stays declined.
        page.submit(&card("4111111111111111"), "pay").await;
        assert_eq!(lender.card_of(answer["id"].as_u64().unwrap(), 0).await["status"], 2);
    }
}

#[tokio::test]
async fn a_wrong_field_is_named_and_nothing_typed_comes_back() {
    let lender = Lender::new().await;
    let (id, url) = lender.register(0, "a").await;
    let typed = [("card_number", "5555555555554444"), ("expiry", "13/30"), ("cvc", "98765"), ("card_holder", "<b>")];
    let typed = typed.map(|(name, value)| (name, value.to_owned()));
    let again = Browser.open(&url).await.submit(&typed, "pay").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (name, value) in typed {
        assert!(again.html.contains(&format!("id=\"{name}-error\"")), "{name}: {}", again.html);
        assert!(!again.html.contains(&value), "{value}");
    }
    assert_eq!(lender.card_of(id, 0).await["message"], "В обработке");
    again.submit(&card("4111111111111111"), "pay").await;
    assert_eq!(lender.card_of(id, 0).await["status"], 1);
}

#[tokio::test]
async fn a_card_in_the_request_is_not_asked_for() {
    let lender = Lender::new().await;
    let mut request = lender.request(1, "a");
    request["card"] = json!("4242424242424242");
    let answer = lender.call("/card/reg", &request).await;
    let page = Browser.open(answer["url"].as_str().unwrap()).await;
    assert!(page.fields().is_empty() && page.html.contains("424242******4242"), "{}", page.html);
    assert!(!page.html.contains("4242424242424242"));
    page.submit(&[], "pay").await;
    assert_eq!(lender.card_of(101_464, 1).await["card"]["num"], "424242******4242");
}

#[tokio::test]
async fn a_made_up_address_or_form_is_an_error_page() {
    let lender = Lender::new().await;
    let (_, url) = lender.register(0, "a").await;
    assert_eq!(http::post_form(&url, &[("action", "steal")]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(http::post_form(&url, &[]).await.status, StatusCode::BAD_REQUEST);
    for made_up in [url.replace("101464", "7"), url.replace("101464", "x")] {
        assert_eq!(Browser.open(&made_up).await.status, StatusCode::NOT_FOUND);
        assert_eq!(http::post_form(&made_up, &[("action", "pay")]).await.status, StatusCode::NOT_FOUND);
    }
}
