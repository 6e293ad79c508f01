//! Kvell: the ready-made HTML that submits itself, and the form it opens.

use kvell_client::common::PollSchedule;
use kvell_client::form::Preauthorize;
use kvell_client::order::OrderByTransaction;
use kvell_client::{Client, Currency, CustomerKey, Environment, Money, Secret, TransactionId};
use payments_sandbox::Sandbox;

use crate::shop::Shop;
use payments_fixtures::chrome::Browser;

#[tokio::test]
async fn the_ready_made_page_submits_itself_and_the_buyer_returns_at_once() {
    let Some(browser) = Browser::start().await else { return };
    let (sandbox, shop) = (Sandbox::start().await.unwrap(), Shop::open().await);
    let kvell = &sandbox.announcement().kvell;
    let environment = Environment::at(&kvell.form_url, &kvell.api_url).unwrap();
    let secret = Secret::new(kvell.secret_key.as_str());
    let client = Client::builder(environment, kvell.api_key.as_str(), secret).build().unwrap();

    let transaction = TransactionId::random().unwrap();
    let form = Preauthorize::new(
        CustomerKey::new("buyer \"42\" & <son>"),
        transaction.clone(),
        Money::parse("1.00", Currency::RUB).unwrap(),
        "Проверка карты «Мир» & \"Visa\" <1.00>",
        shop.return_url(),
        format!("{}/failed", shop.url),
    )
    .auto_return(0);
    shop.show(client.sign_form(&form).unwrap().html());

    browser.open(&shop.url).await;
    browser.arrives_at(&kvell.form_url).await;
    browser.shows("1.00 ₽").await;
    browser.fits_a_phone().await;
    browser.picture("kvell-form").await;
    for (name, text) in
        [("card_number", "4111111111111111"), ("expiry", "12/30"), ("cvc", "123"), ("card_holder", "TEST TEST")]
    {
        browser.fill(name, text).await;
    }
    browser.press("pay").await;
    browser.arrives_at(&shop.return_url()).await;

    let order = client.wait_for_final(&OrderByTransaction::new(transaction), PollSchedule::default()).await.unwrap();
    assert_eq!(order.status.as_str(), "completed");
    browser.close().await;
}
