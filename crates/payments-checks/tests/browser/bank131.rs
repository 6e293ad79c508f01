//! Bank 131: the 3-D Secure page, opened by the POST that the bank asks for.

use bank131_client::session::{
    Amounts, CardDetails, ExchangeRate, NextStep, Participant, Participants, PaymentDetails, PaymentOptions,
    PayoutDetails, Redirect, SessionMultiInit,
};
use bank131_client::signing::RsaSigner;
use bank131_client::{Client, Currency, Environment, IdempotencyKey, Money, PollSchedule};
use payments_sandbox::Sandbox;

use crate::shop::Shop;
use payments_fixtures::chrome::Browser;

#[tokio::test]
async fn a_payer_confirms_on_the_three_d_secure_page_and_returns_to_the_shop() {
    let Some(browser) = Browser::start().await else { return };
    let speed = std::num::NonZeroU32::new(20).unwrap();
    let (sandbox, shop) = (Sandbox::builder().speed(speed).start().await.unwrap(), Shop::open().await);
    let bank = &sandbox.announcement().bank131;
    let signer = RsaSigner::from_pem_file(&bank.private_key_pem_file).unwrap();
    let environment = Environment::at(&bank.base_url).unwrap();
    let client = Client::builder(environment, bank.project.as_str(), signer).build().unwrap();

    let session = client.send(&transfer(&shop.return_url())).await.unwrap();
    let to_be_paid = |session: &bank131_client::session::Session| matches!(session.next_step(), NextStep::Redirect(_));
    let session = client.wait_until(&session.id, PollSchedule::default(), to_be_paid).await.unwrap();
    let NextStep::Redirect(redirect) = session.next_step() else { unreachable!("{session:?}") };

    shop.show(form(redirect));
    browser.open(&shop.url).await;
    browser.press("pay").await;
    browser.shows("1000.00 RUB").await;
    browser.fits_a_phone().await;
    browser.picture("bank131-three-d-secure").await;
    browser.press("confirm").await;
    browser.arrives_at(&shop.return_url()).await;

    let session = client.wait_for_final(&session.id, PollSchedule::default()).await.unwrap();
    assert!(session.has_succeeded(), "{session:?}");
    browser.close().await;
}

fn transfer(return_url: &str) -> SessionMultiInit {
    let rate = || ExchangeRate::from_rub("9.2222", Currency::TJS).unwrap();
    let card = CardDetails::new("4242424242424242".parse().unwrap());
    SessionMultiInit::new(
        IdempotencyKey::random().unwrap(),
        PaymentDetails::Card(card.expires(1, 2030).unwrap().security_code("123".parse().unwrap())),
        Amounts::new(Money::from_minor_units(100_000, Currency::RUB), rate(), rate()),
        Money::from_minor_units(10_843, Currency::TJS),
        Participants::new(Participant::new("Ольга", "Пахмутова"), Participant::new("Maksim", "Pahmutov")),
    )
    .payout(PayoutDetails::card("5058270610441098".parse().unwrap()))
    .payment_options(PaymentOptions::new().return_url(return_url))
}

/// The shop's page with the form that the bank describes. Its values are Base64 and addresses, without quotation marks.
fn form(redirect: &Redirect) -> String {
    let mut html = format!(r#"<form method="{}" action="{}">"#, redirect.method(), redirect.url().expose());
    for (name, value) in redirect.params().iter() {
        html += &[r#"<input type="hidden" name=""#, name, r#"" value=""#, value, r#"">"#].concat();
    }
    html + r#"<button name="go" value="pay">pay</button></form>"#
}
