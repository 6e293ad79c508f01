//! Open orders are polled within bounds, and those whose outcome cannot be found out need a person.

use std::time::Duration;

use payments_sandbox::{Fault, Gate, Provider, Sandbox, Script};
use serde_json::json;
use tokio::time::sleep;

use crate::payer::{BANK131_CARDS, SAVED_CARD};
use crate::process::{Shop, announced, sandbox, until};

/// A shop whose queries to Kvell are counted.
async fn counted(sandbox: &Sandbox, settings: &[(&'static str, &str)]) -> (Shop, Gate) {
    let gate = sandbox.gate(Provider::Kvell, Script::default()).await.unwrap();
    let mut providers = announced(sandbox);
    *providers.pointer_mut("/kvell/api_url").unwrap() = json!(gate.base_url());
    (Shop::start_with(&providers, settings), gate)
}

#[tokio::test]
async fn an_open_order_is_followed_for_a_bounded_time_and_then_swept() {
    let sandbox = sandbox().await;
    let (mut shop, gate) = counted(&sandbox, &[("SHOP_FOLLOW_FOR", "2"), ("SHOP_SWEEP_EVERY", "3600")]).await;
    let number = shop.number("kvell").await;
    shop.begin("kvell", &number, &[]).await;
    sleep(Duration::from_secs(2)).await;
    let followed = gate.exchanges().len();
    assert!(followed > 1, "{followed}");
    // At this age the next polls would be at three and at seven seconds.
    sleep(Duration::from_secs(7)).await;
    assert_eq!(gate.exchanges().len(), followed, "it is still followed");

    // The end comes while nothing follows the order.
    let form = shop.payer.form_of(&shop.url, "kvell", &number).await;
    shop.payer.fill_in(&form, &SAVED_CARD).await;
    sleep(Duration::from_secs(1)).await;
    assert_eq!(shop.order_in_database(&number), "pending");
    shop.kill();
    shop.restart();
    shop.becomes(&number, "succeeded").await;
}

#[tokio::test]
async fn the_sweep_finds_the_end_of_an_order_that_nothing_follows() {
    let sandbox = sandbox().await;
    let (shop, gate) = counted(&sandbox, &[("SHOP_FOLLOW_FOR", "1"), ("SHOP_SWEEP_EVERY", "3")]).await;
    let number = shop.number("kvell").await;
    shop.begin("kvell", &number, &[]).await;
    sleep(Duration::from_secs(2)).await;
    let followed = gate.exchanges().len();
    until("it is swept again and again", || gate.exchanges().len() > followed + 4).await;
    let form = shop.payer.form_of(&shop.url, "kvell", &number).await;
    shop.payer.fill_in(&form, &SAVED_CARD).await;
    shop.becomes(&number, "succeeded").await;
}

/// The request never arrived, so no webhook comes, and the bank cannot be queried by our number.
#[tokio::test]
async fn an_order_whose_outcome_cannot_be_found_out_needs_a_person() {
    let sandbox = sandbox().await;
    sandbox.set_faults(Provider::Bank131, Script::new([Some(Fault::CloseMidRequest { after: 100 })]));
    let settings = [("SHOP_FOLLOW_FOR", "1"), ("SHOP_SWEEP_EVERY", "1"), ("SHOP_PERSON_AFTER", "3")];
    let mut shop = Shop::start_with(&announced(&sandbox), &settings);
    let number = shop.number("bank131").await;
    shop.begin("bank131", &number, &BANK131_CARDS).await;
    assert_eq!(shop.order(&number).await.0, "begun");
    let note = shop.becomes(&number, "needs_person").await;
    assert!(note.starts_with("The answer was lost."), "what is known is kept: {note}");
    assert!(shop.bookings(&number).is_empty(), "it is not guessed that it failed");
    let table = shop.payer.get(&format!("{}/orders", shop.url)).await.html;
    assert!(table.contains("Orders that need a person: 1"), "{table}");
    assert!(shop.log().contains("a person has to find out"));

    shop.kill();
    assert_eq!(shop.order_in_database(&number), "needs_person");
    shop.restart();
    sleep(Duration::from_secs(2)).await;
    assert_eq!(shop.order(&number).await.0, "needs_person");
}

/// A person was called, and then the webhook came after all.
#[tokio::test]
async fn an_order_that_needs_a_person_is_still_ended_by_its_callback() {
    let sandbox = sandbox().await;
    sandbox.set_faults(Provider::Bank131, Script::new([Some(Fault::DropAnswer)]));
    let settings = [("SHOP_FOLLOW_FOR", "1"), ("SHOP_SWEEP_EVERY", "1"), ("SHOP_PERSON_AFTER", "1")];
    let shop = Shop::start_with(&announced(&sandbox), &settings);
    let number = shop.number("bank131").await;
    shop.begin("bank131", &number, &BANK131_CARDS).await;
    shop.becomes(&number, "needs_person").await;
    shop.hear(&sandbox);
    shop.becomes(&number, "succeeded").await;
    assert_eq!(shop.bookings(&number), ["succeeded"]);
}

#[tokio::test]
async fn the_page_shows_the_latest_orders_only() {
    let sandbox = sandbox().await;
    let shop = Shop::start(&announced(&sandbox));
    let mut numbers = Vec::new();
    for _ in 0..25 {
        let number = shop.number("kvell").await;
        shop.begin("kvell", &number, &[]).await;
        numbers.push(number);
    }
    let page = shop.payer.get(&shop.url).await.html;
    assert_eq!(page.matches("<tr id=\"order-").count(), 20);
    let shown = |number: &String| page.contains(&format!("id=\"order-{number}\""));
    assert!(numbers[5..].iter().all(shown) && !numbers[..5].iter().any(shown));
}
