//! The life of a purchase at Bank 131: its money is held, captured, refunded and paid out; each once, whatever gets lost.

use std::time::Duration;

use payments_sandbox::{Fault, Gate, Provider, Sandbox, Script};
use serde_json::json;
use tokio::time::sleep;

use crate::payer::Page;
use crate::process::{Shop, announced, sandbox, until};

const HELD: [(&str, &str); 3] = [("card_number", "5200828282828210"), ("expiry", "12/30"), ("security_code", "123")];
const RECIPIENT: [(&str, &str); 1] = [("recipient_card_number", "5058270610441098")];

/// Polls end after this many seconds, so that a fault meets the call it is meant for.
const FOLLOWED: &str = "6";

/// For a connection before the one whose response gets lost: it serves one request, and serves it right.
const SERVED: Option<Fault> = Some(Fault::Oversize { bytes: 0 });

/// A shop whose calls to the bank go through a gate. It receives no webhooks.
async fn behind_gate(sandbox: &Sandbox) -> (Shop, Gate) {
    let gate = sandbox.gate(Provider::Bank131, Script::default()).await.unwrap();
    let mut providers = announced(sandbox);
    *providers.pointer_mut("/bank131/base_url").unwrap() = json!(gate.base_url());
    (Shop::start_with(&providers, &[("SHOP_FOLLOW_FOR", FOLLOWED), ("SHOP_SWEEP_EVERY", "3600")]), gate)
}

