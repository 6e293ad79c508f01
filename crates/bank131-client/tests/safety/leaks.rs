//! Secrets are redacted: canaries everywhere that `payments_contract::leaks` looks at.

use std::any::Any;

use bank131_client::recurrent::RecurrentToken;
use bank131_client::session::{
    CardDetails, Customer, PaymentDetails, PaymentOptions, PayoutDetails, RecurrentPayment, Session,
};
use bank131_client::{Client, ENDPOINTS, Environment, Error, Recovery, StatusQuery};
use payments_contract::FakeProvider;
use payments_contract::leaks::{CARD, Leaks, PERSONAL, SECURITY_CODE, Shown, TOKEN};
use payments_core::testing::{FakeResponse, FakeSigner};
use payments_samples::Bank131;
use serde_json::{Value, json};

/// The account of a sender.
const ACCOUNT: &str = "40702810900000031415";

/// Members of responses and webhooks that hold a token, an address that identifies a payment, or a person.
const HIDDEN: [(&str, &str); 28] = [
    ("recurrent/token", TOKEN),
    ("redirect/url", "https://acs.example/canary"),
    ("redirect/base_url", "https://acs.example/canary"),
    ("qs/id", TOKEN),
    ("params/PaReq", TOKEN),
    ("qr/content", TOKEN),
    ("qr/img", TOKEN),
    ("metadata/token", TOKEN),
    ("confirm_information/token", TOKEN),
    ("contacts/email", PERSONAL),
    ("full_name", PERSONAL),
    ("first_name", PERSONAL),
    ("last_name", PERSONAL),
    ("middle_name", PERSONAL),
    ("date_of_birth", "1998-03-15"),
    ("id_number", "8008 579120"),
    ("issued_by", PERSONAL),
    ("full_number", "+79376151530"),
    ("short_number", "6151530"),
    ("city", PERSONAL),
    ("sender/account", ACCOUNT),
    ("public_token", TOKEN),
    ("info/number_hash", TOKEN),
    ("token", TOKEN),
    ("account_number", ACCOUNT),
    ("counter_party/inn", "770708389312"),
    ("transactions/purpose", PERSONAL),
    ("name", PERSONAL),
];

/// Shows what users pick out of a session or of an error.
fn parts(shown: &mut Shown, result: Result<&dyn Any, &Error>) {
    match result {
        Ok(response) => {
            if let Some(response) = response.downcast_ref() {
                session(shown, response);
            }
        }
        Err(error) => {
            if let Some(refusal) = error.refusal() {
                shown.debug("the code", &refusal.code());
                shown.both("the description", &refusal.description().cloned().unwrap_or_default());
                shown.debug("the reasons", &refusal.reject_reasons());
            }
            if let Some(Recovery::Ask(StatusQuery::Session(question))) = error.recovery() {
                shown.debug("the question", question);
            }
        }
    }
}

/// The parts of a session that users pick out and print.
fn session(shown: &mut Shown, session: &Session) {
    shown.debug("the next step", &session.next_step());
    shown.identifier(&session.id, session.id.as_str());
    shown.both("the session's status", &session.status);
    if let Some(token) = session.recurrent_token() {
        shown.debug("the token", token);
    }
    for payment in session.payments() {
        shown.debug("a payment", payment);
        shown.identifier(&payment.id, payment.id.as_str());
        shown.debug("the card", &payment.payment_details);
        shown.debug("the interaction", &payment.customer_interaction);
        if let Some(customer) = &payment.customer {
            shown.identifier(&customer.reference, customer.reference.as_str());
            shown.debug("the contacts", &customer.contacts);
        }
    }
    for payout in session.payouts() {
        shown.debug("a payout", payout);
        shown.debug("the instrument", &payout.instrument());
        let Some(people) = &payout.participant_details else { continue };
        for person in [&people.sender, &people.recipient].into_iter().flatten() {
            shown.debug("a person", person);
            shown.debug("a document", &person.identity_document);
            shown.debug("a phone", &person.contacts.as_ref().map(|contacts| &contacts.phone));
        }
    }
}

/// The documented response, with everything that the document only mentions.
pub(crate) fn full_answer() -> Value {
    let mut answer: Value = serde_json::from_str(include_str!("../fixtures/session_multi_init_response.json")).unwrap();
    let whole = &mut answer["session"];
    whole["next_action"] = "word".into();
    whole["error"] = json!({"code": "word", "description": "words",
        "reject_reasons": [{"rule_alias": "word", "list_alias": "word", "expiration_date": "2024-07-02"}]});
    let payment = &mut whole["acquiring_payments"][0];
    payment["recurrent"] = json!({"token": "token"});
    payment["metadata"] = json!({"token": "token"});
    payment["customer"]["contacts"] = json!([{"email": "user@shop.example"}]);
    payment["transaction_info"] = json!({"rrn": "word", "arn": "word", "auth_code": "word", "fp_message_id": "word"});
    payment["refunds"] = json!([{"id": "rf_1", "status": "accepted", "metadata": {"token": "token"}}]);
    payment["payment_details"]["card"] =
        json!({"brand": "visa", "last4": "4242", "country_iso3": "RUS", "bin": "424242", "card_id": "word"});
    payment["customer_interaction"] = json!({"type": "redirect", "redirect": {
        "url": "https://acs.example/?id=1", "base_url": "https://acs.example/", "method": "POST",
        "qs": {"id": "1"}, "params": {"PaReq": "value"}}});
    whole["payments"][0]["customer_interaction"] =
        json!({"type": "inform", "inform": {"qr": {"content": "https://qr.example/1", "img": "image"}}});
    whole["payments"][0]["payment_details"] = json!({"type": "recurrent", "recurrent": {"token": "token"}});
    whole["payments"][0]["error"] = json!({"code": "word", "description": "words"});
    whole["payments"][0]["participant_details"]["sender"]["account"] = "40817810000000000000".into();
    answer
}

