//! The form, from its signature to the way back.

use axum::http::StatusCode;
use payments_sandbox::SignatureVerdict;

use crate::support::http;
use crate::support::lender::{card, way_back};
use crate::support::seller::{FAIL, SUCCESS, Seller};

const GOOD: &str = "4111 1111 1111 1111";
const DECLINED: &str = "4000 0000 0000 0002";

#[tokio::test]
async fn it_opens_by_get_and_by_post() {
    let seller = Seller::new().await;
    let fields = seller.fields(&[]);
    let [by_get, by_post] = [seller.open(&fields).await, seller.post(&fields).await];
    for page in [&by_get, &by_post] {
        assert_eq!((page.status, page.fields()), (StatusCode::OK, vec!["card_number", "expiry", "cvc", "card_holder"]));
        assert!(page.html.contains("SANDBOX") && page.html.contains("150.00 ₽"), "{}", page.html);
        assert!(!page.html.contains("<script") && !page.html.contains("<b>") && page.html.contains("&lt;b&gt;"));
    }
    // The same form is the same order.
    assert_eq!(by_get.action(), by_post.action());
    let received = seller.sandbox.kvell().received();
    assert!(
        received.iter().all(|one| one.signature == SignatureVerdict::Valid && one.path == "/bind/card/preauthorize")
    );
    assert_eq!(received.iter().map(|one| one.method.as_str()).collect::<Vec<_>>(), ["GET", "POST"]);
    assert_eq!(seller.order_status().await, "new");
}

