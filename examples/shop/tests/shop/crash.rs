//! Killed in the middle of an order, and started again on the same database.

use std::time::Duration;

use payments_sandbox::{Fault, Gate, Provider, Sandbox, Script};
use serde_json::{Value, json};

use crate::payer::{BANK131_CARDS, PAYNETEASY_CARDS, SAVED_CARD};
use crate::process::{Shop, announced, path_of, sandbox, until};

/// Begins an order whose response never comes, kills the shop while it waits, and starts it again. Returns the order's
/// number, and the gate, which closes when it is dropped.
async fn crash_while_calling(
    sandbox: &Sandbox,
    provider: Provider,
    name: &str,
    typed: &[(&str, &str)],
) -> (Shop, String, Gate) {
    crash_while_calling_as_set(announced(sandbox), sandbox, provider, name, typed).await
}

/// The same with the given settings.
async fn crash_while_calling_as_set(
    mut providers: Value,
    sandbox: &Sandbox,
    provider: Provider,
    name: &str,
    typed: &[(&str, &str)],
) -> (Shop, String, Gate) {
    // Acts, and sends no response. Later connections are served.
    let gate = sandbox.gate(provider, Script::new([Some(Fault::Silence)])).await.unwrap();
    *providers.pointer_mut(&format!("/{name}/base_url")).unwrap() = json!(gate.base_url());
    let mut shop = Shop::start(&providers);

    let number = shop.number(name).await;
    shop.submit_into_the_dark(&path_of(name, &number), typed).await;
    until("the provider acts", || !sandbox.effects(provider).is_empty()).await;
    assert_eq!(shop.order(&number).await.0, "begun", "the intent is stored before the answer is there");
    shop.kill();
    shop.restart();
    (shop, number, gate)
}

/// The sandbox's announcement, with the bank's confirmation that requests are idempotent by key.
fn announced_with_trust_in_keys(sandbox: &Sandbox) -> Value {
    let mut providers = announced(sandbox);
    let bank131 = providers.pointer_mut("/bank131").and_then(Value::as_object_mut).unwrap();
    bank131.insert("idempotent_by_key".into(), json!(true));
    providers
}

fn assert_acted_once(sandbox: &Sandbox, provider: Provider, number: &str) {
    let keys: Vec<_> = sandbox.effects(provider).into_iter().map(|effect| effect.key).collect();
    assert_eq!(keys, [Some(number.to_owned())]);
}

/// The response is lost and the cards are not stored: the outcome comes in the webhook. The payer is not asked to type the
/// cards again, because the bank has not confirmed that requests are idempotent by key.
#[tokio::test]
async fn bank131_killed_during_the_call_is_recovered_by_the_webhook() {
    let sandbox = sandbox().await;
    let (shop, number, _gate) = crash_while_calling(&sandbox, Provider::Bank131, "bank131", &BANK131_CARDS).await;
    until("the shop has taken the order up again", || !shop.note(&number).is_empty()).await;
    let (state, note) = shop.order(&number).await;
    assert_eq!(state, "begun", "nothing can be asked yet");
    assert_eq!(note, "The answer was lost. The bank&#39;s webhook tells what became of it.");

    let table = shop.payer.get(&format!("{}/orders", shop.url)).await.html;
    assert!(!table.contains("href="), "no link is offered: {table}");
    let path = format!("/bank131/orders/{number}");
    let page = shop.payer.get(&format!("{}{path}/pay", shop.url)).await;
    assert_eq!(page.location.as_deref(), Some("/#orders"), "no form is offered: {}", page.html);
    let again = shop.submit(&format!("{path}/again"), &BANK131_CARDS).await;
    assert_eq!(again.status, 404, "nor is one taken");

    shop.hear(&sandbox);
    shop.becomes(&number, "succeeded").await;
    assert_eq!(shop.bookings(&number), ["succeeded"]);
    assert_acted_once(&sandbox, Provider::Bank131, &number);
    let sent = sandbox.bank131().received();
    assert_eq!(sent.iter().filter(|request| request.path.ends_with("/init")).count(), 1, "and nothing was sent again");
}

/// It is unknown whether the first attempt arrived, so the payer types the same again. It did not arrive.
#[tokio::test]
async fn bank131_begun_again_under_the_same_number_pays_once_if_the_first_attempt_got_lost() {
    let sandbox = sandbox().await;
    sandbox.set_faults(Provider::Bank131, Script::new([Some(Fault::CloseMidRequest { after: 100 })]));
    let shop = Shop::start(&announced_with_trust_in_keys(&sandbox));
    shop.hear(&sandbox);
    let number = shop.number("bank131").await;
    shop.begin("bank131", &number, &BANK131_CARDS).await;
    assert_eq!(shop.order(&number).await.0, "begun");
    assert!(sandbox.effects(Provider::Bank131).is_empty());
    shop.asks_payer("bank131").await;
    let incomplete = shop.submit(&format!("/bank131/orders/{number}/again"), &BANK131_CARDS[..3]).await;
    assert_eq!(incomplete.status, 422);
    shop.begin_again("bank131", &number, &BANK131_CARDS).await;
    shop.becomes(&number, "succeeded").await;
    assert_acted_once(&sandbox, Provider::Bank131, &number);
}