fn leaks() -> Leaks {
    let mut leaks = Leaks::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract/cases"), ENDPOINTS);
    for (place, canary) in HIDDEN {
        leaks.hides(place, canary);
    }
    leaks.secret_header("x-partner-sign").identifiers(&["CustomerReference", "OperationId", "SessionId"]);

    leaks.samples_and_parts::<Bank131>(parts);
    leaks.answer("session/status", "the whole answer", full_answer().to_string());
    leaks.values(show_values);
    leaks
}

/// Values that no call shows.
fn show_values(shown: &mut Shown) {
    let wire = FakeProvider::new(FakeResponse::unreachable());
    let builder = Client::builder(Environment::Demo, "your_project_name", FakeSigner).submerchant("sub-7");
    let builder = builder.transport(wire.transport()).clock(wire.clock());
    shown.debug("a builder", &builder);
    shown.debug("a client", &builder.build().unwrap());
    let card = CardDetails::new(CARD.parse().unwrap()).security_code(SECURITY_CODE.parse().unwrap());
    shown.debug("a card", &card.cardholder_name(PERSONAL));
    shown.debug("a payment by token", &PaymentDetails::by_merchant(RecurrentToken::new(TOKEN)));
    shown.debug("a token's payment", &RecurrentPayment::by_client(RecurrentToken::new(TOKEN)));
    shown.debug("a payout", &PayoutDetails::card(CARD.parse().unwrap()));
    shown.debug("a token", &RecurrentToken::new(TOKEN));
    shown.debug("a customer", &Customer::new(CARD).email(format!("{PERSONAL}@shop.example")).phone(PERSONAL));
}

#[test]
fn card_numbers_tokens_signatures_and_personal_data_are_redacted() {
    let mut leaks = leaks();
    #[cfg(any(feature = "aws-lc-rs", feature = "ring", feature = "rsa"))]
    add_webhooks(&mut leaks);
    leaks.assert_none();
}

#[cfg(any(feature = "aws-lc-rs", feature = "ring", feature = "rsa"))]
fn add_webhooks(leaks: &mut Leaks) {
    use bank131_client::signing::RsaSigner;
    use bank131_client::{KeyRing, Webhooks};

    let vectors: Value = serde_json::from_str(include_str!("../fixtures/signatures.json")).unwrap();
    let pem = vectors["rsa_2048"]["private_pkcs8_pem"].as_str().unwrap();
    let signer = RsaSigner::from_pem(pem).unwrap();
    for line in pem.lines().filter(|line| !line.starts_with('-')) {
        leaks.secret(&line[..line.len().min(32)]);
    }

    let webhook = json!({"type": "ready_to_confirm", "session": full_answer()["session"],
        "confirm_information": {"token": "token"}});
    leaks.callback("a webhook", webhook.to_string(), move |body, shown| {
        let webhooks = Webhooks::new(KeyRing::new("2026", signer.verifier()));
        let mut headers = http::HeaderMap::new();
        for message in [body, b"another"] {
            let signature = signer.sign_now(message).unwrap().to_base64();
            headers.insert("X-PARTNER-SIGN", signature.parse().unwrap());
            let event = webhooks.receive(&headers, body);
            match &event {
                Ok(event) => {
                    shown.both("the event's kind", &event.kind);
                    shown.debug("what is to be done", &event.next_step());
                    event.session.iter().for_each(|whole| session(shown, whole));
                    assert!(!format!("{event:?}").contains(&signature), "the signature is shown");
                }
                Err(error) => shown.both("the callback's error", error),
            }
            shown.result("the event", &event);
            shown.panic(event);
        }
        shown.debug("the receiver", &webhooks);
        shown.debug("the signer", &signer);
    });
}

#[test]
fn what_a_shop_stores_before_a_call_recovers_it() {
    payments_contract::assert_stored_recoveries::<Bank131>();
}

#[test]
fn the_address_that_the_payer_returns_to_is_hidden() {
    let options = PaymentOptions::new().recurrent(true).return_url("https://shop.example/?session=17");
    let shown = format!("{options:?}");
    assert!(shown.contains("recurrent: Some(true), return_url: Some([hidden])"), "{shown}");
}
