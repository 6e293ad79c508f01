//! Duplicate callbacks, and what the shop stores and shows of an order.

use bank131_client::session::{
    Amounts, CardDetails, Customer, ExchangeRate, Participant, Participants, PaymentDetails, PayoutDetails,
    SessionMultiInit,
};
use bank131_client::signing::RsaSigner;
use bank131_client::{Client, Currency, Environment, IdempotencyKey, Money};
use payments_sandbox::{CallbackFault, CallbackScript, Delivery, DeliveryOutcome, Provider, Sandbox};
use serde_json::Value;
use sha1::{Digest as _, Sha1};

use crate::payer::{BANK131_CARDS, PAYNETEASY_CARDS, SAVED_CARD};
use crate::process::{PROVIDERS, Shop, announced, path_of, sandbox, sandbox_with, until};

fn deliveries(sandbox: &Sandbox, provider: Provider) -> Vec<Delivery> {
    match provider {
        Provider::Bank131 => sandbox.bank131().deliveries(),
        Provider::PaynetEasy => sandbox.payneteasy().deliveries(),
        Provider::Vepay => sandbox.vepay().deliveries(),
        Provider::Kvell => sandbox.kvell().deliveries(),
        _ => unreachable!("there are four"),
    }
}

/// Begins an order and completes it as its payer, without a browser.
async fn complete(shop: &Shop, provider: &str) -> String {
    let number = shop.number(provider).await;
    let typed: &[_] = if provider == "bank131" { &BANK131_CARDS } else { &[] };
    shop.begin(provider, &number, typed).await;
    let typed: &[_] = match provider {
        "bank131" => return number,
        "payneteasy" => &PAYNETEASY_CARDS,
        _ => &SAVED_CARD,
    };
    let form = shop.payer.form_of(&shop.url, provider, &number).await;
    shop.payer.fill_in(&form, typed).await;
    number
}

#[tokio::test]
async fn a_duplicate_callback_is_booked_once() {
    let sandbox = sandbox().await;
    for (provider, _) in PROVIDERS {
        let twice = [Some(CallbackFault::Duplicate); 10];
        sandbox.set_callback_faults(provider, CallbackScript::new(twice));
    }
    let shop = Shop::open(&sandbox);
    for (provider, name) in PROVIDERS {
        let number = complete(&shop, name).await;
        shop.becomes(&number, "succeeded").await;
        let heard = || {
            let deliveries = deliveries(&sandbox, provider);
            deliveries.iter().filter(|delivery| delivery.outcome == DeliveryOutcome::Answered(200)).count()
        };
        until("both deliveries are acknowledged", || heard() >= 2).await;

        assert_eq!(shop.bookings(&number), ["succeeded"], "{name}");
        let event = format!("{name}/");
        assert_eq!(shop.processed_events().iter().filter(|event_id| event_id.starts_with(&event)).count(), 1, "{name}");
        let log = shop.log();
        let repeats = log.lines().filter(|line| line.contains("a duplicate, booked before") && line.contains(&event));
        assert_eq!(repeats.count(), 1, "{name}: it was recognised by its event id, not only by the order's state");
    }
}

#[tokio::test]
async fn an_unsigned_callback_is_refused() {
    let sandbox = sandbox().await;
    let shop = Shop::open(&sandbox);
    let number = shop.number("payneteasy").await;
    shop.begin("payneteasy", &number, &[]).await;
    let claim = format!("status=approved&orderid=1&merchant_order={number}&type=transfer&amount=100.50&control=0");
    let address = format!("{}/payneteasy/callbacks?{claim}", shop.url);
    assert_eq!(shop.payer.get(&address).await.status, 401);
    assert_eq!(shop.payer.post(&format!("{}/bank131/callbacks", shop.url), &[]).await.status, 401);
    assert_eq!(shop.order(&number).await.0, "pending");
}

