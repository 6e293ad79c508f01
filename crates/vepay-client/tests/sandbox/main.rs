//! Test callbacks and postbacks are those of the sandbox, which signs with code of its own.

#![cfg(all(feature = "testing", feature = "reqwest", any(feature = "aws-lc-rs", feature = "ring")))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use bytes::Bytes;
use http::{Method, Request};
use payments_contract::sandbox::{CallbackReceiver, browse};
use payments_sandbox::vepay::CallbackFields;
use payments_sandbox::{Provider, Sandbox};
use vepay_client::card::{CardReg, RegisterOutcome, RegistrationPurpose};
use vepay_client::operation::OperationStatus;
use vepay_client::testing::{CallbackEvent, CallbackSigner};
use vepay_client::{Callbacks, Client, Currency, Environment, ExtId, KeyRing, Money, OperationId, Postbacks, Secret};

const GOOD: &str = "4111111111111111";
const FRAUD: &str = "4000000000000002";

struct Shop {
    sandbox: Sandbox,
    receiver: CallbackReceiver,
    client: Client,
}

impl Shop {
    async fn open(fields: CallbackFields) -> Self {
        let sandbox = Sandbox::builder().vepay_callback_fields(fields).start().await.unwrap();
        let receiver = CallbackReceiver::start().await;
        let vepay = &sandbox.announcement().vepay;
        let environment = Environment::at(&vepay.base_url).unwrap();
        let client = Client::builder(environment, vepay.mfo.as_str(), Secret::new(vepay.secret.as_str()));
        Self { client: client.build().unwrap(), sandbox, receiver }
    }

    fn key(&self) -> Secret {
        Secret::new(self.sandbox.announcement().vepay.callback_key.as_str())
    }

    /// Registers a card as a payer does, and returns what Vepay then tells the shop.
    async fn register(&self, ext_id: &str, card: &str, told: usize) -> (OperationId, Vec<Request<Bytes>>) {
        let request = CardReg::new(RegistrationPurpose::AutopaymentAndPayout, ExtId::new(ext_id).unwrap());
        let url = self.receiver.url();
        let request = if told > 1 { request.postback_url(url.as_str()).postback_url_v2(url) } else { request };
        let outcome = self.client.register(&request.timeout_minutes(59)).await.unwrap();
        let RegisterOutcome::Form { registration, url } = outcome else { panic!("{outcome:?}") };
        let before = self.receiver.wait_for(0).await.len();
        let typed = format!("card_number={card}&expiry=12%2F30&cvc=123&card_holder=IVAN+IVANOV&action=pay");
        browse(url.as_str(), Some(&typed)).await.unwrap();
        (registration.id(), self.receiver.wait_for(before + told).await.split_off(before))
    }
}

fn event(status: OperationStatus, id: OperationId, ext_id: &str) -> CallbackEvent {
    CallbackEvent::new(status, id, ExtId::new(ext_id).unwrap(), Money::from_minor_units(1100, Currency::RUB))
}

#[tokio::test]
async fn a_test_callback_is_the_callback_of_the_sandbox_to_the_byte() {
    let shop = Shop::open(CallbackFields::Basic).await;
    shop.sandbox.set_callback(Provider::Vepay, &shop.receiver.url()).unwrap();
    let (signer, callbacks) = (CallbackSigner::new(shop.key()), Callbacks::new(KeyRing::new("sandbox", shop.key())));
    for (ext_id, card, status) in
        [("УФ-906/a", GOOD, OperationStatus::Success), ("УФ-906/b", FRAUD, OperationStatus::Error)]
    {
        let (id, told) = shop.register(ext_id, card, 1).await;
        let made = signer.callback(&event(status, id, ext_id));
        let [delivered] = &told[..] else { panic!("{told:?}") };
        assert_eq!((made.method(), Some(made.query())), (delivered.method(), delivered.uri().query()));
        assert_eq!(made.body(), delivered.body());
        assert_eq!(callbacks.receive(made.query().as_bytes()).unwrap().id, Some(id));
    }
}

#[tokio::test]
async fn a_test_callback_with_every_field_is_the_callback_of_the_sandbox_to_the_byte() {
    let shop = Shop::open(CallbackFields::All).await;
    shop.sandbox.set_callback(Provider::Vepay, &shop.receiver.url()).unwrap();
    let (id, told) = shop.register("order-a", GOOD, 1).await;
    let callbacks = Callbacks::new(KeyRing::new("sandbox", shop.key()));
    let details = callbacks.receive(told[0].uri().query().unwrap().as_bytes()).unwrap().into_inner().details;
    let details = details.trust_without_proof();
    let event = event(OperationStatus::Success, id, "order-a")
        .channel(details.channel.unwrap().raw())
        .card(details.card.unwrap().as_str())
        .error_code(details.error_code.unwrap().raw())
        .service_name(details.service_name.unwrap().raw());
    assert_eq!(Some(CallbackSigner::new(shop.key()).callback(&event).query()), told[0].uri().query());
}

#[tokio::test]
async fn test_postbacks_are_those_of_the_sandbox_to_the_byte() {
    let shop = Shop::open(CallbackFields::Basic).await;
    let (id, told) = shop.register("УФ-906/b", FRAUD, 2).await;
    let posted = |version: &str| told.iter().find(|request| String::from_utf8_lossy(request.body()).contains(version));
    let (first, second) = (posted("card_num").unwrap(), posted("fullname").unwrap());
    let claim = Postbacks::read_v1(first.body()).unwrap().trust_without_proof();
    let event = event(OperationStatus::Error, id, "УФ-906/b")
        .message(claim.common.message.unwrap().raw())
        .card(claim.card.unwrap().as_str())
        .card_holder(claim.card_holder.unwrap().expose());
    for (made, delivered) in [(event.postback_v1(), first), (event.postback_v2(), second)] {
        assert_eq!((made.method(), delivered.method()), (&Method::POST, &Method::POST));
        assert_eq!(std::str::from_utf8(made.body()), std::str::from_utf8(delivered.body()));
        assert_eq!(made.headers()["content-type"], delivered.headers()["content-type"]);
    }
}
