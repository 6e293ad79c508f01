//! Who is let in.

use std::time::Duration;

use payments_sandbox::SignatureVerdict;

use crate::support::fast;
use crate::support::http::{self, HttpResponse};
use crate::support::merchant::{Oauth, Pairs, Shop, form_to_form, now, with, without};

const COMMAND: &str = "transfer-form";

fn assert_denied(reply: &HttpResponse) {
    let page = reply.text();
    assert_eq!(reply.status, 403, "{page}");
    assert_eq!(reply.header("content-type"), Some("text/html"));
    assert!(page.starts_with("<!DOCTYPE html>\n<html>\n<head>\n"), "{page}");
    assert!(page.contains("<title>403</title>") && page.contains("<p>Access is denied</p>"), "{page}");
    assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(reply.header("server"), Some("server"));
    assert_eq!(reply.header("content-language"), None);
}

fn last_classification(shop: &Shop) -> SignatureVerdict {
    let received = shop.sandbox.payneteasy().received();
    let last = received.last().unwrap();
    assert!(
        last.error_code.is_none() && last.status == if last.signature == SignatureVerdict::Valid { 200 } else { 403 }
    );
    last.signature
}

/// Signs one body and sends another.
async fn verdict(shop: &Shop, oauth: &Oauth, signed: &Pairs, sent: &Pairs) -> SignatureVerdict {
    let url = shop.merchant.url(COMMAND);
    let header = shop.merchant.authorization(oauth, &url, signed);
    let reply = shop.merchant.send(&url, sent, vec![header], None).await;
    let verdict = last_classification(shop);
    if verdict != SignatureVerdict::Valid {
        assert_denied(&reply);
    }
    verdict
}

#[tokio::test]
async fn what_was_signed_is_what_counts() {
    let shop = Shop::new().await;
    let body = with(form_to_form(), &[("order_desc", "Заказ №7: 100% *(~_~)* + 'a'&\"b\"=c"), ("city", "Ёлкино")]);
    assert_eq!(verdict(&shop, &shop.merchant.oauth(), &body, &body).await, SignatureVerdict::Valid);
    for (name, value) in &body {
        let changed = with(body.clone(), &[(name, &format!("{value}1"))]);
        let removed = without(body.clone(), name);
        for sent in [changed, removed] {
            let verdict = verdict(&shop, &shop.merchant.oauth(), &body, &sent).await;
            assert_eq!(verdict, SignatureVerdict::Wrong, "{name}");
        }
    }
    let added = with(body.clone(), &[("purpose", "+9999999999")]);
    assert_eq!(verdict(&shop, &shop.merchant.oauth(), &body, &added).await, SignatureVerdict::Wrong);
}

#[tokio::test]
async fn a_nonce_counts_once_and_a_timestamp_for_five_minutes() {
    let shop = Shop::new().await;
    let (body, merchant) = (form_to_form(), &shop.merchant);
    let first = merchant.oauth();
    assert_eq!(verdict(&shop, &first, &body, &body).await, SignatureVerdict::Valid);
    assert_eq!(verdict(&shop, &first, &body, &body).await, SignatureVerdict::Replayed);
    // Another body does not make the nonce new.
    let other = with(body.clone(), &[("amount", "1")]);
    assert_eq!(verdict(&shop, &first, &other, &other).await, SignatureVerdict::Replayed);

    let at = |timestamp: u64| Oauth { timestamp: timestamp.to_string(), ..merchant.oauth() };
    assert_eq!(verdict(&shop, &at(now() - 290), &body, &body).await, SignatureVerdict::Valid);
    assert_eq!(verdict(&shop, &at(now() + 290), &body, &body).await, SignatureVerdict::Valid);
    assert_eq!(verdict(&shop, &at(now() - 310), &body, &body).await, SignatureVerdict::Stale);
    assert_eq!(verdict(&shop, &at(now() + 310), &body, &body).await, SignatureVerdict::Stale);
    assert_eq!(verdict(&shop, &at(1_670_421_183), &body, &body).await, SignatureVerdict::Stale);
}

#[tokio::test]
async fn the_skew_is_a_setting() {
    let shop = Shop::with(fast().payneteasy_skew(Duration::from_secs(3600))).await;
    let (body, merchant) = (form_to_form(), &shop.merchant);
    let at = |timestamp: u64| Oauth { timestamp: timestamp.to_string(), ..merchant.oauth() };
    assert_eq!(verdict(&shop, &at(now() - 3000), &body, &body).await, SignatureVerdict::Valid);
    assert_eq!(verdict(&shop, &at(now() - 4000), &body, &body).await, SignatureVerdict::Stale);
}

