//! Secrets are redacted: canaries everywhere that `payments_contract::leaks` looks at.

use bank131_client::common::{Date, Endpoint, Json, Recover};
use bank131_client::recurrent::RecurrentToken;
use bank131_client::session::{
    Amounts, CardDetails, Customer, ExchangeRate, IdentityDocument, Participant, ParticipantContacts, Participants,
    PaymentDetails, PaymentOptions, PayoutDetails, Phone, RecurrentPayment, Session, SessionCancel, SessionConfirm,
    SessionId, SessionMultiInit, SessionStatus,
};
use bank131_client::signing::{SignFuture, Signature, Signer};
use bank131_client::{Bank131, Client, Currency, ENDPOINTS, Environment, IdempotencyKey, Money, Recovery, StatusQuery};
use payments_contract::leaks::{CARD, FakeResponse, FakeTransport, Leaks, PERSONAL, SECURITY_CODE, Shown, TOKEN};
use serde_json::{Value, json};

/// The account of a sender.
const ACCOUNT: &str = "40702810900000031415";

/// Members of responses and webhooks that hold a token, an address that identifies a payment, or a person.
const HIDDEN: [(&str, &str); 21] = [
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
];

pub(crate) struct PlainSigner;

impl Signer for PlainSigner {
    fn sign<'a>(&'a self, _message: &'a [u8]) -> SignFuture<'a> {
        Box::pin(async { Ok(Signature::new(*b"a signature of this test's own")) })
    }
}

pub(crate) fn client(wire: &FakeTransport) -> Client {
    let builder = Client::builder(Environment::Demo, "your_project_name", PlainSigner);
    builder.transport(wire.clone()).clock(wire.clone()).build().unwrap()
}

fn rub(kopecks: i64) -> Money {
    Money::from_minor_units(kopecks, Currency::RUB)
}

/// A person with every member set.
fn person() -> Participant {
    let document = IdentityDocument::new(PERSONAL, PERSONAL)
        .issue_date(Date::new(2020, 3, 1).unwrap())
        .division_code(PERSONAL)
        .issued_by(PERSONAL);
    let phone = Phone::new(PERSONAL).country_iso3(PERSONAL).operator_code(PERSONAL).short_number(PERSONAL);
    Participant::new(PERSONAL, PERSONAL)
        .full_name(PERSONAL)
        .middle_name(PERSONAL)
        .citizenship_country_iso3(PERSONAL)
        .country_iso3(PERSONAL)
        .state(PERSONAL)
        .city(PERSONAL)
        .postal_code(PERSONAL)
        .street(PERSONAL)
        .building(PERSONAL)
        .flat(PERSONAL)
        .date_of_birth(Date::new(1998, 3, 15).unwrap())
        .identity_document(document)
        .source_of_money(PERSONAL)
        .description(PERSONAL)
        .contacts(ParticipantContacts::new().phone(phone).email(PERSONAL))
        .account(ACCOUNT)
}

fn transfer(payment: PaymentDetails) -> SessionMultiInit {
    transfer_without_payout(payment).payout(PayoutDetails::card(CARD.parse().unwrap()))
}

fn transfer_without_payout(payment: PaymentDetails) -> SessionMultiInit {
    let rate = || ExchangeRate::from_rub("9.2222", Currency::TJS).unwrap();
    let key = IdempotencyKey::new("transfer-1001").unwrap();
    let amount = Money::from_minor_units(10_843, Currency::TJS);
    let people = Participants::new(person(), person());
    SessionMultiInit::new(key, payment, Amounts::new(rub(100_000), rate(), rate()), amount, people)
        .payment_options(PaymentOptions::new().recurrent(true).return_url(format!("https://shop.example/?{TOKEN}")))
        .provider_tx_id("test1")
        .customer(Customer::new("lucky").email(format!("{PERSONAL}@shop.example")).phone(PERSONAL))
}

fn card() -> CardDetails {
    let card = CardDetails::new(CARD.parse().unwrap()).expires(1, 2030).unwrap();
    card.security_code(SECURITY_CODE.parse().unwrap()).cardholder_name(PERSONAL)
}

/// Shows the text that a shop stores with the order before it sends the call.
fn stored<E: Recover<Provider = Bank131>>(shown: &mut Shown, request: &E) {
    shown.display("the stored recovery", &request.stored_recovery().to_text());
}

