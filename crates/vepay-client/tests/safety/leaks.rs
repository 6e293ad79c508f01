//! Secrets and personal data are redacted: canaries in every input, searched for by `payments_contract::leaks`.

use std::any::Any;

use md5::{Digest as _, Md5};
use payments_contract::FakeProvider;
use payments_contract::leaks::{CARD, Leaks, PERSONAL, Shown, TOKEN};
use payments_core::testing::FakeResponse;
use payments_samples::Vepay;
use url::form_urlencoded;
use vepay_client::card::{CardId, CardReg, Registration, RegistrationPurpose};
use vepay_client::operation::StoredOperation;
use vepay_client::{Callbacks, Client, ENDPOINTS, Environment, ExtId, KeyRing, OperationId, Postbacks, Secret};

const SECRET: &str = "canary-secret-9fQ2";
/// A saved card, with which money can be moved.
const SAVED_CARD: &str = "730019288";
const CALLBACK_KEY: &str = "canary-callback-key";
const SIGNED: [&str; 8] = ["extid", "id", "sum", "status", "channel", "card", "errorCode", "serviceName"];

pub(crate) fn client(wire: &FakeProvider) -> Client {
    let builder = Client::builder(Environment::Test, "17", Secret::new(SECRET));
    builder.transport(wire.transport()).clock(wire.clock()).build().unwrap()
}

fn saved_card() -> CardId {
    CardId::new(SAVED_CARD.parse().unwrap())
}

fn registration() -> Registration {
    Registration::new(OperationId::new(101_464), RegistrationPurpose::PayoutOnly)
        .ext_id(ExtId::new("order-17").unwrap())
}

fn leaks() -> Leaks {
    let mut leaks = Leaks::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract/cases"), ENDPOINTS);
    leaks.secret_header("x-token").secret(SECRET).secret(CALLBACK_KEY);
    // Anyone who has the URL of the form can enter a card.
    leaks.hides("url", "https://test.vepay.online/pay/form/101464?presetHash=canary");
    leaks.hides("holder", PERSONAL).hides("card_holder", PERSONAL).hides("fullname", PERSONAL).hides("exp", "11/31");
    leaks.hides("document_id", TOKEN).hides("card/id", SAVED_CARD);
    leaks.identifiers(&["ExtId", "OperationId"]);

    leaks.samples_and_parts::<Vepay>(show_parts);
    // What begins a registration also says what has begun.
    leaks.request("card/reg", &[CARD], |wire, shown| {
        let request = CardReg::new(RegistrationPurpose::PayoutOnly, ExtId::new("order-17").unwrap());
        let begun = wire.run(client(wire).register(&request.card(CARD.parse().unwrap())));
        if let Ok(begun) = &begun {
            shown.debug("the registration", begun.registration());
        }
        shown.debug("what has begun", &begun);
        shown.panic(begun);
    });

    let callback =
        "extid=order-17&id=101464&sum=11.00&status=1&channel=TKB&card=540436******3366&errorCode=0&serviceName=x";
    leaks.callback("the callback", callback, receive);
    let postback = r#"{"status":1,"id":101464,"amount":"1100","message":"words","extid":"order-17",
        "card_num":"540436******3366","card_holder":"IVAN","fullname":"IVAN","document_id":"7"}"#;
    leaks.callback("the postback", postback, receive_postback);
    leaks.values(show_values);
    leaks
}

/// What users pick out of a response or an error and `Debug` of the whole does not show: fields of responses are shown with it.
fn show_parts(shown: &mut Shown, result: Result<&dyn Any, &vepay_client::Error>) {
    if let Some(refusal) = result.err().and_then(|error| error.refusal()) {
        shown.debug("the words", &(refusal.name(), refusal.message(), refusal.status()));
        shown.debug("the operation", &(refusal.existing(), refusal.duplicate_ext_id()));
    }
}

