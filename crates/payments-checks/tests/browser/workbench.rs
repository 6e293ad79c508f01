//! The workbench: what a person does there whose signature is refused, or whose callback was lost.

use axum::body::Bytes;
use axum::http::Response;
use bank131_client::common::signing::RsaSigner;
use bank131_client::session::{SessionId, SessionMultiInit, SessionStatus};
use bank131_client::{Client, Environment};
use payments_fixtures::bank131;
use payments_fixtures::chrome::Browser;
use payments_fixtures::receiver::Receiver;
use payments_sandbox::{Provider, Sandbox};

fn transfer() -> SessionMultiInit {
    let card = bank131::card("4242424242424242").unwrap();
    bank131::transfer("order-1-1", card, "5058270610441098").unwrap()
}

#[tokio::test]
async fn a_person_finds_a_wrong_key_sends_a_callback_again_and_opens_the_payers_page() {
    let Some(browser) = Browser::start().await else { return };
    let mut arrived = Receiver::start(|_, body| (Some(body.to_vec()), Response::new(Bytes::new()))).await.unwrap();
    let sandbox = Sandbox::builder().callback(Provider::Bank131, arrived.url.as_str()).start().await.unwrap();
    let announced = sandbox.announcement();

    let another_key = RsaSigner::from_pem(&announced.payneteasy.private_key_pem).unwrap();
    let environment = Environment::at(&announced.bank131.base_url).unwrap();
    let wrong = Client::builder(environment, announced.bank131.project.as_str(), another_key).build().unwrap();
    wrong.send(&SessionStatus::new(SessionId::new("ps_1001"))).await.unwrap_err();
    browser.open(&announced.workbench_url).await;
    browser.fits_a_phone().await;
    browser.picture("workbench").await;
    browser.click("a[href='/bank131/requests/1']").await;
    browser.shows("It was signed with another key of this sandbox").await;
    browser.fits_a_phone().await;
    browser.picture("workbench-request").await;

    let client = bank131::client(announced, &announced.bank131.base_url).unwrap().build().unwrap();
    let session = client.send(&transfer()).await.unwrap();
    // `action_required`: the payer has to pass 3-D Secure.
    let first = arrived.next().await.unwrap();
    browser.open(&format!("{}/bank131", announced.workbench_url)).await;
    browser.shows("action_required").await;
    browser.fits_a_phone().await;
    browser.click("form[action='/bank131/deliveries/1/again'] button").await;
    assert_eq!(arrived.next().await.unwrap(), first);
    browser.shows(session.id.as_str()).await;
    browser.click(&format!("form[action^='{}/3ds/'] button", announced.bank131.base_url)).await;
    browser.arrives_at(&format!("{}/3ds/", announced.bank131.base_url)).await;
    browser.shows("Confirm the payment").await;
    browser.close().await;
}