/// Stores the recovery of a request and sends it, as a shop does.
fn call_that_moves_money<E>(wire: &FakeTransport, shown: &mut Shown, request: &E)
where
    E: Recover<Provider = Bank131> + Endpoint<Provider = Bank131, Response = Session> + std::fmt::Debug,
{
    stored(shown, request);
    call(wire, shown, request);
}

/// Sends a request, and shows it and its result.
fn call<E>(wire: &FakeTransport, shown: &mut Shown, request: &E)
where
    E: Endpoint<Provider = Bank131, Response = Session> + std::fmt::Debug,
{
    shown.debug("the request", request);
    let result = wire.run(client(wire).send_with_http(request));
    match &result {
        Ok(answer) => session(shown, &answer.value),
        Err(error) => {
            if let Some(refusal) = error.refusal() {
                shown.debug("the code", &refusal.code());
                shown.both("the description", &refusal.description().unwrap_or_default());
                shown.debug("the reasons", &refusal.reject_reasons());
            }
            if let Some(Recovery::Ask(StatusQuery::Session(question))) = error.recovery() {
                shown.debug("the question", question);
            }
        }
    }
    shown.call(result);
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

/// What a webhook asks to be sent back.
fn information() -> Json {
    Json::new(&json!({"token": TOKEN, "pan": CARD})).unwrap()
}

fn leaks() -> Leaks {
    let mut leaks = Leaks::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract/cases"), ENDPOINTS);
    for (place, canary) in HIDDEN {
        leaks.hides(place, canary);
    }
    leaks.secret_header("x-partner-sign").identifiers(&["CustomerReference", "OperationId", "SessionId"]);

    let carried = [CARD, SECURITY_CODE, PERSONAL, TOKEN, ACCOUNT];
    leaks.request("session/multi/init", &carried, |wire, shown| {
        call_that_moves_money(wire, shown, &transfer(PaymentDetails::Card(card())));
    });
    leaks.request("session/multi/init", &[TOKEN, CARD, PERSONAL, ACCOUNT], |wire, shown| {
        call_that_moves_money(wire, shown, &transfer(PaymentDetails::by_client(RecurrentToken::new(TOKEN))));
    });
    leaks.request("session/confirm", &[TOKEN], |wire, shown| {
        let request = SessionConfirm::new(SessionId::new("ps_3230")).confirm_information(information());
        call_that_moves_money(wire, shown, &request);
    });
    leaks.request("session/cancel", &[TOKEN], |wire, shown| {
        let request = SessionCancel::new(SessionId::new("ps_3230")).confirm_information(information());
        call_that_moves_money(wire, shown, &request);
    });
    // An identifier is not secret, but a caller may pass a card number as one.
    leaks.request("session/status", &[CARD], |wire, shown| {
        call(wire, shown, &SessionStatus::new(SessionId::new(CARD)));
    });
    leaks.request("session/cancel", &[CARD], |wire, shown| {
        call(wire, shown, &SessionCancel::new(SessionId::new(CARD)));
    });
    leaks.answer("session/status", "the whole answer", full_answer().to_string());
    leaks.values(show_values);
    leaks
}

/// Values that no call shows.
fn show_values(shown: &mut Shown) {
    let wire = FakeTransport::new(FakeResponse::NotSent);
    let builder = Client::builder(Environment::Demo, "your_project_name", PlainSigner).submerchant("sub-7");
    let builder = builder.transport(wire.clone()).clock(wire.clone());
    shown.debug("a builder", &builder);
    shown.debug("a client", &builder.build().unwrap());
    shown.debug("a card", &card());
    shown.debug("a payment by card", &PaymentDetails::Card(card()));
    shown.debug("a payment by token", &PaymentDetails::by_merchant(RecurrentToken::new(TOKEN)));
    shown.debug("a token's payment", &RecurrentPayment::by_client(RecurrentToken::new(TOKEN)));
    // A transfer without card data is resent after a crash.
    let without_cards = transfer_without_payout(PaymentDetails::by_merchant(RecurrentToken::new(TOKEN)));
    stored(shown, &without_cards);
    shown.debug("a payout", &PayoutDetails::card(CARD.parse().unwrap()));
    shown.debug("a token", &RecurrentToken::new(TOKEN));
    shown.debug("a person", &person());
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
fn the_address_that_the_payer_returns_to_is_hidden() {
    let options = PaymentOptions::new().recurrent(true).return_url("https://shop.example/?session=17");
    assert_eq!(
        format!("{options:?}"),
        "PaymentOptions { recurrent: Some(true), return_url: Some(ReturnUrl([hidden])), broken: None }"
    );
}
