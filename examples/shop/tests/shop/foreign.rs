//! Responses about another operation, as from a stale cache or a balancer that mixed up two connections: they book nothing,
//! and once the provider responds about the right operation again, the order is booked once.

use axum::Router;
use http::StatusCode;
use payments_sandbox::{DeliveryOutcome, Exchange, Fault, Gate, Provider, Sandbox, Script};
use serde_json::json;
use tokio::net::TcpListener;

use crate::payer::{BANK131_CARDS, PAYNETEASY_CARDS, SAVED_CARD};
use crate::process::{Shop, announced, sandbox, until};

/// For all connections.
fn always() -> impl Iterator<Item = Option<Fault>> {
    std::iter::repeat_n(Some(Fault::AnswersAboutAnother), 1000)
}

/// A shop whose calls to one provider go through a gate. It receives no callbacks.
async fn behind_gate(sandbox: &Sandbox, provider: Provider, name: &str, script: Script) -> (Shop, Gate) {
    let gate = sandbox.gate(provider, script).await.unwrap();
    let mut providers = announced(sandbox);
    // Payers open Kvell's form at its own address.
    let address = if provider == Provider::Kvell { "api_url" } else { "base_url" };
    *providers.pointer_mut(&format!("/{name}/{address}")).unwrap() = json!(gate.base_url());
    (Shop::start(&providers), gate)
}

/// The responses that were about another operation and replaced an id of the request, so that the shop could notice.
fn foreign(gate: &Gate) -> Vec<Exchange> {
    let mut exchanges = gate.exchanges();
    exchanges.retain(|exchange| exchange.foreign.iter().any(|one| one.echo));
    exchanges
}

/// The shop is down, and its order has succeeded at the provider. On restart it receives responses about other operations
/// only; then the provider works again.
async fn books_by_its_own_answer_alone(mut shop: Shop, gate: &Gate, number: &str) {
    let (state, reference) = (shop.order_in_database(number), shop.reference_if_any(number));
    gate.play(Script::new(always()));
    shop.restart();
    // When the second response is requested, the first one has been handled.
    until("it has asked twice", || foreign(gate).len() >= 2 || !shop.bookings(number).is_empty()).await;
    assert!(shop.bookings(number).is_empty(), "booked by an answer about another: {:?}", foreign(gate));
    assert_eq!(shop.reference_if_any(number), reference, "nor is another's number taken for its own");
    assert_eq!(shop.order_in_database(number), state);
    assert!(gate.exchanges().iter().all(|exchange| exchange.fault == Some(Fault::AnswersAboutAnother)));

    gate.play(Script::default());
    shop.becomes(number, "succeeded").await;
    assert_eq!(shop.bookings(number), ["succeeded"]);
    assert!(shop.reference_if_any(number).is_none_or(|now| Some(now) == reference));
}

#[tokio::test]
async fn bank131_another_session_is_not_this_one() {
    let sandbox = sandbox().await;
    let (mut shop, gate) = behind_gate(&sandbox, Provider::Bank131, "bank131", Script::default()).await;
    let number = shop.number("bank131").await;
    let mut typed = BANK131_CARDS;
    // It waits for the payer.
    typed[0].1 = "4242424242424242";
    shop.begin("bank131", &number, &typed).await;
    let page = shop.asks_payer("bank131").await;
    let page = shop.payer.get(&format!("{}{page}", shop.url)).await.html;
    let (_, address) = page.split_once("action=\"").unwrap();
    shop.kill();
    // A webhook that is not accepted would delay the next one.
    sandbox.set_callback(Provider::Bank131, &somebody_else().await).unwrap();
    // The button of the bank's page, which opens by POST only.
    let (page, key) = address.split('"').next().and_then(|address| address.split_once('?')).unwrap();
    shop.payer.post(&format!("{page}/answer?{key}"), &[("answer", "confirm")]).await;
    let has_ended = || sandbox.bank131().deliveries().iter().any(|delivery| delivery.event == "payment_finished");
    until("the session has ended", has_ended).await;
    books_by_its_own_answer_alone(shop, &gate, &number).await;
}