/// It did arrive, and then the bank could not be reached. That proves nothing about the first attempt.
#[tokio::test]
async fn bank131_begun_again_under_the_same_number_pays_once_if_the_first_attempt_arrived() {
    let sandbox = sandbox().await;
    let (shop, number, gate) = crash_while_calling_as_set(
        announced_with_trust_in_keys(&sandbox),
        &sandbox,
        Provider::Bank131,
        "bank131",
        &BANK131_CARDS,
    )
    .await;
    let path = shop.asks_payer("bank131").await;
    let page = shop.payer.get(&format!("{}{path}", shop.url)).await.html;
    assert!(page.contains(&format!("action=\"/bank131/orders/{number}/again\"")), "{page}");
    shop.begin_again("bank131", &number, &BANK131_CARDS).await;
    let refused = sandbox.bank131().received().last().and_then(|request| request.error_code.clone());
    assert_eq!(refused.as_deref(), Some("idempotency_key_already_exists"));
    assert_eq!(shop.order(&number).await.0, "begun");

    // Longer than all attempts of one call.
    gate.play(Script::new([Some(Fault::Refuse { lasting: Duration::from_secs(3) })]));
    shop.asks_payer("bank131").await;
    shop.begin_again("bank131", &number, &BANK131_CARDS).await;
    assert!(shop.log().contains("kind=Unreachable"));
    assert_eq!(shop.order(&number).await.0, "begun");

    shop.hear(&sandbox);
    shop.becomes(&number, "succeeded").await;
    assert_eq!(shop.bookings(&number), ["succeeded"]);
    assert_acted_once(&sandbox, Provider::Bank131, &number);
}

/// The id of the session is known: it is queried, and no webhook is needed.
#[tokio::test]
async fn bank131_killed_after_the_response_is_recovered_by_its_session() {
    let sandbox = sandbox().await;
    let mut shop = Shop::start(&announced(&sandbox));
    let number = shop.number("bank131").await;
    shop.begin("bank131", &number, &BANK131_CARDS).await;
    shop.kill();
    shop.restart();
    shop.becomes(&number, "succeeded").await;
    assert!(shop.processed_events().is_empty(), "no webhook has come");

    shop.hear(&sandbox);
    until("the webhook comes late", || !shop.processed_events().is_empty()).await;
    assert_eq!(shop.bookings(&number), ["succeeded"], "and finds it booked");
    assert_acted_once(&sandbox, Provider::Bank131, &number);
}

/// The same request would make a second order: only the status is queried.
#[tokio::test]
async fn payneteasy_killed_during_the_call_is_polled_and_not_sent_again() {
    let sandbox = sandbox().await;
    let (shop, number, _gate) = crash_while_calling(&sandbox, Provider::PaynetEasy, "payneteasy", &[]).await;
    let note = shop.becomes(&number, "pending").await;
    assert!(note.starts_with("The gateway has the order."), "{note}");
    assert_acted_once(&sandbox, Provider::PaynetEasy, &number);

    shop.begin("payneteasy", &number, &[]).await;
    let again = shop.submit(&format!("/payneteasy/orders/{number}/again"), &[]).await;
    assert_eq!(again.status, 404, "nor can the payer repeat it");
    assert_acted_once(&sandbox, Provider::PaynetEasy, &number);
}

/// The payer pays while there is no shop, and no callback comes.
#[tokio::test]
async fn payneteasy_killed_while_the_payer_pays_is_recovered_by_its_status() {
    let sandbox = sandbox().await;
    let mut shop = Shop::start(&announced(&sandbox));
    let number = shop.number("payneteasy").await;
    shop.begin("payneteasy", &number, &[]).await;
    let form = shop.payer.form_of(&shop.url, "payneteasy", &number).await;
    shop.kill();
    shop.payer.fill_in(&form, &PAYNETEASY_CARDS).await;
    shop.restart();
    shop.becomes(&number, "succeeded").await;
    assert_eq!(shop.bookings(&number), ["succeeded"]);
    assert_acted_once(&sandbox, Provider::PaynetEasy, &number);
}

/// The same request again makes no second registration, and returns the id of the first.
#[tokio::test]
async fn vepay_killed_during_the_call_is_recovered_by_the_same_request() {
    let sandbox = sandbox().await;
    let (shop, number, _gate) = crash_while_calling(&sandbox, Provider::Vepay, "vepay", &[]).await;
    let note = shop.becomes(&number, "pending").await;
    assert!(note.starts_with("Vepay has the registration."), "{note}");
    assert_acted_once(&sandbox, Provider::Vepay, &number);
}

/// No request was sent, so none could get lost: the form is signed again.
#[tokio::test]
async fn kvell_killed_before_the_payer_comes_signs_the_same_form_again() {
    let sandbox = sandbox().await;
    let mut shop = Shop::start(&announced(&sandbox));
    let number = shop.number("kvell").await;
    shop.begin("kvell", &number, &[]).await;
    let form = shop.payer.form_of(&shop.url, "kvell", &number).await;
    shop.kill();
    shop.restart();
    assert_eq!(shop.payer.form_of(&shop.url, "kvell", &number).await, form);
    shop.payer.fill_in(&form, &SAVED_CARD).await;
    shop.becomes(&number, "succeeded").await;
    assert_eq!(shop.bookings(&number), ["succeeded"]);
    assert_acted_once(&sandbox, Provider::Kvell, &number);
}
