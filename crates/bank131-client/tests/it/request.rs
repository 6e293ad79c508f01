//! Requests: addresses, headers and bodies.

use bank131_client::common::Json;
use bank131_client::recurrent::RecurrentToken;
use bank131_client::session::{
    Customer, IdentityDocument, Participant, ParticipantContacts, Participants, PaymentDetails, PaymentOptions,
    PayoutDetails, SessionCancel, SessionCapture, SessionConfirm, SessionMultiInit,
};
use bank131_client::{ApiVersion, ClientBuilder, Environment, IdempotencyKey};
use serde_json::{Value, json};

use crate::support::{
    Bank, FakeResponse, FakeSigner, KEY, PLAIN_SIGNATURE, PROJECT, REQUEST, REQUEST_BYTES, SESSION, amounts,
    bare_transfer, card, documented_transfer, header, session_id, status, text, tjs, transfer_with,
};

fn bank() -> Bank {
    Bank::new([FakeResponse::ok(SESSION)])
}

fn bank_with(settings: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Bank {
    Bank::with([FakeResponse::ok(SESSION)], Environment::Demo, FakeSigner, settings)
}

/// The body of a transfer.
fn body(transfer: &SessionMultiInit) -> Value {
    let bank = bank();
    bank.send(transfer).unwrap();
    serde_json::from_slice(bank.call().body()).unwrap()
}

fn members(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn the_documented_request_has_the_documented_members() {
    assert_eq!(body(&documented_transfer()), serde_json::from_str::<Value>(REQUEST).unwrap());
}

#[test]
fn the_documented_request_has_the_documented_bytes() {
    let bank = bank();
    bank.send(&documented_transfer()).unwrap();

    assert_eq!(REQUEST_BYTES.len(), 1603);
    assert_eq!(text(&bank.call()), std::str::from_utf8(REQUEST_BYTES).unwrap());
}

#[test]
fn everything_that_may_be_left_out_is_left_out() {
    let bank = bank();
    bank.send(&bare_transfer()).unwrap();

    assert_eq!(
        text(&bank.call()),
        concat!(
            r#"{"payment_details_multi":[{"type":"card","card":{"type":"bank_card","bank_card":"#,
            r#"{"number":"4242424242424242","expiration_year":"22","security_code":"123","expiration_month":"01"}}}],"#,
            r#""amounts":{"source":{"amount":100000,"currency":"rub"},"#,
            r#""rate":{"rate":"9.2222","from_currency":"rub","to_currency":"tjs"},"#,
            r#""provider_rate":{"rate":"8.22","from_currency":"rub","to_currency":"tjs"}},"#,
            r#""amount_details":{"amount":10843,"currency":"tjs"},"#,
            r#""participant_details":{"sender":{"first_name":"Ольга","last_name":"Пахмутова"},"#,
            r#""recipient":{"first_name":"Maksim","last_name":"Pahmutov"}}}"#,
        )
    );
}

#[test]
fn every_optional_part_adds_its_own_member_and_no_other() {
    let payout = PayoutDetails::card("5058270610441098".parse().unwrap());
    let parts = [
        (bare_transfer().payment_options(PaymentOptions::new()), "payment_options", json!({})),
        (
            bare_transfer().payout(payout),
            "payout_details_multi",
            json!([{"type": "card", "card": {"type": "bank_card", "bank_card": {"number": "5058270610441098"}}}]),
        ),
        (bare_transfer().provider_tx_id("test1"), "payment_metadata", json!({"provider_tx_id": "test1"})),
        (bare_transfer().customer(Customer::new("lucky")), "customer", json!({"reference": "lucky"})),
    ];
    for (transfer, member, value) in parts {
        let mut expected = body(&bare_transfer());
        expected[member] = value;
        assert_eq!(body(&transfer), expected, "{member}");
    }
}

#[test]
fn payment_options_are_sent_as_they_were_set() {
    let options = |options| body(&bare_transfer().payment_options(options))["payment_options"].clone();

    assert_eq!(options(PaymentOptions::new().recurrent(false)), json!({"recurrent": false}));
    assert_eq!(
        options(PaymentOptions::new().return_url("http://shop.example/back?order=1")),
        json!({"return_url": "http://shop.example/back?order=1"})
    );
}

#[test]
fn the_payout_amount_is_sent_in_amounts_only_if_set() {
    let people = || Participants::new(Participant::new("A", "B"), Participant::new("C", "D"));
    let transfer = |amounts| body(&transfer_with(PaymentDetails::Card(card()), amounts, people()));

    assert_eq!(members(&transfer(amounts())["amounts"]), ["provider_rate", "rate", "source"]);
    assert_eq!(
        transfer(amounts().destination(tjs(10_843)))["amounts"]["destination"],
        json!({"amount": 10843, "currency": "tjs"})
    );
}

#[test]
fn a_card_may_be_a_number_only_or_carry_the_holders_name() {
    let people = || Participants::new(Participant::new("A", "B"), Participant::new("C", "D"));
    let sent = |card| {
        body(&transfer_with(PaymentDetails::Card(card), amounts(), people()))["payment_details_multi"][0]["card"]
            ["bank_card"]
            .clone()
    };
    let number = || bank131_client::session::CardDetails::new("5058270610441098".parse().unwrap());

    assert_eq!(sent(number()), json!({"number": "5058270610441098"}));
    assert_eq!(
        sent(number().cardholder_name("OLGA P")),
        json!({"number": "5058270610441098", "cardholder_name": "OLGA P"})
    );
}

#[test]
fn a_participant_may_be_a_full_name_only() {
    let by_full_name = |name: &str| Participant::default().full_name(name);
    let people = Participants::new(by_full_name("Ольга Пахмутова"), by_full_name("Maksim Pahmutov"));
    let sent = body(&transfer_with(PaymentDetails::Card(card()), amounts(), people));

    assert_eq!(
        sent["participant_details"],
        json!({"sender": {"full_name": "Ольга Пахмутова"}, "recipient": {"full_name": "Maksim Pahmutov"}})
    );
}

#[test]
fn a_document_and_contacts_leave_out_what_was_not_given() {
    let sender = Participant::new("A", "B")
        .identity_document(IdentityDocument::new("Паспорт", "1"))
        .contacts(ParticipantContacts::new());
    let people = Participants::new(sender, Participant::new("C", "D"));
    let sent = body(&transfer_with(PaymentDetails::Card(card()), amounts(), people));

    let sender = &sent["participant_details"]["sender"];
    assert_eq!(sender["identity_document"], json!({"id_type": "Паспорт", "id_number": "1"}));
    assert_eq!(sender["contacts"], json!({}));
}

#[test]
fn the_account_that_a_payout_is_paid_from_is_the_senders() {
    let sender = Participant::new("A", "B").account("40702810900000031415");
    let people = Participants::new(sender, Participant::new("C", "D"));
    let sent = body(&transfer_with(PaymentDetails::Card(card()), amounts(), people));

    assert_eq!(sent["participant_details"]["sender"]["account"], "40702810900000031415");
}

#[test]
fn a_customers_contacts_are_a_list_with_one_contact_in_each_element() {
    let customer = Customer::new("lucky").email("a@shop.example").phone("+79990000000");
    assert_eq!(
        body(&bare_transfer().customer(customer))["customer"],
        json!({"reference": "lucky", "contacts": [{"email": "a@shop.example"}, {"phone": "+79990000000"}]})
    );
}

#[test]
fn a_saved_card_is_charged_by_its_recurrent_token() {
    let people = || Participants::new(Participant::new("A", "B"), Participant::new("C", "D"));
    let token = || RecurrentToken::new("e9876f32bd23447d");
    for (payment, initiator) in
        [(PaymentDetails::by_merchant(token()), "merchant"), (PaymentDetails::by_client(token()), "client")]
    {
        let options = PaymentOptions::new().return_url("https://shop.example/back");
        assert_eq!(
            body(&transfer_with(payment, amounts(), people()).payment_options(options))["payment_details_multi"],
            json!([{"type": "recurrent", "recurrent": {"token": "e9876f32bd23447d", "initiator": initiator}}])
        );
    }
}

#[test]
fn the_idempotency_key_is_sent_with_transfers_only() {
    let bank = bank();
    bank.send(&bare_transfer()).unwrap();
    bank.send(&status()).unwrap();
    bank.send(&SessionConfirm::new(session_id())).unwrap();
    bank.send(&SessionCancel::new(session_id())).unwrap();

    let keys: Vec<_> = bank.calls().iter().map(|call| header(call, "X-PARTNER-IDEMPOTENCY-KEY").is_some()).collect();
    assert_eq!(keys, [true, false, false, false]);
    assert_eq!(header(&bank.calls()[0], "X-PARTNER-IDEMPOTENCY-KEY"), Some(KEY));
}

#[test]
fn a_random_idempotency_key_is_a_new_uuid_every_time() {
    let keys = [IdempotencyKey::random().unwrap(), IdempotencyKey::random().unwrap()];

    assert_ne!(keys[0], keys[1]);
    for key in &keys {
        let groups: Vec<_> = key.as_str().split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12], "{}", key.as_str());
    }
}

