//! Vepay: the page on which a card is entered.

use payments_sandbox::Sandbox;
use vepay_client::card::{CardReg, CardStatus, RegisterOutcome, RegistrationPurpose};
use vepay_client::operation::FormLanguage;
use vepay_client::{Client, Environment, ExtId, Secret};

use crate::shop::Shop;
use payments_fixtures::chrome::Browser;

#[tokio::test]
async fn a_client_enters_a_card_and_returns_to_the_shop() {
    let Some(browser) = Browser::start().await else { return };
    let (sandbox, shop) = (Sandbox::start().await.unwrap(), Shop::open().await);
    let vepay = &sandbox.announcement().vepay;
    let environment = Environment::at(&vepay.base_url).unwrap();
    let client = Client::builder(environment, vepay.mfo.as_str(), Secret::new(vepay.secret.as_str())).build().unwrap();

    let request = CardReg::new(RegistrationPurpose::AutopaymentAndPayout, ExtId::random().unwrap())
        .timeout_minutes(10)
        .language(FormLanguage::Russian)
        .success_url(shop.return_url());
    let RegisterOutcome::Form { registration, url } = client.register(&request).await.unwrap() else {
        unreachable!("the number is new")
    };

    browser.open(url.as_str()).await;
    browser.fits_a_phone().await;
    browser.picture("vepay-form").await;
    for (name, text) in
        [("card_number", "4111111111111111"), ("expiry", "12/30"), ("cvc", "123"), ("card_holder", "TEST TEST")]
    {
        browser.fill(name, text).await;
    }
    browser.press("pay").await;
    browser.arrives_at(&shop.return_url()).await;

    let state = client.wait_for_card(&registration).await.unwrap();
    assert_eq!(state.status, CardStatus::Success);
    assert_eq!(state.card.unwrap().mask.unwrap().last4(), Some("1111"));
    browser.close().await;
}
