//! Secrets and personal data are redacted: canaries in every input, searched for by `payments_contract::leaks`.

use std::fmt::Debug;

use md5::{Digest as _, Md5};
use payments_contract::leaks::{CARD, FakeResponse, FakeTransport, Leaks, PERSONAL, Shown, TOKEN};
use url::form_urlencoded;
use vepay_client::account::Check;
use vepay_client::card::{CardDel, CardGet, CardId, CardInfo, CardReg, CardUse, Registration, RegistrationPurpose};
use vepay_client::common::{Endpoint, Recover as _};
use vepay_client::operation::StoredOperation;
use vepay_client::{
    Callbacks, Client, ENDPOINTS, Environment, ExtId, KeyRing, OperationId, Postbacks, Recovery, Secret, StatusQuery,
    Vepay,
};

const SECRET: &str = "canary-secret-9fQ2";
/// A saved card, with which money can be moved.
const SAVED_CARD: &str = "730019288";
const CALLBACK_KEY: &str = "canary-callback-key";
const SIGNED: [&str; 8] = ["extid", "id", "sum", "status", "channel", "card", "errorCode", "serviceName"];

pub(crate) fn client(wire: &FakeTransport) -> Client {
    let builder = Client::builder(Environment::Test, "17", Secret::new(SECRET));
    builder.transport(wire.clone()).clock(wire.clone()).build().unwrap()
}

/// Sends a request, and shows it and its result.
fn call<E>(wire: &FakeTransport, shown: &mut Shown, request: &E, parts: impl FnOnce(&mut Shown, &E::Response))
where
    E: Endpoint<Provider = Vepay, Response: Debug> + Debug,
{
    shown.debug("the request", request);
    let result = wire.run(client(wire).send_with_http(request));
    match &result {
        Ok(answer) => parts(shown, &answer.value),
        Err(error) => {
            if let Some(refusal) = error.refusal() {
                shown.debug("the name", &refusal.name());
                shown.debug("the existing one", &refusal.existing());
            }
            if let Some(Recovery::Ask(StatusQuery::Registration(question))) = error.recovery() {
                shown.debug("the question", question);
            }
        }
    }
    shown.call(result);
}

fn registration_request(number: ExtId) -> CardReg {
    CardReg::new(RegistrationPurpose::PayoutOnly, number)
        .card(CARD.parse().unwrap())
        .email("canary@shop.example")
        .success_url(format!("https://shop.example/?{TOKEN}"))
        .fail_url(format!("https://shop.example/?{TOKEN}"))
        .cancel_url(format!("https://shop.example/?{TOKEN}"))
        .postback_url(format!("https://shop.example/?{TOKEN}"))
        .postback_url_v2(format!("https://shop.example/?{TOKEN}"))
}

fn saved_card() -> CardId {
    CardId::new(SAVED_CARD.parse().unwrap())
}

fn numbers() -> [ExtId; 2] {
    [ExtId::new("order-17").unwrap(), ExtId::new(CARD).unwrap()]
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

    for number in numbers() {
        leaks.request("card/reg", &[CARD, TOKEN, "canary@shop.example"], move |wire, shown| {
            let request = registration_request(number.clone());
            shown.identifier(&number, number.as_str());
            shown.display("the stored recovery", &request.stored_recovery().to_text());
            call(wire, shown, &request, |shown, registered| {
                shown.debug("the address", &registered.url);
                shown.identifier(&registered.id, &registered.id.get().to_string());
            });
            let begun = wire.run(client(wire).register(&request));
            if let Ok(begun) = &begun {
                shown.debug("the registration", begun.registration());
            }
            shown.debug("what has begun", &begun);
            shown.panic(begun);
        });
    }
    leaks.request("card/get", &[], |wire, shown| {
        let request = CardGet::new(OperationId::new(101_464), CardUse::Payout);
        call(wire, shown, &request, |shown, state| {
            shown.both("the status", &state.status);
            let Some(card) = &state.card else { return };
            shown.debug("the card", card);
            shown.debug("the mask", &card.mask);
            shown.debug("the system", &card.payment_system);
        });
    });
    leaks.request("card/info", &[SAVED_CARD], |wire, shown| {
        call(wire, shown, &CardInfo::new(saved_card(), CardUse::Payout), |shown, card| {
            shown.debug("the mask", &card.mask);
            shown.debug("the id", &card.id);
        });
    });
    leaks.request("card/del", &[], |wire, shown| {
        call(wire, shown, &CardDel::new(saved_card()), |_, _| {});
        // A card id is not a card number, but a caller may pass one by mistake.
        call(wire, shown, &CardDel::new(CardId::new(CARD.parse().unwrap())), |_, _| {});
    });
    leaks.request("check", &[], |wire, shown| call(wire, shown, &Check::new(), |_, _| {}));

    let callback =
        "extid=order-17&id=101464&sum=11.00&status=1&channel=TKB&card=540436******3366&errorCode=0&serviceName=x";
    leaks.callback("the callback", callback, receive);
    let postback = r#"{"status":1,"id":101464,"amount":"1100","message":"words","extid":"order-17",
        "card_num":"540436******3366","card_holder":"IVAN","fullname":"IVAN","document_id":"7"}"#;
    leaks.callback("the postback", postback, receive_postback);
    leaks.values(show_values);
    leaks
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
            let wire = FakeTransport::new(FakeResponse::ok(answer));
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
    let wire = FakeTransport::new(FakeResponse::NotSent);
    let builder = Client::builder(Environment::Test, "17", Secret::new(SECRET));
    let builder = builder.transport(wire.clone()).clock(wire.clone());
    shown.debug("a builder", &builder);
    shown.debug("a client", &builder.build().unwrap());
    let misplaced = Client::builder(Environment::Test, SECRET, Secret::new(SECRET)).build().unwrap_err();
    shown.both("a secret in the place of the partner's number", &misplaced);
    shown.debug("a refused number", &ExtId::new(CARD.repeat(3)));
    shown.debug("a registration", &registration());
    shown.debug("a saved card", &saved_card());
}

#[test]
fn no_card_number_token_signature_or_personal_data_is_shown() {
    leaks().assert_none();
}

#[test]
fn a_card_number_in_vepays_message_is_redacted_in_every_response() {
    let answer = format!(r#"{{"status":1,"message":"{CARD}","id":7,"url":"https://vepay.example","card":{{"id":1}}}}"#);
    let wire = FakeTransport::new(FakeResponse::ok(answer));
    let client = client(&wire);
    let shown = format!(
        "{:?} {:?} {:?} {:?}",
        wire.run(client.send(&CardDel::new(CardId::new(1)))).unwrap(),
        wire.run(client.send(&CardGet::new(OperationId::new(7), CardUse::Payout))).unwrap(),
        wire.run(client.send(&registration_request(ExtId::new("7").unwrap()))).unwrap(),
        wire.run(client.send(&Check::new())).unwrap(),
    );
    assert_eq!(shown.matches(r#"message: Some("************8196")"#).count(), 4, "{shown}");
}