#[tokio::test]
async fn the_method_and_the_login_are_the_agreed_ones() {
    let shop = Shop::new().await;
    let (body, merchant) = (form_to_form(), &shop.merchant);
    for wrong in [
        Oauth { consumer_key: "SomebodyElse".to_owned(), ..merchant.oauth() },
        Oauth { method: "RSA-SHA1".to_owned(), ..merchant.oauth() },
        Oauth { method: "HMAC-SHA1".to_owned(), ..merchant.oauth() },
        Oauth { nonce: String::new(), ..merchant.oauth() },
        Oauth { timestamp: "soon".to_owned(), ..merchant.oauth() },
    ] {
        assert_eq!(verdict(&shop, &wrong, &body, &body).await, SignatureVerdict::Wrong);
    }
}

#[tokio::test]
async fn the_header_is_there_once_and_whole() {
    let shop = Shop::new().await;
    let (body, merchant) = (form_to_form(), &shop.merchant);
    let url = merchant.url(COMMAND);
    let header = || merchant.authorization(&merchant.oauth(), &url, &body);
    let twice = header();
    let cases = [
        (vec![], SignatureVerdict::Missing),
        (vec![twice.clone(), twice], SignatureVerdict::Wrong),
        (vec![format!("{}, oauth_version=\"1.0\"", header())], SignatureVerdict::Wrong),
        (vec![header().replace('"', "")], SignatureVerdict::Wrong),
        (vec![header().replace("OAuth ", "Bearer ")], SignatureVerdict::Wrong),
        (vec![header().replace("1.0", "2.0")], SignatureVerdict::Wrong),
    ];
    for (headers, expected) in cases {
        // JSON is asked for: the page comes all the same.
        let reply = merchant.send(&url, &body, headers, Some("application/vnd.pay+json")).await;
        assert_denied(&reply);
        assert_eq!(last_classification(&shop), expected);
    }
    let with_realm = header().replace("OAuth ", "OAuth realm=\"shop\", ");
    assert_eq!(merchant.send(&url, &body, vec![with_realm], None).await.status, 200);
}

#[tokio::test]
async fn oauth_parameters_in_the_body_or_the_query_are_refused() {
    let shop = Shop::new().await;
    let merchant = &shop.merchant;
    let body = with(form_to_form(), &[("oauth_version", "1.0")]);
    assert_eq!(verdict(&shop, &merchant.oauth(), &body, &body).await, SignatureVerdict::Wrong);

    let (url, body) = (merchant.url(COMMAND), form_to_form());
    let header = merchant.authorization(&merchant.oauth(), &url, &body);
    assert_denied(&merchant.send(&format!("{url}?oauth_version=1.0"), &body, vec![header], None).await);
}

#[tokio::test]
async fn a_query_is_signed_too() {
    let shop = Shop::new().await;
    let (url, merchant) = (shop.merchant.url(COMMAND), &shop.merchant);
    let all = with(form_to_form(), &[("trace", "a b")]);
    for (signed, status) in [(all, 200), (form_to_form(), 403)] {
        let header = merchant.authorization(&merchant.oauth(), &url, &signed);
        let reply = merchant.send(&format!("{url}?trace=a+b"), &form_to_form(), vec![header], None).await;
        assert_eq!(reply.status, status);
    }
}

#[tokio::test]
async fn the_signed_address_is_the_announced_one() {
    let shop = Shop::new().await;
    let (url, body, merchant) = (shop.merchant.url(COMMAND), form_to_form(), &shop.merchant);
    let elsewhere = url.replace("127.0.0.1", "localhost");
    let header = merchant.authorization(&merchant.oauth(), &elsewhere, &body);
    assert_denied(&merchant.send(&url, &body, vec![header], None).await);
    // Case of the scheme and the host aside, which no signature depends on.
    let header = merchant.authorization(&merchant.oauth(), &url, &body);
    assert_eq!(merchant.send(&url.replace("http:", "HTTP:"), &body, vec![header], None).await.status, 200);
}

#[tokio::test]
async fn other_paths_and_methods_do_not_exist() {
    let shop = Shop::new().await;
    let url = shop.merchant.url(COMMAND);
    assert_eq!(http::get(&url).await.status, 405);
    assert_eq!(http::get(&url.replace("v4", "v2")).await.status, 404);
    let verdicts: Vec<_> = shop.sandbox.payneteasy().received().iter().map(|one| one.signature).collect();
    assert_eq!(verdicts, [SignatureVerdict::NotChecked; 2]);
}