#[test]
fn the_same_value_sent_twice_makes_the_same_request() {
    let bank = bank();
    let transfer = documented_transfer();
    bank.send(&transfer).unwrap();
    bank.send(&transfer).unwrap();

    let [first, second] = bank.calls().try_into().unwrap();
    assert_eq!(first.body(), second.body());
    assert_eq!(first.headers(), second.headers());
    assert_eq!(first.uri(), second.uri());
}

#[test]
fn a_transfer_carries_these_headers_and_no_others() {
    let bank = bank();
    bank.send(&documented_transfer()).unwrap();

    let call = bank.call();
    let mut headers: Vec<_> =
        call.headers().iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
    headers.sort_unstable();
    assert_eq!(
        headers,
        [
            ("accept", "application/json"),
            ("content-type", "application/json"),
            ("user-agent", concat!("bank131-client/", env!("CARGO_PKG_VERSION"))),
            ("x-partner-idempotency-key", KEY),
            ("x-partner-project", PROJECT),
            ("x-partner-sign", PLAIN_SIGNATURE),
        ]
    );
}

#[test]
fn the_submerchant_is_sent_if_there_is_one() {
    for (submerchant, sent) in [("sub-7", Some("sub-7")), (" sub-7 ", Some("sub-7")), ("", None), ("  ", None)] {
        let bank = bank_with(|builder| builder.submerchant(submerchant));
        bank.send(&status()).unwrap();
        assert_eq!(header(&bank.call(), "X-PARTNER-SUBMERCHANT"), sent, "{submerchant:?}");
    }
}