/// Receives a callback, signed with the right key and with another.
fn receive(body: &[u8], shown: &mut Shown) {
    let callbacks = Callbacks::new(KeyRing::new("2026", Secret::new(CALLBACK_KEY))).bank_name("TKB", "Bank");
    shown.debug("the receiver", &callbacks);
    let fields: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
    let value = |name: &str| fields.iter().find_map(|(known, value)| (known == name).then_some(value.as_str()));
    let values: String = SIGNED.into_iter().filter_map(value).collect();
    for key in [CALLBACK_KEY, "another"] {
        let key = format!("{:x}", Md5::new().chain_update(&values).chain_update(key).finalize());
        let query = [body, b"&key=", key.as_bytes()].concat();
        let callback = callbacks.receive(&query);
        assert!(!format!("{callback:?}").contains(&key), "the signature is shown");
        match &callback {
            Ok(callback) => {
                shown.debug("the callback's details", &callback.details);
                shown.debug("the confirmation", &callback.confirm(&registration()));
                shown.debug("the stored operation", &StoredOperation::from(&registration()));
                let details = callback.details.clone().trust_without_proof();
                shown.debug("the opened details", &details);
                shown.debug("the status", &details.status);
            }
            Err(error) => shown.both("the error", error),
        }
        shown.result("the callback", &callback);
        shown.panic(callback);
    }
}

fn receive_postback(body: &[u8], shown: &mut Shown) {
    let (first, second) = (Postbacks::read_v1(body), Postbacks::read_v2(body));
    if let (Ok(first), Ok(second)) = (&first, &second) {
        shown.debug("the claimed id", &Postbacks::claimed_id(first));
        for answer in [r#"{"status":1,"card":{"id":1}}"#, r#"{"status":3,"message":"words"}"#, "{}"] {
            let wire = FakeProvider::new(FakeResponse::ok(answer));
            let confirmed = wire.run(client(&wire).confirm_postback(first, &registration()));
            if let Err(error) = &confirmed {
                shown.both("the confirmation", error);
            }
            shown.debug("the confirmation", &confirmed);
            shown.panic(confirmed);
        }
        shown.debug("the opened postback", &first.clone().trust_without_proof());
        shown.debug("the opened postback", &second.clone().trust_without_proof());
    }
    for error in [first.as_ref().err(), second.as_ref().err()].into_iter().flatten() {
        shown.both("the error", error);
    }
    shown.result("the postback", &first);
    shown.panic(first);
    shown.debug("the second kind", &second);
}

/// Shows the values that no call returns.
fn show_values(shown: &mut Shown) {
    let wire = FakeProvider::new(FakeResponse::unreachable());
    let builder = Client::builder(Environment::Test, "17", Secret::new(SECRET));
    let builder = builder.transport(wire.transport()).clock(wire.clock());
    shown.debug("a builder", &builder);
    shown.debug("a client", &builder.build().unwrap());
    let misplaced = Client::builder(Environment::Test, SECRET, Secret::new(SECRET)).build().unwrap_err();
    shown.both("a secret in the place of the partner's number", &misplaced);
    shown.debug("a refused number", &ExtId::new(CARD.repeat(3)));
    shown.debug("a registration", &registration());
    shown.debug("a saved card", &saved_card());
    let (ext_id, id) = (ExtId::new(CARD).unwrap(), OperationId::new(101_464));
    shown.identifier(&ext_id, CARD);
    shown.identifier(&id, "101464");
}

#[test]
fn no_card_number_token_signature_or_personal_data_is_shown() {
    leaks().assert_none();
}

#[test]
fn debug_of_a_request_hides_every_field_but_these() {
    payments_contract::assert_debug_shows_only::<Vepay>(&["card/get id", "card/reg extid"]);
}

#[test]
fn what_a_shop_stores_before_a_call_recovers_it() {
    payments_contract::assert_stored_recoveries::<Vepay>();
}