/// A return has a status and a valid checksum for the payment's order, and another order's checksum matches once a digit has
/// moved.
#[tokio::test]
async fn a_signed_callback_about_anything_else_is_not_booked() {
    let sandbox = sandbox().await;
    let shop = Shop::open(&sandbox);
    let number = shop.number("payneteasy").await;
    shop.begin("payneteasy", &number, &[]).await;
    shop.becomes(&number, "pending").await;
    let (reference, key) = (shop.reference(&number), sandbox.announcement().payneteasy.merchant_control.clone());
    let deliver = async |reference: &str, rest: &str| {
        let control = format!("{:x}", Sha1::digest(format!("approved{reference}{number}{key}")));
        let query = format!("status=approved&orderid={reference}&merchant_order={number}&{rest}&control={control}");
        shop.payer.get(&format!("{}/payneteasy/callbacks?{query}", shop.url)).await.status
    };
    for rest in
        ["type=reversal&amount=100.50", "type=reversal&amount=20.00", "type=chargeback", "type=c2c&amount=100.50"]
    {
        assert_eq!(deliver(&reference, rest).await, 200, "{rest}");
    }
    assert_eq!(deliver(&format!("{reference}1"), "type=transfer&amount=100.50").await, 503);
    assert_eq!(deliver(&reference, "type=transfer&amount=1.00").await, 503);
    assert_eq!((shop.order(&number).await.0.as_str(), shop.bookings(&number).len()), ("pending", 0));
    assert!(shop.processed_events().is_empty());

    assert_eq!(deliver(&reference, "type=sale&amount=100.50").await, 200);
    assert_eq!(shop.bookings(&number), ["succeeded"]);
}

/// By the callback or by recovery: both report a reversal as approved.
#[tokio::test]
async fn a_return_is_not_booked_as_a_payment() {
    let sandbox = sandbox_with(|builder| builder.payneteasy_transaction_type("reversal")).await;
    let shop = Shop::open(&sandbox);
    let number = complete(&shop, "payneteasy").await;
    until("the recovery has told it", || shop.note(&number).contains("given back")).await;
    let is_acknowledged = |delivery: &Delivery| delivery.outcome == DeliveryOutcome::Answered(200);
    until("the callback is acknowledged", || deliveries(&sandbox, Provider::PaynetEasy).iter().any(is_acknowledged))
        .await;
    assert_eq!((shop.order(&number).await.0.as_str(), shop.bookings(&number).len()), ("needs_person", 0));
}

/// The gateway's word for a transfer is a guess. Under a word that is not listed nothing is booked until the shop is
/// configured.
#[tokio::test]
async fn a_transfer_is_booked_only_under_a_known_type() {
    for (word, configured, state) in
        [("sale", None, "succeeded"), ("c2c", None, "needs_person"), ("c2c", Some("C2C"), "succeeded")]
    {
        let sandbox = sandbox_with(|builder| builder.payneteasy_transaction_type(word)).await;
        let mut providers = announced(&sandbox);
        if let Some(word) = configured {
            providers["payneteasy"]["transfer_type"] = word.into();
        }
        let shop = Shop::start(&providers);
        shop.hear(&sandbox);
        let number = complete(&shop, "payneteasy").await;
        shop.becomes(&number, state).await;
    }
}

/// The payer was charged: if the shop called this failed, the payer would pay again.
#[tokio::test]
async fn a_payout_that_fails_after_the_debit_is_not_a_failed_order() {
    let sandbox = sandbox().await;
    let shop = Shop::open(&sandbox);
    let number = shop.number("bank131").await;
    let mut typed = BANK131_CARDS;
    typed[3].1 = "2200000000000012";
    shop.begin("bank131", &number, &typed).await;
    shop.becomes(&number, "needs_person").await;
    assert!(shop.note(&number).contains("declined_by_issuer_bank"), "{}", shop.note(&number));
}

/// Another partner of the bank may use our order's number for its own transfer.
#[tokio::test]
async fn a_genuine_webhook_about_another_session_is_not_booked() {
    let sandbox = sandbox().await;
    let shop = Shop::open(&sandbox);
    let number = shop.number("bank131").await;
    let mut typed = BANK131_CARDS;
    // It waits for the payer forever.
    typed[0].1 = "4242424242424242";
    shop.begin("bank131", &number, &typed).await;
    assert_eq!(shop.order(&number).await.0, "pending");

    cheap_transfer(&sandbox, &number).await;
    until("the webhook is refused", || shop.log().contains("it is about another session")).await;
    assert_eq!(shop.order(&number).await.0, "pending");
    assert!(shop.bookings(&number).is_empty(), "{:?}", shop.bookings(&number));
}

