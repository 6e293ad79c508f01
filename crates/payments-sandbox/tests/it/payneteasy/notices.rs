//! How callbacks travel.

use std::num::NonZeroU32;
use std::time::Duration;

use payments_sandbox::{Delivery, DeliveryOutcome, Provider, Sandbox};

use crate::support::browser::source_card;
use crate::support::fast;
use crate::support::merchant::{Pairs, Shop, form_to_pan, member, with};

/// Polls until `count` attempts are in the log.
async fn deliveries(sandbox: &Sandbox, count: usize) -> Vec<Delivery> {
    for _ in 0..1000 {
        let found = sandbox.payneteasy().deliveries();
        if found.len() >= count {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("only {:?}", sandbox.payneteasy().deliveries());
}

async fn paid(shop: &Shop, body: &Pairs) -> String {
    let (orderid, form) = shop.merchant.order(body).await;
    shop.browser.open(&form).await.submit(&source_card("123"), "pay").await;
    orderid
}

#[tokio::test]
async fn a_callback_is_a_get_that_keeps_the_query_of_its_address() {
    let mut shop = Shop::new().await;
    for name in ["server_callback_url", "notify_url"] {
        let contact = [("email", "a+b@example.com"), ("phone", "+79990000000")];
        let body = with(with(form_to_pan(), &contact), &[(name, &shop.calls.url)]);
        let orderid = paid(&shop, &body).await;
        let call = shop.call().await;
        assert_eq!((call.method.as_str(), call.path.as_str()), ("GET", "/paid"));
        assert!(call.query.starts_with("shop=7&type=transfer&status=approved&"), "{}", call.query);
        for (name, value) in [
            ("orderid", orderid.as_str()),
            ("merchant_order", "34T43R77N"),
            ("client_orderid", "34T43R77N"),
            ("amount", "100.00"),
            ("currency", "USD"),
            ("email", "a+b@example.com"),
            ("phone", "+79990000000"),
            ("name", "IVAN IVANOV"),
        ] {
            assert_eq!(member(&call.parameters, name).as_deref(), Some(value), "{name}");
        }
        assert!(!call.query.contains("4444444444444448"));
    }
}

#[tokio::test]
async fn anything_but_200_is_delivered_again_with_the_same_query() {
    let mut shop = Shop::new().await;
    shop.calls.will_answer(&[500, 204, 302]);
    let orderid = paid(&shop, &shop.with_callback(form_to_pan())).await;
    let first = shop.call().await;
    for _ in 0..3 {
        assert_eq!(shop.call().await.query, first.query);
    }
    let log = deliveries(&shop.sandbox, 4).await;
    let seen: Vec<_> = log.iter().map(|one| (one.attempt, one.outcome)).collect();
    let expected =
        [(1, 500), (2, 204), (3, 302), (4, 200)].map(|(attempt, status)| (attempt, DeliveryOutcome::Answered(status)));
    assert_eq!(seen, expected);
    assert!(log.iter().all(|one| one.subject == orderid && one.event == "approved"));
}

#[tokio::test]
async fn the_gateway_gives_up_after_thirty_attempts() {
    let shop = Shop::with(fast().speed(NonZeroU32::new(1_000_000).unwrap())).await;
    shop.calls.will_answer(&[500; 40]);
    paid(&shop, &shop.with_callback(form_to_pan())).await;
    deliveries(&shop.sandbox, 30).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(shop.sandbox.payneteasy().deliveries().len(), 30);
}

#[tokio::test]
async fn an_address_set_for_all_goes_first() {
    let mut shop = Shop::new().await;
    shop.sandbox.set_callback(Provider::PaynetEasy, &shop.calls.url).unwrap();
    let documented = with(form_to_pan(), &[("server_callback_url", "https://httpstat.us/200")]);
    // Also when the request names none, as if the endpoint were set up so.
    for body in [documented, form_to_pan()] {
        paid(&shop, &body).await;
        shop.call().await;
    }
}

#[tokio::test]
async fn nobody_else_is_called() {
    let shop = Shop::new().await;
    for (count, url) in ["https://httpstat.us/200", "http://shop.example/cb", "https://127.0.0.1/cb"].iter().enumerate()
    {
        paid(&shop, &with(form_to_pan(), &[("server_callback_url", url)])).await;
        let log = deliveries(&shop.sandbox, count + 1).await;
        assert_eq!(log[count].outcome, DeliveryOutcome::NoUrl);
    }
    // Who asks for no callback misses none.
    paid(&shop, &form_to_pan()).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(shop.sandbox.payneteasy().deliveries().len(), 3);
}

#[tokio::test]
async fn a_transaction_is_called_by_the_word_that_was_set() {
    let mut shop = Shop::with(fast().payneteasy_transaction_type("sale")).await;
    let (orderid, form) = shop.merchant.order(&shop.with_callback(form_to_pan())).await;
    let last = shop.browser.open(&form).await.submit(&source_card("123"), "pay").await;
    assert_eq!(member(&last.hidden(), "type").as_deref(), Some("sale"));
    assert_eq!(member(&shop.call().await.parameters, "type").as_deref(), Some("sale"));
    let known = shop.merchant.status(&orderid).await;
    assert_eq!(member(&known, "transaction-type").as_deref(), Some("sale"));
}
