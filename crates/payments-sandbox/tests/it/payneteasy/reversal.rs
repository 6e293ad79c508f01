//! `return` of version 2.

use payments_sandbox::{Provider, SignatureVerdict};

use crate::support::browser::source_card;
use crate::support::merchant::{ORDER, Pairs, Shop, form_to_pan, member, members, pairs, with, without};

async fn paid(shop: &Shop, body: &Pairs) -> String {
    let (orderid, form) = shop.merchant.order(body).await;
    shop.browser.open(&form).await.submit(&source_card("123"), "pay").await;
    orderid
}

async fn give_back(shop: &Shop, orderid: &str, part: Option<(&str, &str)>) -> Pairs {
    members(&shop.merchant.send_return(&shop.merchant.return_of(orderid, part)).await)
}

fn returns(shop: &Shop) -> usize {
    shop.sandbox.effects(Provider::PaynetEasy).iter().filter(|effect| effect.endpoint == "return").count()
}

fn has(pairs: &Pairs, expected: &[(&str, &str)]) {
    for (name, value) in expected {
        assert_eq!(member(pairs, name).as_deref(), Some(*value), "{name}");
    }
}

#[tokio::test]
async fn a_whole_return_shows_in_status_and_callback() {
    let mut shop = Shop::new().await;
    let orderid = paid(&shop, &with(form_to_pan(), &[("notify_url", &shop.calls.url)])).await;
    has(&shop.call().await.parameters, &[("type", "transfer"), ("status", "approved")]);

    let answer = give_back(&shop, &orderid, None).await;
    let names: Vec<_> = answer.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["type", "serial-number", "merchant-order-id", "paynet-order-id"]);
    has(&answer, &[("type", "async-response"), ("merchant-order-id", ORDER), ("paynet-order-id", &orderid)]);

    let told = shop.call().await.parameters;
    has(&told, &[("type", "reversal"), ("status", "approved"), ("amount", "100.00"), ("orderid", &orderid)]);
    shop.merchant.check_control(&told);
    let state = shop.merchant.status(&orderid).await;
    has(&state, &[("transaction-type", "reversal"), ("status", "approved"), ("order-stage", "reversal_approved")]);
    assert_eq!(returns(&shop), 1);

    let again = give_back(&shop, &orderid, None).await;
    has(&again, &[("type", "validation-error"), ("error-code", "9007")]);
    assert_eq!(returns(&shop), 1);
}

#[tokio::test]
async fn parts_are_returned_up_to_the_amount_of_the_order() {
    let shop = Shop::new().await;
    let orderid = paid(&shop, &form_to_pan()).await;
    let first = give_back(&shop, &orderid, Some(("30.00", "USD"))).await;
    let second = give_back(&shop, &orderid, Some(("30.00", "USD"))).await;
    let above = give_back(&shop, &orderid, Some(("40.01", "USD"))).await;
    has(&above, &[("type", "validation-error"), ("error-code", "9007")]);
    assert_eq!(returns(&shop), 2, "equal parts are two returns");
    let state = shop.merchant.status(&orderid).await;
    has(&state, &[("transaction-type", "reversal"), ("amount", "30.00"), ("initial-amount", "100.00")]);

    let rest = give_back(&shop, &orderid, None).await;
    for (answer, amount) in [(first, "30.00"), (second, "30.00"), (rest, "40.00")] {
        let serial_number = member(&answer, "serial-number").unwrap();
        let ask = [
            ("login", shop.merchant.gateway.login.as_str()),
            ("client_orderid", ORDER),
            ("by-request-sn", &serial_number),
        ];
        let state = members(&shop.merchant.post("status", &pairs(&ask)).await);
        has(&state, &[("by-request-sn", &serial_number), ("transaction-type", "reversal"), ("amount", amount)]);
    }
}

#[tokio::test]
async fn a_return_can_be_declined() {
    let mut shop = Shop::new().await;
    shop.sandbox.set_callback(Provider::PaynetEasy, &shop.calls.url).unwrap();
    let orderid = paid(&shop, &form_to_pan()).await;
    shop.call().await;
    let body = with(shop.merchant.return_of(&orderid, None), &[("comment", "sandbox-declined")]);
    has(&members(&shop.merchant.send_return(&body).await), &[("type", "async-response")]);
    let told = shop.call().await.parameters;
    has(&told, &[("type", "reversal"), ("status", "declined"), ("comment", "sandbox-declined")]);
    has(&shop.merchant.status(&orderid).await, &[("transaction-type", "reversal"), ("status", "declined")]);
    assert_eq!(returns(&shop), 0);
    // Nothing was returned, so all of it still can be.
    has(&give_back(&shop, &orderid, None).await, &[("type", "async-response")]);
    assert_eq!(returns(&shop), 1);
}

#[tokio::test]
async fn an_address_for_the_final_status_hears_of_no_return() {
    let mut shop = Shop::new().await;
    let orderid = paid(&shop, &shop.with_callback(form_to_pan())).await;
    shop.call().await;
    give_back(&shop, &orderid, None).await;
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert_eq!(shop.sandbox.payneteasy().deliveries().len(), 1);
}

#[tokio::test]
async fn a_return_without_its_checksum_is_not_let_in() {
    let shop = Shop::new().await;
    let orderid = paid(&shop, &form_to_pan()).await;
    let (whole, part) =
        (shop.merchant.return_of(&orderid, None), shop.merchant.return_of(&orderid, Some(("1.00", "USD"))));
    let verdict = || shop.sandbox.payneteasy().received().last().unwrap().signature;
    for (body, expected) in [
        (without(whole.clone(), "control"), SignatureVerdict::Missing),
        (with(whole.clone(), &[("amount", "1.00"), ("currency", "USD")]), SignatureVerdict::Wrong),
        (with(part.clone(), &[("amount", "10.00")]), SignatureVerdict::Wrong),
        (with(part.clone(), &[("currency", "EUR")]), SignatureVerdict::Wrong),
        (without(part.clone(), "amount"), SignatureVerdict::Wrong),
        (with(whole.clone(), &[("client_orderid", "another")]), SignatureVerdict::Wrong),
        (with(whole, &[("login", "another")]), SignatureVerdict::Wrong),
    ] {
        let reply = shop.merchant.send_return(&body).await;
        assert_eq!((reply.status.as_u16(), verdict()), (403, expected), "{body:?}");
    }
    assert_eq!(returns(&shop), 0);
    has(&members(&shop.merchant.send_return(&part).await), &[("type", "async-response")]);
    assert_eq!(verdict(), SignatureVerdict::Valid);
}

#[tokio::test]
async fn only_an_approved_order_can_be_returned() {
    let shop = Shop::new().await;
    let (orderid, form) = shop.merchant.order(&form_to_pan()).await;
    has(&give_back(&shop, &orderid, None).await, &[("type", "validation-error"), ("error-code", "9006")]);
    shop.browser.open(&form).await.submit(&source_card("116"), "pay").await;
    has(&give_back(&shop, &orderid, None).await, &[("error-code", "9006")]);
    has(&give_back(&shop, "1", None).await, &[("error-message", "Order not found")]);
    assert_eq!(returns(&shop), 0);
}
