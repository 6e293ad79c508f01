//! Test callbacks are those of the sandbox, which signs with code of its own.

#![cfg(all(feature = "testing", feature = "reqwest", any(feature = "aws-lc-rs", feature = "ring")))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use kvell_client::card::CardToken;
use kvell_client::form::Preauthorize;
use kvell_client::testing::{CallbackEvent, CallbackSigner, header};
use kvell_client::{Client, Currency, CustomerKey, Environment, Money, Secret, SignaturePolicy, TransactionId};
use payments_contract::sandbox::{CallbackReceiver, browse};
use payments_sandbox::{Provider, Sandbox};
use serde_json::Value;

#[tokio::test]
async fn a_test_callback_is_the_callback_of_the_sandbox_to_the_byte() {
    let sandbox = Sandbox::start().await.unwrap();
    let receiver = CallbackReceiver::start().await;
    sandbox.set_callback(Provider::Kvell, &receiver.url()).unwrap();
    let kvell = &sandbox.announcement().kvell;
    let secret = Secret::new(kvell.secret_key.as_str());
    let environment = Environment::at(&kvell.form_url, &kvell.api_url).unwrap();
    let client = Client::builder(environment, kvell.api_key.as_str(), secret.clone()).build().unwrap();

    let (customer, transaction) = (CustomerKey::new("buyer-42"), TransactionId::random().unwrap());
    let amount = Money::from_minor_units(100, Currency::RUB);
    let back = "https://shop.example/back";
    let form = Preauthorize::new(customer.clone(), transaction.clone(), amount, "Проверка карты", back, back);
    let page = browse(&client.sign_form(&form).unwrap().url(), None).await.unwrap();
    let path = page.split('"').find(|part| part.starts_with("/bind/card/form/")).unwrap();
    let typed = "card_number=4111111111111111&expiry=12%2F30&cvc=123&card_holder=IVAN+IVANOV&action=pay";
    browse(&format!("{}{path}", kvell.form_url), Some(typed)).await.unwrap();

    let delivered = receiver.wait_for(1).await.remove(0);
    let body: Value = serde_json::from_slice(delivered.body()).unwrap();
    let text = |name: &str| body[name].as_str().unwrap().to_owned();
    let event = CallbackEvent::card_saved(customer, transaction, CardToken::new(text("customer_card_token")));
    let event = event.pan_mask(text("pan_mask")).holder(text("holder"));
    let made = CallbackSigner::new(kvell.api_key.as_str(), secret).callback(&event);
    assert_eq!((made.method(), made.query()), (delivered.method(), ""));
    assert_eq!(std::str::from_utf8(made.body()), std::str::from_utf8(delivered.body()));
    for name in ["x-signature", "content-type"] {
        assert_eq!(header(&made.to_request("/"), name), header(&delivered, name), "{name}");
    }
    let callbacks = client.callbacks(SignaturePolicy::Require);
    assert!(callbacks.receive(delivered.headers(), delivered.body()).unwrap().is_verified());
}