#[tokio::test]
async fn what_is_signed_cannot_be_changed_and_the_rest_can() {
    let seller = Seller::new().await;
    for name in ["customer_key", "transaction", "amount", "success_url", "fail_url"] {
        let mut fields = seller.fields(&[]);
        fields.entry(name).and_modify(|value| value.push('7'));
        let page = seller.open(&fields).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{name}");
        assert!(page.html.contains("20002") && !page.html.contains("<form"), "{}", page.html);
        let last = seller.sandbox.kvell().received().pop().unwrap();
        assert_eq!((last.signature, last.error_code.as_deref()), (SignatureVerdict::Wrong, Some("20002")));
    }
    let mut upper = seller.fields(&[]);
    upper.entry("signature").and_modify(|value| *value = value.to_uppercase());
    assert_eq!(seller.open(&upper).await.status, StatusCode::UNAUTHORIZED);
    // A signature over what is encoded already is a mistake that is easily made.
    let mut encoded = seller.fields(&[("success_url", "https%3A%2F%2Fshop.example%2Fok")]);
    encoded.insert("success_url", "https://shop.example/ok".to_owned());
    assert_eq!(seller.open(&encoded).await.status, StatusCode::UNAUTHORIZED);

    let mut others = seller.fields(&[]);
    others.insert("description", "Другое".to_owned());
    others.insert("auto_return", "5".to_owned());
    assert_eq!(seller.open(&others).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_form_that_breaks_a_rule_does_not_open() {
    let seller = Seller::new().await;
    for name in
        ["api_key", "customer_key", "transaction", "amount", "description", "success_url", "fail_url", "signature"]
    {
        let mut fields = seller.fields(&[]);
        fields.remove(name);
        let page = seller.post(&fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.html.contains("20098") && page.html.contains(&format!("{name}: Field required")), "{}", page.html);
    }
    for (name, value) in
        [("amount", "0"), ("amount", "01"), ("success_url", "javascript:alert(1)"), ("auto_return", "x")]
    {
        let page = seller.open(&seller.fields(&[(name, value)])).await;
        assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.html.contains(name), "{}", page.html);
    }
    let stranger = seller.fields(&[("api_key", "7b0c6f7e-2f0b-4c7e-9a51-0d8e6d1f4a21")]);
    let page = seller.open(&stranger).await;
    assert!(page.status == StatusCode::UNAUTHORIZED && page.html.contains("20001"), "{}", page.html);
    let twice = format!("{}&amount=15000", seller.link(&seller.fields(&[])));
    assert_eq!(http::get(&twice).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let json = http::send("POST", &seller.form_url(), vec![("content-type", "application/json".into())], vec![]).await;
    assert_eq!(json.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(seller.card().await.status, StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn a_transaction_is_used_once() {
    let seller = Seller::new().await;
    seller.open(&seller.fields(&[])).await;
    let page = seller.open(&seller.fields(&[("amount", "15001")])).await;
    assert!(page.status == StatusCode::BAD_REQUEST && page.html.contains("20007"), "{}", page.html);
}

#[tokio::test]
async fn the_card_decides_where_the_payer_goes() {
    for (number, button, status, url) in
        [(GOOD, "pay", "completed", SUCCESS), (DECLINED, "pay", "canceled", FAIL), ("", "cancel", "canceled", FAIL)]
    {
        for (auto_return, refresh) in [(None, None), (Some("7"), Some(format!("7;url={url}")))] {
            let seller = Seller::new().await;
            let changes: Vec<_> = auto_return.map(|seconds| ("auto_return", seconds)).into_iter().collect();
            let fields = seller.fields(&changes);
            let typed = if number.is_empty() { vec![] } else { card(number) };
            let last = seller.open(&fields).await.submit(&typed, button).await;
            assert_eq!(way_back(&last), (Some(url.to_owned()), refresh), "{}", last.html);
            assert_eq!(seller.order_status().await, status);
            // Opened again it is over, and goes back by its link only.
            let again = seller.open(&fields).await;
            assert!(!again.html.contains("<form"), "{}", again.html);
            assert_eq!(way_back(&again), (Some(url.to_owned()), None));
        }
    }
}

#[tokio::test]
async fn auto_return_0_goes_back_at_once() {
    for (number, url) in [(GOOD, SUCCESS), (DECLINED, FAIL)] {
        let seller = Seller::new().await;
        let (_, reply) = seller.open(&seller.fields(&[("auto_return", "0")])).await.press(&card(number), "pay").await;
        assert_eq!((reply.status, reply.header("location")), (StatusCode::SEE_OTHER, Some(url)));
    }
}

#[tokio::test]
async fn a_wrong_field_is_named_and_nothing_typed_comes_back() {
    let seller = Seller::new().await;
    let page = seller.open(&seller.fields(&[])).await;
    let typed = [("card_number", "4111111111111112"), ("expiry", "13/30"), ("cvc", "98765"), ("card_holder", "<i>")];
    let typed = typed.map(|(name, value)| (name, value.to_owned()));
    let again = page.submit(&typed, "pay").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (name, value) in typed {
        assert!(again.html.contains(&format!("id=\"{name}-error\"")), "{name}: {}", again.html);
        assert!(!again.html.contains(&value), "{value}");
    }
    assert_eq!(seller.order_status().await, "new");
    again.submit(&card(GOOD), "pay").await;
    assert_eq!(seller.order_status().await, "completed");
}

#[tokio::test]
async fn a_form_sent_twice_acts_once() {
    let mut seller = Seller::new().await;
    let page = seller.open(&seller.fields(&[])).await;
    page.submit(&card(GOOD), "pay").await;
    let first = seller.card().await.json();
    seller.mail.next().await;
    for (typed, button) in [(card(GOOD), "pay"), (card(DECLINED), "pay"), (vec![], "cancel")] {
        page.submit(&typed, button).await;
    }
    assert_eq!(seller.card().await.json(), first);
    assert!(seller.mail.is_quiet().await);
}

#[tokio::test]
async fn a_made_up_address_or_button_is_an_error_page() {
    let seller = Seller::new().await;
    let made_up = format!("{}/bind/card/form/x", seller.kvell.form_url);
    assert_eq!(http::get(&made_up).await.status, StatusCode::NOT_FOUND);
    assert_eq!(http::post_form(&made_up, &[("action", "pay")]).await.status, StatusCode::NOT_FOUND);
    let action = seller.open(&seller.fields(&[])).await.action();
    let url = format!("{}{action}", seller.kvell.form_url);
    for fields in [&[][..], &[("action", "steal")][..]] {
        assert_eq!(http::post_form(&url, fields).await.status, StatusCode::BAD_REQUEST);
    }
    // Reloaded it is the same page.
    assert!(http::get(&url).await.text().contains("card_number"));
}