/// The address of a server that accepts everything.
async fn somebody_else() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async { axum::serve(listener, Router::new().fallback(async || StatusCode::OK)).await });
    address
}

#[tokio::test]
async fn payneteasy_another_order_is_not_this_one() {
    let sandbox = sandbox().await;
    let (mut shop, gate) = behind_gate(&sandbox, Provider::PaynetEasy, "payneteasy", Script::default()).await;
    let number = shop.number("payneteasy").await;
    shop.begin("payneteasy", &number, &[]).await;
    let form = shop.payer.form_of(&shop.url, "payneteasy", &number).await;
    shop.kill();
    shop.payer.fill_in(&form, &PAYNETEASY_CARDS).await;
    books_by_its_own_answer_alone(shop, &gate, &number).await;
}

#[tokio::test]
async fn kvell_the_card_of_another_transaction_is_not_this_one() {
    let sandbox = sandbox().await;
    let (mut shop, gate) = behind_gate(&sandbox, Provider::Kvell, "kvell", Script::default()).await;
    let number = shop.number("kvell").await;
    shop.begin("kvell", &number, &[]).await;
    let form = shop.payer.form_of(&shop.url, "kvell", &number).await;
    shop.kill();
    shop.payer.fill_in(&form, &SAVED_CARD).await;
    books_by_its_own_answer_alone(shop, &gate, &number).await;
}

/// The response of `card/get` has nothing of the request in it, so the shop cannot notice. It is a gap of the provider that a
/// shop must know.
#[tokio::test]
async fn vepay_response_has_nothing_of_the_request_to_compare() {
    let sandbox = sandbox().await;
    let (mut shop, gate) = behind_gate(&sandbox, Provider::Vepay, "vepay", Script::default()).await;
    let number = shop.number("vepay").await;
    shop.begin("vepay", &number, &[]).await;
    let form = shop.payer.form_of(&shop.url, "vepay", &number).await;
    shop.kill();
    shop.payer.fill_in(&form, &SAVED_CARD).await;
    gate.play(Script::new(always()));
    shop.restart();
    until("it has asked", || !gate.exchanges().is_empty()).await;
    for exchange in gate.exchanges() {
        assert_eq!(exchange.path.as_deref(), Some("/mfo/card/get"));
        let named: Vec<_> = exchange.foreign.iter().map(|one| (one.member.as_str(), one.echo)).collect();
        assert_eq!(named, [("card.id", false)]);
    }
}

/// The response to the call that begins an order.
#[tokio::test]
async fn payneteasy_the_id_of_another_order_is_not_stored() {
    let sandbox = sandbox().await;
    let script = Script::new([Some(Fault::AnswersAboutAnother)]);
    let (shop, gate) = behind_gate(&sandbox, Provider::PaynetEasy, "payneteasy", script).await;
    let number = shop.number("payneteasy").await;
    shop.begin("payneteasy", &number, &[]).await;
    assert_eq!(foreign(&gate).len(), 1);
    let own = sandbox.effects(Provider::PaynetEasy).remove(0).subject;
    until("the recovery has found its own", || shop.reference_if_any(&number).is_some()).await;
    assert_eq!(shop.reference(&number), own);
    assert_eq!(shop.order(&number).await.0, "pending");
    assert_eq!(sandbox.effects(Provider::PaynetEasy).len(), 1);
}

