//! PaynetEasy: the hosted form, 3-D Secure with a password, and the signed final redirect.

use payments_sandbox::Sandbox;
use payneteasy_client::common::signing::RsaSigner;
use payneteasy_client::{
    Callbacks, Client, Currency, Environment, Money, Secret,
    common::KeyRing,
    order::{ClientOrderId, Order, OrderStatus},
    transfer::{DestinationCard, ReturnUrls, TransferForm},
};

use crate::shop::Shop;
use payments_fixtures::chrome::Browser;

#[tokio::test]
async fn a_payer_fills_in_the_form_gives_the_password_and_returns_with_a_signed_redirect() {
    let Some(browser) = Browser::start().await else { return };
    let (sandbox, shop) = (Sandbox::start().await.unwrap(), Shop::open().await);
    let gateway = &sandbox.announcement().payneteasy;
    let signer = RsaSigner::from_pem_file(&gateway.private_key_pem_file).unwrap();
    let environment = Environment::at(&gateway.base_url).unwrap();
    let client = Client::builder(environment, gateway.login.as_str(), signer).build().unwrap();

    let amount = Money::parse("100.50", Currency::USD).unwrap();
    let order = Order::new(ClientOrderId::new("browser-1"), amount, "Your order description", "1.1.1.1");
    let transfer = TransferForm::form_to_pan(
        client.endpoint(gateway.endpoint_id),
        order,
        ReturnUrls::any(shop.return_url()),
        DestinationCard::new("4268736646656312".parse().unwrap()),
    );
    let form = client.send(&transfer).await.unwrap();

    browser.open(form.redirect_url.unwrap().expose()).await;
    browser.fits_a_phone().await;
    browser.picture("payneteasy-form").await;
    for (name, text) in [
        ("credit_card_number", "4047753518764320"),
        ("expiry", "12/30"),
        ("cvv2", "321"),
        ("card_printed_name", "TEST TEST"),
    ] {
        browser.fill(name, text).await;
    }
    browser.press("pay").await;
    browser.shows("3-D Secure").await;
    browser.fill("password", "hint").await;
    browser.picture("payneteasy-three-d-secure").await;
    browser.press("confirm").await;
    browser.arrives_at(&shop.return_url()).await;

    let callbacks = Callbacks::new(KeyRing::new("sandbox", Secret::new(gateway.merchant_control.as_str())));
    let redirect = callbacks.receive_redirect(&shop.returned().unwrap()).unwrap();
    assert_eq!((&redirect.status, &redirect.order_id), (&OrderStatus::Approved, &form.order_id));
    assert_eq!(client.send(&transfer.status()).await.unwrap().status, OrderStatus::Approved);
    browser.close().await;
}