#[test]
fn another_project_shares_everything_else_and_does_not_change_the_first_client() {
    let bank = bank_with(|builder| builder.submerchant("sub-7"));
    let promo = bank.client.with_project("promo-rate").unwrap();
    bank.run(promo.send(&status())).unwrap();
    bank.send(&status()).unwrap();

    let [with_promo, without] = bank.calls().try_into().unwrap();
    assert_eq!(header(&with_promo, "X-PARTNER-PROJECT"), Some("promo-rate"));
    assert_eq!(header(&without, "X-PARTNER-PROJECT"), Some(PROJECT));
    for call in [&with_promo, &without] {
        assert_eq!(header(call, "X-PARTNER-SUBMERCHANT"), Some("sub-7"));
        assert_eq!(header(call, "X-PARTNER-SIGN"), Some(PLAIN_SIGNATURE));
    }
    assert_eq!(with_promo.uri(), without.uri());
    assert_eq!(with_promo.body(), without.body());
}

#[test]
fn another_submerchant_keeps_the_project() {
    let bank = bank_with(|builder| builder.submerchant("sub-7"));
    let other = bank.client.with_project("promo-rate").unwrap().with_submerchant("sub-8").unwrap();
    bank.run(other.send(&status())).unwrap();

    assert_eq!(header(&bank.call(), "X-PARTNER-PROJECT"), Some("promo-rate"));
    assert_eq!(header(&bank.call(), "X-PARTNER-SUBMERCHANT"), Some("sub-8"));
}