/// The session's id is new to the shop; it can compare only its own number, the customer's reference.
#[tokio::test]
async fn bank131_the_session_of_another_order_is_not_stored() {
    let sandbox = sandbox().await;
    let script = Script::new([Some(Fault::AnswersAboutAnother)]);
    let (shop, gate) = behind_gate(&sandbox, Provider::Bank131, "bank131", script).await;
    shop.hear(&sandbox);
    let number = shop.number("bank131").await;
    shop.begin("bank131", &number, &BANK131_CARDS).await;
    assert_eq!(foreign(&gate).len(), 1);
    let own = sandbox.effects(Provider::Bank131).remove(0).subject;
    until("the webhook has told its own", || shop.reference_if_any(&number).is_some()).await;
    assert_eq!(shop.reference(&number), own);
    shop.becomes(&number, "succeeded").await;
    assert_eq!(shop.bookings(&number), ["succeeded"]);
    assert_eq!(sandbox.effects(Provider::Bank131).len(), 1);
}

/// The first response is lost; the second says that another number was used before.
#[tokio::test]
async fn vepay_the_registration_of_another_order_is_not_stored() {
    let sandbox = sandbox().await;
    let script = Script::new([Some(Fault::DropAnswer), Some(Fault::AnswersAboutAnother)]);
    let (shop, gate) = behind_gate(&sandbox, Provider::Vepay, "vepay", script).await;
    let number = shop.number("vepay").await;
    shop.begin("vepay", &number, &[]).await;
    until("it has sent the same again", || !foreign(&gate).is_empty()).await;
    let own = sandbox.effects(Provider::Vepay).remove(0).subject;
    until("the recovery has found its own", || shop.reference_if_any(&number).is_some()).await;
    assert_eq!(shop.reference(&number), own);
    assert_eq!(sandbox.effects(Provider::Vepay).len(), 1);
}

/// A webhook about an order whose response was lost makes the shop query the session. A response about another session proves
/// nothing.
#[tokio::test]
async fn bank131_a_webhook_is_not_confirmed_by_another_session() {
    let sandbox = sandbox().await;
    let script = Script::new([Some(Fault::DropAnswer)].into_iter().chain(always()));
    let (shop, gate) = behind_gate(&sandbox, Provider::Bank131, "bank131", script).await;
    let number = shop.number("bank131").await;
    shop.begin("bank131", &number, &BANK131_CARDS).await;
    assert_eq!(shop.order(&number).await.0, "begun");
    shop.hear(&sandbox);
    let refused = || {
        let deliveries = sandbox.bank131().deliveries();
        deliveries.iter().any(|delivery| delivery.outcome == DeliveryOutcome::Answered(503))
    };
    until("the webhook is dealt with", || refused() || !shop.bookings(&number).is_empty()).await;
    assert!(shop.bookings(&number).is_empty(), "booked by an answer about another: {:?}", foreign(&gate));
    assert!(!foreign(&gate).is_empty() && shop.processed_events().is_empty());

    gate.play(Script::default());
    shop.becomes(&number, "succeeded").await;
    assert_eq!(shop.bookings(&number), ["succeeded"]);
}

/// A callback about a card makes the shop query the card.
#[tokio::test]
async fn kvell_a_callback_is_not_confirmed_by_the_card_of_another() {
    let sandbox = sandbox().await;
    let (shop, gate) = behind_gate(&sandbox, Provider::Kvell, "kvell", Script::new(always())).await;
    shop.hear(&sandbox);
    let number = shop.number("kvell").await;
    shop.begin("kvell", &number, &[]).await;
    let form = shop.payer.form_of(&shop.url, "kvell", &number).await;
    shop.payer.fill_in(&form, &SAVED_CARD).await;
    let refused = || {
        let deliveries = sandbox.kvell().deliveries();
        deliveries.iter().any(|delivery| delivery.outcome == DeliveryOutcome::Answered(503))
    };
    until("the callback is dealt with", || refused() || !shop.bookings(&number).is_empty()).await;
    assert!(shop.bookings(&number).is_empty(), "booked by an answer about another: {:?}", foreign(&gate));
    assert!(!foreign(&gate).is_empty() && shop.processed_events().is_empty());

    gate.play(Script::default());
    shop.becomes(&number, "succeeded").await;
    assert_eq!(shop.bookings(&number), ["succeeded"]);
}