/// Where the form of a page goes, whose address contains this.
fn form_path(page: &Page, part: &str) -> String {
    let mut actions = page.html.split("action=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let action = actions.find(|action| action.contains(part));
    action.unwrap_or_else(|| unreachable!("no form: {}", page.html)).replace("&amp;", "&")
}

fn number_in(path: &str) -> String {
    path.split(['/', '?']).nth(3).unwrap().to_owned()
}

async fn buy(shop: &Shop, typed: &[(&str, &str)]) -> String {
    let path = form_path(&shop.payer.get(&shop.url).await, "kind=purchase");
    assert_eq!(shop.submit(&path, typed).await.status, 303);
    number_in(&path)
}

/// A purchase whose money is held, and that is followed no more.
pub(crate) async fn held(shop: &Shop) -> String {
    let number = buy(shop, &HELD).await;
    becomes_held(shop, &number).await;
    number
}

async fn becomes_held(shop: &Shop, number: &str) {
    until("the money is held", || shop.note(number).contains("is held on the card")).await;
}

/// Opens the page of a button on an order's line. Returns where its form goes.
async fn page_of(shop: &Shop, about: &str, kind: &str) -> String {
    let page = shop.payer.get(&format!("{}/bank131/orders/{about}/actions/{kind}", shop.url)).await;
    form_path(&page, &format!("kind={kind}&amp;about={about}"))
}

/// Presses the button, and submits the page behind it.
async fn act(shop: &Shop, about: &str, kind: &str, typed: &[(&str, &str)]) -> String {
    let path = page_of(shop, about, kind).await;
    assert_eq!(shop.submit(&path, typed).await.status, 303);
    number_in(&path)
}

/// The buttons on an order's line.
async fn buttons(shop: &Shop, number: &str) -> Vec<String> {
    let table = shop.payer.get(&format!("{}/orders", shop.url)).await.html;
    let link = format!("href=\"/bank131/orders/{number}/actions/");
    let links = table.split(&link).skip(1);
    links.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// How often the bank has received a call.
fn sent(sandbox: &Sandbox, call: &str) -> usize {
    sandbox.bank131().received().iter().filter(|request| request.path.ends_with(call)).count()
}

#[tokio::test]
async fn a_purchase_is_captured_refunded_and_paid_out() {
    let sandbox = sandbox().await;
    let shop = Shop::open(&sandbox);
    let number = held(&shop).await;
    assert_eq!(shop.order(&number).await.0, "pending");
    assert_eq!(buttons(&shop, &number).await, ["capture"]);
    let page = shop.payer.get(&format!("{}/bank131/orders/{number}/pay", shop.url)).await;
    assert_eq!(page.location.as_deref(), Some("/#orders"), "the payer has nothing to wait for");

    let capture = act(&shop, &number, "capture", &[]).await;
    shop.becomes(&capture, "succeeded").await;
    shop.becomes(&number, "succeeded").await;
    assert_eq!(buttons(&shop, &number).await, ["refund", "payout"]);

    let refund = act(&shop, &number, "refund", &[]).await;
    shop.becomes(&refund, "succeeded").await;
    assert_eq!(buttons(&shop, &number).await, ["payout"]);
    let payout = act(&shop, &number, "payout", &RECIPIENT).await;
    shop.becomes(&payout, "succeeded").await;
    assert!(buttons(&shop, &number).await.is_empty());
    for order in [&number, &capture, &refund, &payout] {
        assert_eq!(shop.bookings(order), ["succeeded"]);
    }
    for call in ["session/start/payment", "session/capture", "session/refund", "session/start/payout"] {
        assert_eq!(sent(&sandbox, call), 1, "{call}");
    }
    let database = String::from_utf8_lossy(&std::fs::read(shop.database()).unwrap()).into_owned();
    for card in [HELD[0].1, RECIPIENT[0].1] {
        assert!(!database.contains(card) && !shop.log().contains(card), "a card number");
    }
}

#[tokio::test]
async fn nothing_is_done_twice_or_before_its_time() {
    let sandbox = sandbox().await;
    let shop = Shop::open(&sandbox);
    let number = held(&shop).await;
    let early = act(&shop, &number, "refund", &[]).await;
    assert_eq!(shop.order_in_database(&early), "", "what is held cannot be refunded");

    // Two people open the page, and one of them presses twice.
    let (one, other) = (page_of(&shop, &number, "capture").await, page_of(&shop, &number, "capture").await);
    for path in [&one, &one, &other] {
        assert_eq!(shop.submit(path, &[]).await.status, 303);
    }
    shop.becomes(&number_in(&one), "succeeded").await;
    assert_eq!(shop.order_in_database(&number_in(&other)), "");
    assert_eq!((sent(&sandbox, "session/capture"), sent(&sandbox, "session/refund")), (1, 0));

    let path = page_of(&shop, &number, "payout").await;
    shop.becomes(&number, "succeeded").await;
    assert_eq!(shop.submit(&path, &[]).await.status, 422, "the card is missing");
    assert_eq!(shop.submit(&path, &[("recipient_card_number", "5058270610441099")]).await.status, 422);
    assert_eq!(sent(&sandbox, "session/create"), 1);
    // What a purchase allows stays allowed: here only the first payout stands in the way of the other.
    let other = page_of(&shop, &number, "payout").await;
    for path in [&path, &other] {
        assert_eq!(shop.submit(path, &RECIPIENT).await.status, 303);
    }
    assert_eq!(shop.order_in_database(&number_in(&other)), "");
    assert_eq!(sent(&sandbox, "session/start/payout"), 1);
}

#[tokio::test]
async fn a_purchase_with_3_d_secure_asks_the_payer() {
    let sandbox = sandbox().await;
    let shop = Shop::open(&sandbox);
    let mut typed = HELD;
    typed[0].1 = "4242424242424242";
    let number = buy(&shop, &typed).await;
    let path = shop.asks_payer("bank131").await;
    assert_eq!(path, format!("/bank131/orders/{number}/pay"));
    assert!(shop.payer.get(&format!("{}{path}", shop.url)).await.html.contains("method=\"POST\""));
}

/// What is pressed is done at the bank, its response is lost, and the query finds it.
async fn done_once_although_its_response_is_lost(kind: &str, before: &[Option<Fault>], call: &str) {
    let sandbox = sandbox().await;
    let (shop, gate) = behind_gate(&sandbox).await;
    let number = held(&shop).await;
    if kind != "capture" {
        act(&shop, &number, "capture", &[]).await;
        shop.becomes(&number, "succeeded").await;
    }
    sleep(Duration::from_secs(FOLLOWED.parse().unwrap())).await;
    gate.play(Script::new(before.iter().cloned().chain([Some(Fault::DropAnswer)])));
    sleep(Duration::from_millis(200)).await;
    let action = act(&shop, &number, kind, if kind == "payout" { &RECIPIENT } else { &[] }).await;
    let faults: Vec<_> = gate.exchanges().into_iter().filter_map(|exchange| exchange.fault).collect();
    assert!(faults.contains(&Fault::DropAnswer), "{faults:?}");
    assert_ne!(shop.order_in_database(&action), "failed");
    shop.becomes(&action, "succeeded").await;
    assert_eq!(shop.bookings(&action), ["succeeded"]);
    assert_eq!(sent(&sandbox, call), 1);
    assert!(!buttons(&shop, &number).await.contains(&kind.to_owned()));
}

#[tokio::test]
async fn a_capture_whose_response_is_lost_is_found_by_its_session() {
    done_once_although_its_response_is_lost("capture", &[], "session/capture").await;
}

#[tokio::test]
async fn a_refund_whose_response_is_lost_is_found_by_counting() {
    done_once_although_its_response_is_lost("refund", &[SERVED], "session/refund").await;
}

#[tokio::test]
async fn a_payout_whose_response_is_lost_is_found_by_its_session() {
    done_once_although_its_response_is_lost("payout", &[SERVED], "session/start/payout").await;
}

/// The count of the refunds before is stored before the refund is sent.
#[tokio::test]
async fn a_shop_killed_during_a_refund_finds_it_and_sends_no_other() {
    let sandbox = sandbox().await;
    let (mut shop, gate) = behind_gate(&sandbox).await;
    let number = held(&shop).await;
    act(&shop, &number, "capture", &[]).await;
    shop.becomes(&number, "succeeded").await;
    sleep(Duration::from_secs(FOLLOWED.parse().unwrap())).await;
    gate.play(Script::new([SERVED, Some(Fault::Silence)]));
    sleep(Duration::from_millis(200)).await;
    let path = page_of(&shop, &number, "refund").await;
    shop.submit_into_the_dark(&path, &[]).await;
    until("the bank refunds", || sent(&sandbox, "session/refund") == 1).await;
    shop.kill();
    assert_eq!(shop.order_in_database(&number_in(&path)), "begun");
    gate.play(Script::default());
    shop.restart();
    shop.becomes(&number_in(&path), "succeeded").await;
    assert_eq!(sent(&sandbox, "session/refund"), 1);
}

#[tokio::test]
async fn a_purchase_whose_response_is_lost_is_found_by_its_session() {
    let sandbox = sandbox().await;
    let (shop, gate) = behind_gate(&sandbox).await;
    gate.play(Script::new([SERVED, Some(Fault::DropAnswer)]));
    let number = buy(&shop, &HELD).await;
    becomes_held(&shop, &number).await;
    assert_eq!(sent(&sandbox, "session/start/payment"), 1);
}

/// The session is open, and the start never arrives: it is cancelled, so that nothing can be charged any more.
#[tokio::test]
async fn a_purchase_that_was_not_started_is_cancelled_after_a_while() {
    let sandbox = sandbox().await;
    let (mut shop, gate) = behind_gate(&sandbox).await;
    gate.play(Script::new([SERVED, Some(Fault::CloseMidRequest { after: 100 })]));
    let number = buy(&shop, &HELD).await;
    assert_ne!(shop.order_in_database(&number), "failed", "it may still arrive");
    assert!(shop.reference_if_any(&number).is_some());
    sleep(Duration::from_secs(2)).await;
    assert_eq!(sent(&sandbox, "session/cancel"), 0);
    shop.kill();
    shop.age(&number);
    shop.restart();
    shop.becomes(&number, "failed").await;
    assert_eq!((sent(&sandbox, "session/start/payment"), sent(&sandbox, "session/cancel")), (0, 1));
}

/// The money is still held: the capture may be sent again, as another order.
#[tokio::test]
async fn a_capture_that_did_not_arrive_may_be_repeated() {
    let sandbox = sandbox().await;
    let (mut shop, gate) = behind_gate(&sandbox).await;
    let number = held(&shop).await;
    sleep(Duration::from_secs(FOLLOWED.parse().unwrap())).await;
    gate.play(Script::new([Some(Fault::CloseMidRequest { after: 100 })]));
    sleep(Duration::from_millis(200)).await;
    let first = act(&shop, &number, "capture", &[]).await;
    assert!(buttons(&shop, &number).await.is_empty(), "not while the first may arrive");
    shop.kill();
    shop.age(&first);
    shop.restart();
    let note = shop.becomes(&first, "failed").await;
    assert!(note.contains("capture it again"), "{note}");
    let second = act(&shop, &number, "capture", &[]).await;
    shop.becomes(&second, "succeeded").await;
    assert_eq!(sent(&sandbox, "session/capture"), 1);
}