#[test]
fn a_session_is_named_in_the_body() {
    let bank = bank();
    bank.send(&status()).unwrap();
    bank.send(&SessionConfirm::new(session_id())).unwrap();
    bank.send(&SessionCancel::new(session_id())).unwrap();

    for call in bank.calls() {
        assert_eq!(text(&call), r#"{"session_id":"ps_3230"}"#, "{}", call.uri());
    }
}

#[test]
fn confirm_information_is_sent_back_byte_for_byte() {
    // Neither sorted nor compact: exactly what a webhook may carry.
    let carried = r#"{"transfer_details": {"purpose":"Оплата", "amount":{"currency":"rub","amount":1}}}"#;
    let information: Json = serde_json::from_str(carried).unwrap();
    let bank = bank();
    bank.send(&SessionConfirm::new(session_id()).confirm_information(information.clone())).unwrap();
    bank.send(&SessionCancel::new(session_id()).confirm_information(information)).unwrap();

    for call in bank.calls() {
        assert_eq!(
            text(&call),
            format!(r#"{{"session_id":"ps_3230","confirm_information":{carried}}}"#),
            "{}",
            call.uri()
        );
    }
}

#[test]
fn version_2_of_the_api_changes_the_path_and_nothing_else() {
    let bank = bank();
    let v2 = ApiVersion::V2;
    bank.send(&status()).unwrap();
    bank.send(&status().api_version(v2)).unwrap();
    bank.send(&SessionConfirm::new(session_id())).unwrap();
    bank.send(&SessionConfirm::new(session_id()).api_version(v2)).unwrap();
    bank.send(&SessionCapture::new(session_id())).unwrap();
    bank.send(&SessionCapture::new(session_id()).api_version(v2)).unwrap();
    bank.send(&SessionCancel::new(session_id())).unwrap();
    bank.send(&SessionCancel::new(session_id()).api_version(v2)).unwrap();

    for pair in bank.calls().chunks(2) {
        let [first, second] = pair else { panic!("pairs") };
        assert!(first.uri().path().starts_with("/api/v1/session/"));
        assert_eq!(second.uri().path(), first.uri().path().replace("/v1/", "/v2/"));
        assert_eq!((first.body(), first.headers()), (second.body(), second.headers()));
    }
}

/// That every endpoint is sent to its path is a matter of the contract tests.
#[test]
fn a_call_has_its_address_on_every_host() {
    let hosts = [
        (Environment::Demo, "https://demo.bank131.ru"),
        (Environment::Live, "https://proxy.bank131.ru"),
        (Environment::at("https://proxy.example/131/").unwrap(), "https://proxy.example/131"),
        (Environment::at("http://127.0.0.1:8131").unwrap(), "http://127.0.0.1:8131"),
    ];
    for (environment, host) in hosts {
        let bank = Bank::with([FakeResponse::ok(SESSION)], environment, FakeSigner, |builder| builder);
        bank.send(&bare_transfer()).unwrap();
        bank.send(&status()).unwrap();

        let sent: Vec<_> = bank.calls().iter().map(|call| format!("{} {}", call.method(), call.uri())).collect();
        let expected = ["session/multi/init", "session/status"];
        assert_eq!(sent, expected.map(|path| format!("POST {host}/api/v1/{path}")));
    }
}
