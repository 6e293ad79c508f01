//! The programs do what the guide says, and the guide shows them as they are.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;

use bank131_client::common::{Acknowledgement, Verified};
use bank131_client::session::{
    CardDetails, Customer, NewPayment, NextStep, OperationStatus, PaymentOptions, PayoutDetails, RefundStatus, Session,
    SessionId, SessionInitPayment, SessionState,
};
use bank131_client::webhook::EventType;
use bank131_client::{Client, Currency, Event, IdempotencyKey, Money, PollSchedule};
use guide_example::bank131::{payment, payout, recurrent, refund, sbp, self_employed, settlement, two_stage};
use payments_fixtures::bank131::{self as shop, HELD, RECIPIENT, THREE_D_SECURE, WITHOUT_3DS};
use payments_fixtures::browser::Browser;
use payments_fixtures::pages::check_programs;
use payments_fixtures::receiver::Receiver;
use payments_sandbox::{Provider, Sandbox};

fn roubles(kopecks: i64) -> Money {
    Money::from_minor_units(kopecks, Currency::RUB)
}

fn card(number: &str) -> CardDetails {
    let card = CardDetails::new(number.parse().unwrap()).expires(12, 2050).unwrap();
    card.security_code("123".parse().unwrap())
}

async fn bank() -> (Sandbox, Client) {
    let sandbox = Sandbox::builder().speed(50.try_into().unwrap()).start().await.unwrap();
    let announcement = sandbox.announcement();
    let client = shop::client(announcement, &announcement.bank131.base_url).unwrap().build().unwrap();
    (sandbox, client)
}

async fn ended(client: &Client, session: &SessionId) -> Session {
    client.wait_for_final(session, PollSchedule::default()).await.unwrap()
}

async fn held(client: &Client) -> SessionId {
    let session = payment::pay(client, "order-7-1", card(HELD), roubles(100_000)).await.unwrap().id;
    let is_held =
        |session: &Session| session.payments().iter().any(|payment| payment.status == OperationStatus::Pending);
    client.wait_until(&session, PollSchedule::default(), is_held).await.unwrap();
    session
}

#[tokio::test]
async fn a_payment_with_3_d_secure() {
    let (_sandbox, client) = bank().await;
    let session = payment::pay(&client, "order-42-1", card(THREE_D_SECURE), roubles(100_000)).await.unwrap().id;
    let is_asked = |session: &Session| matches!(session.next_step(), NextStep::Redirect(_));
    let asked = client.wait_until(&session, PollSchedule::default(), is_asked).await.unwrap();
    assert!(payment::page(&asked).unwrap().starts_with("http://127.0.0.1:"));
    let NextStep::Redirect(page) = asked.next_step() else { panic!("{asked:?}") };
    let browser = Browser::new();
    let page = browser.submit(page.url().expose(), page.params().iter()).await.unwrap();
    browser.press(&page, "confirm", &[]).await.unwrap();
    assert!(ended(&client, &session).await.has_succeeded());
}

#[tokio::test]
async fn a_payment_in_two_stages() {
    let (_sandbox, client) = bank().await;
    let session = held(&client).await;
    two_stage::capture(&client, session.clone(), roubles(70_000)).await.unwrap();
    assert!(ended(&client, &session).await.has_succeeded());
    let session = held(&client).await;
    assert_eq!(two_stage::release(&client, session).await.unwrap().status, SessionState::Cancelled);
}

#[tokio::test]
async fn a_refund() {
    let (_sandbox, client) = bank().await;
    let session = payment::pay(&client, "order-42-1", card(WITHOUT_3DS), roubles(100_000)).await.unwrap().id;
    ended(&client, &session).await;
    let refund = refund::refund(&client, session.clone(), roubles(20_000)).await.unwrap().unwrap();
    assert_eq!((refund.amount_details, refund.status), (Some(roubles(20_000)), RefundStatus::InProgress));
}

#[tokio::test]
async fn a_payout_to_an_account() {
    let (_sandbox, client) = bank().await;
    let session = payout::pay_out(&client, "loan-7-1", roubles(30_000)).await.unwrap();
    assert!(ended(&client, &session).await.has_succeeded());
    assert!(payout::confirm(&client, session).await.is_err(), "there is nothing to confirm any more");
}

#[tokio::test]
async fn a_saved_card() {
    let (_sandbox, client) = bank().await;
    let payment = NewPayment::new(card(WITHOUT_3DS), roubles(100_000), Customer::new("order-42-1"));
    let payment = payment.payment_options(PaymentOptions::new().recurrent(true));
    let first = SessionInitPayment::new(IdempotencyKey::new("order-42-1").unwrap(), payment);
    let session = client.send(&first).await.unwrap().id;
    let token = ended(&client, &session).await.recurrent_token().unwrap().clone();
    let again = IdempotencyKey::new("order-43-1").unwrap();
    let session = recurrent::charge_again(&client, again, token.clone(), roubles(5_000)).await.unwrap().id;
    assert!(ended(&client, &session).await.has_succeeded());
    assert!(recurrent::forget(&client, token).await.unwrap());
}

#[tokio::test]
async fn a_payment_by_sbp() {
    let (_sandbox, client) = bank().await;
    let (session, link) = sbp::pay_by_sbp(&client, "order-42-1", roubles(100_000)).await.unwrap();
    let browser = Browser::new();
    let page = browser.open(&link).await.unwrap();
    browser.press(&page, "confirm", &[]).await.unwrap();
    assert!(ended(&client, &session).await.has_succeeded());
}

#[tokio::test]
async fn a_self_employed_person() {
    let (_sandbox, client) = bank().await;
    assert_eq!(self_employed::may_be_paid(&client, "123456789012").await.unwrap(), None, "the first answer is pending");
    let card = PayoutDetails::card(RECIPIENT.parse().unwrap());
    let price = roubles(30_000);
    let session = self_employed::pay_for(&client, "123456789012", card, "Перевод текста", price).await.unwrap();
    let session = ended(&client, &session).await;
    assert!(session.payouts().first().unwrap().receipt().is_some());
}

#[tokio::test]
async fn a_payout_from_a_settlement_account() {
    let (sandbox, client) = bank().await;
    let webhooks = shop::webhooks(sandbox.announcement()).unwrap();
    let mut receiver: Receiver<Verified<Event>> = Receiver::start(move |head, body| {
        let event = webhooks.receive(&head.headers, body).unwrap();
        let acknowledgement: Acknowledgement = event.ack();
        (Some(event), acknowledgement.to_response())
    })
    .await
    .unwrap();
    sandbox.set_callback(Provider::Bank131, &format!("{}/webhooks", receiver.url)).unwrap();
    let card = PayoutDetails::card(RECIPIENT.parse().unwrap());
    let session = settlement::pay_from_account(&client, card, roubles(30_000)).await.unwrap();
    let ready = receiver.next().await.unwrap();
    assert_eq!(ready.kind, EventType::ReadyToConfirm);
    assert_eq!(ready.confirm_details().unwrap().transfer_details.unwrap().amount, Some(roubles(30_000)));
    settlement::confirm(&client, &ready).await.unwrap();
    assert!(ended(&client, &session).await.has_succeeded());
}

#[test]
fn the_guides_show_these_programs() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    for guide in ["bank131.md", "bank131.ru.md"] {
        check_programs(&package.join("../../docs/guides").join(guide), &package.join("src/bank131")).unwrap();
    }
}
