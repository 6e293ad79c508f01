//! Callbacks that come twice, out of order, too early, forged or once more.

use payments_sandbox::{CallbackFault, Provider};
use serde_json::{Value, json};

use crate::support::browser::Browser;
use crate::support::lender::{Lender, card};
use crate::support::merchant::{Shop, form_to_form, member};
use crate::support::receiver::Hook;
use crate::support::{CANCEL, NO_3DS, TestBed, documented_request, paid_with};

fn read(hook: &Hook) -> Value {
    serde_json::from_slice(&hook.body).unwrap()
}

async fn world(script: &str) -> TestBed {
    let world = TestBed::new().await;
    world.sandbox.set_callback_faults(Provider::Bank131, script.parse().unwrap());
    world
}

/// What the log says of faults, as soon as it has `count` entries.
async fn faults(world: &TestBed, count: usize) -> Vec<(String, u32, Option<CallbackFault>, bool)> {
    for _ in 0..500 {
        let deliveries = world.sandbox.bank131().deliveries();
        if deliveries.len() >= count {
            return deliveries.into_iter().map(|one| (one.event, one.attempt, one.fault, one.tampered)).collect();
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("only {:?}", world.sandbox.bank131().deliveries());
}

fn finished(fault: CallbackFault, tampered: bool) -> (String, u32, Option<CallbackFault>, bool) {
    ("payment_finished".to_owned(), 1, Some(fault), tampered)
}

#[tokio::test]
async fn a_duplicate_is_the_same_bytes_again() {
    let mut world = world("duplicate").await;
    world.partner.init(&paid_with(NO_3DS)).await;
    let (first, second) = (world.hooks.next().await, world.hooks.next().await);
    assert_eq!((&first.body, &first.signature), (&second.body, &second.signature));
    let duplicate = finished(CallbackFault::Duplicate, false);
    assert_eq!(faults(&world, 2).await, [duplicate.clone(), duplicate]);
}

#[tokio::test]
async fn a_callback_that_is_held_back_comes_after_the_next_of_another_subject() {
    let mut world = world("reorder,reorder,pass").await;
    let mut sessions = Vec::new();
    for _ in 0..3 {
        let id = world.partner.init(&paid_with(NO_3DS)).await;
        // The next one begins when this one's callback has come into being.
        world.partner.wait_until(&id, |session| session["status"] == "accepted").await;
        sessions.push(id);
    }
    let mut order = Vec::new();
    for _ in 0..3 {
        order.push(world.hook("payment_finished").await["id"].as_str().unwrap().to_owned());
    }
    assert_eq!(order[0], sessions[2]);
    order.sort();
    assert_eq!(order, sessions);
    let held = faults(&world, 3).await.into_iter().filter(|one| one.2 == Some(CallbackFault::Reorder)).count();
    assert_eq!(held, 2);
}

#[tokio::test]
async fn a_callback_of_the_same_subject_overtakes_too() {
    let mut world = world("reorder").await;
    let id = world.partner.init(&documented_request()).await;
    let asks_the_payer = |session: &Value| session["acquiring_payments"][0].get("customer_interaction").is_some();
    world.partner.wait_until(&id, asks_the_payer).await;
    assert!(world.hooks.is_quiet());
    world.partner.session(CANCEL, &json!({"session_id": id})).await;
    world.hook("payment_finished").await;
    world.hook("action_required").await;
}

#[tokio::test]
async fn a_tampered_copy_has_the_signature_of_the_true_one() {
    let mut world = world("tamper").await;
    world.partner.init(&paid_with(NO_3DS)).await;
    let (forged, true_one) = (world.hooks.next().await, world.hooks.next().await);
    assert_eq!(forged.signature, true_one.signature);
    assert!(!world.partner.bank_signed(&forged.body, &forged.signature));
    assert!(world.partner.bank_signed(&true_one.body, &true_one.signature));
    assert_eq!(read(&forged)["session"]["id"], read(&true_one)["session"]["id"]);
    let differ = forged.body.iter().zip(&true_one.body).filter(|(one, other)| one != other).count();
    assert_eq!((differ, forged.body.len()), (1, true_one.body.len()));
    let log = faults(&world, 2).await;
    assert_eq!(log, [finished(CallbackFault::Tamper, true), finished(CallbackFault::Tamper, false)]);
}

#[tokio::test]
async fn a_replay_is_the_first_about_the_same_subject() {
    let mut world = world("pass,pass,replay").await;
    world.partner.init(&paid_with(NO_3DS)).await;
    world.hook("payment_finished").await;
    let id = world.partner.init(&documented_request()).await;
    let first = world.hooks.next().await;
    assert_eq!(read(&first)["type"], "action_required");
    world.partner.session(CANCEL, &json!({"session_id": id})).await;
    world.hook("payment_finished").await;
    let again = world.hooks.next().await;
    assert_eq!((&again.body, &again.signature), (&first.body, &first.signature));
    assert_eq!(faults(&world, 4).await[3], ("action_required".to_owned(), 1, Some(CallbackFault::Replay), false));
}

#[tokio::test]
async fn a_webhook_is_there_before_the_answer() {
    let mut world = world("before-the-answer,before-the-answer").await;
    // Made by a timer after the request was taken, and by the request itself: either way the answer waits.
    let id = world.partner.init(&documented_request()).await;
    assert_eq!(world.sandbox.bank131().deliveries().len(), 1);
    assert_eq!(world.hook("action_required").await["id"], id.as_str());
    world.partner.session(CANCEL, &json!({"session_id": id})).await;
    assert_eq!(world.sandbox.bank131().deliveries().len(), 2);
    world.hook("payment_finished").await;
}

#[tokio::test]
async fn an_answer_does_not_wait_for_a_webhook_for_ever() {
    let world = world("before-the-answer").await;
    // A receiver that is there and says nothing.
    let deaf = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", deaf.local_addr().unwrap());
    world.sandbox.set_callback(Provider::Bank131, &url).unwrap();
    let started = tokio::time::Instant::now();
    let id = world.partner.init(&documented_request()).await;
    assert!(!id.is_empty());
    let waited = started.elapsed();
    assert!((900..3000).contains(&waited.as_millis()), "{waited:?}");
}

#[tokio::test]
async fn the_merchant_hears_before_the_payers_page() {
    let mut shop = Shop::new().await;
    shop.sandbox.set_callback_faults(Provider::PaynetEasy, "before-the-answer,tamper".parse().unwrap());
    for round in 0..2 {
        let (orderid, form) = shop.merchant.order(&shop.with_callback(form_to_form())).await;
        Browser.post(&form, &[("action", "cancel")]).await;
        if round == 0 {
            assert_eq!(shop.sandbox.payneteasy().deliveries().len(), 1);
            assert_eq!(member(&shop.call().await.parameters, "orderid"), Some(orderid));
            continue;
        }
        let told = shop.calls.next().await;
        // The second is forged: another order, and the checksum of this one.
        assert_ne!(member(&told.parameters, "control"), Some(shop.merchant.control(&told.parameters)));
        let told = shop.calls.next().await;
        assert_eq!(member(&told.parameters, "orderid"), Some(orderid));
        shop.merchant.check_control(&told.parameters);
    }
    let first = &shop.sandbox.payneteasy().deliveries()[0];
    assert_eq!(first.fault, Some(CallbackFault::BeforeTheAnswer));
}

#[tokio::test]
async fn callbacks_and_postbacks_go_their_own_ways() {
    let mut lender = Lender::new().await;
    lender.sandbox.set_callback_faults(Provider::Vepay, "reorder".parse().unwrap());
    let (_, url) = lender.register(0, "a1").await;
    let fields = card("4111111111111111");
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.push(("action", "pay"));
    Browser.post(&url, &fields).await;
    let mut paths = Vec::new();
    for _ in 0..3 {
        paths.push(lender.mail.next().await.uri.path().to_owned());
    }
    // Whichever of the others lets the first postback go, it goes where the request wanted it.
    assert_ne!(paths[0], "/v1");
    paths.sort();
    assert_eq!(paths, ["/callback", "/v1", "/v2"]);
    assert!(lender.mail.is_quiet().await);
}