/// A transfer that succeeds, with this customer reference.
async fn cheap_transfer(sandbox: &Sandbox, reference: &str) {
    let announced = announced(sandbox);
    let text = |name: &str| announced.pointer(&format!("/bank131/{name}")).and_then(Value::as_str).unwrap();
    let signer = RsaSigner::from_pem_file(text("private_key_pem_file")).unwrap();
    let environment = Environment::at(text("base_url")).unwrap();
    let client = Client::builder(environment, text("project"), signer).build().unwrap();
    let rate = || ExchangeRate::from_rub("9.2222", Currency::TJS).unwrap();
    let card = CardDetails::new("5555555555554444".parse().unwrap()).expires(12, 2030).unwrap();
    let transfer = SessionMultiInit::new(
        IdempotencyKey::random().unwrap(),
        PaymentDetails::Card(card.security_code("719".parse().unwrap())),
        Amounts::new(Money::from_minor_units(100, Currency::RUB), rate(), rate()),
        Money::from_minor_units(10, Currency::TJS),
        Participants::new(Participant::new("A", "B"), Participant::new("C", "D")),
    );
    let transfer = transfer.payout(PayoutDetails::card("5058270610441098".parse().unwrap()));
    client.send(&transfer.customer(Customer::new(reference))).await.unwrap();
}

#[tokio::test]
async fn a_form_that_is_submitted_twice_is_one_order() {
    let sandbox = sandbox().await;
    let shop = Shop::open(&sandbox);
    for (provider, name) in PROVIDERS {
        let number = shop.number(name).await;
        let typed: &[_] = if name == "bank131" { &BANK131_CARDS } else { &[] };
        shop.begin(name, &number, typed).await;
        shop.begin(name, &number, typed).await;
        // Kvell receives an order only when the payer opens the form.
        let expected = usize::from(provider != Provider::Kvell);
        assert_eq!(sandbox.effects(provider).len(), expected, "{name}");
    }
}

#[tokio::test]
async fn a_mistyped_card_begins_no_order_and_is_not_shown_again() {
    let sandbox = sandbox().await;
    let shop = Shop::open(&sandbox);
    let number = shop.number("bank131").await;
    let mut typed = BANK131_CARDS;
    typed[0].1 = "5555555555554445";
    let answer = shop.submit(&path_of("bank131", &number), &typed).await;
    assert_eq!(answer.status, 422);
    assert!(!answer.html.contains("5555"), "{}", answer.html);
    assert!(!shop.log().contains("5555555555554445"));
    assert_eq!(shop.order(&number).await.0, "", "there is no such order");
    assert!(sandbox.effects(Provider::Bank131).is_empty());
}

/// Every card number, security code and credential of four orders is searched for in the database, on the page and in a log
/// at the most verbose level.
#[tokio::test]
async fn cards_are_not_stored_and_secrets_are_not_shown() {
    let sandbox = sandbox().await;
    let shop = Shop::open(&sandbox);
    for (_, name) in PROVIDERS {
        let number = complete(&shop, name).await;
        shop.becomes(&number, "succeeded").await;
    }
    let database = std::fs::read(shop.database()).unwrap();
    let database = String::from_utf8_lossy(&database);
    let page = shop.payer.get(&shop.url).await.html;
    let table = shop.payer.get(&format!("{}/orders", shop.url)).await.html;
    let log = shop.log();
    assert!(table.contains("Card *1111.") && log.contains("begun"), "there was something to find");

    let announced = announced(&sandbox);
    let secret = |provider: &str, name: &str| announced[provider][name].as_str().unwrap().to_owned();
    let secrets = [
        secret("payneteasy", "merchant_control"),
        secret("vepay", "secret"),
        secret("vepay", "callback_key"),
        secret("kvell", "secret_key"),
    ];
    for secret in &secrets {
        for text in [&*database, &*table, &*log] {
            assert!(!text.contains(secret.as_str()));
        }
    }
    for token in shop.card_tokens() {
        assert!(token.len() < 8 || !page.contains(&token) && !log.contains(&token), "a token is shown");
    }
    let cards = ["5555555555554444", "5058270610441098", "4047753518764320", "4268736646656312", "4111111111111111"];
    for card in cards {
        // Only the table of the page: the fields show examples.
        for text in [&*database, &*table, &*log] {
            assert!(!text.contains(card), "a card number");
        }
    }
}
