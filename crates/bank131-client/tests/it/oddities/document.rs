//! The seventeen oddities of the documented example, in its order.

use bank131_client::Currency;
use bank131_client::session::{
    Amounts, CardDetails, ExchangeRate, OperationStatus, Participant, Participants, PaymentDetails, Phone,
};
use serde_json::{Value, json};

use crate::support::{
    ANSWER, Bank, FakeResponse, REQUEST_BYTES, amounts, card, documented_answer, documented_but, documented_session,
    documented_transfer, read, rub, tjs, transfer_with,
};

/// The documented request, as it is sent.
fn sent() -> Value {
    let bank = Bank::new([FakeResponse::ok(ANSWER)]);
    bank.send(&documented_transfer()).unwrap();
    serde_json::from_slice(bank.call().body()).unwrap()
}

/// Sender and recipient of the documented response.
fn people() -> Participants {
    documented_session().payouts()[0].participant_details.clone().unwrap()
}

#[test]
fn oddity_01_payment_metadata_is_sent_with_an_underscore_and_comes_back_in_camel_case_and_empty() {
    assert_eq!(sent()["payment_metadata"], json!({"provider_tx_id": "test1"}));
    assert_eq!(documented_session().payouts()[0].payment_metadata().unwrap().as_str(), "{}");

    for spelling in ["paymentMetadata", "payment_metadata"] {
        for list in ["payments", "acquiring_payments"] {
            let mut operation = json!({"id": "1", "status": "pending"});
            operation[spelling] = json!({"provider_tx_id": "test1"});
            let mut session = json!({"id": "1", "status": "in_progress"});
            session[list] = json!([operation]);
            let session = read(&session);
            let payments = session.payments().iter().map(|payment| payment.payment_metadata());
            let payouts = session.payouts().iter().map(|payout| payout.payment_metadata());
            let [metadata] = payments.chain(payouts).collect::<Vec<_>>().try_into().unwrap();
            assert_eq!(metadata.unwrap().as_str(), r#"{"provider_tx_id":"test1"}"#, "{list}, {spelling}");
        }
    }
}

#[test]
fn oddity_02_the_list_called_payments_holds_payouts() {
    let answer = documented_answer();
    assert_eq!(answer["session"]["payments"][0]["id"], "po_2040");

    let session = documented_session();
    assert_eq!(session.payouts()[0].id.as_str(), "po_2040");
    assert_eq!(session.payouts()[0].instrument().unwrap().card.as_ref().unwrap().brand, Some("mir".into()));
    assert_eq!(session.payments()[0].id.as_str(), "pm_3345");
}

#[test]
fn oddity_03_the_order_of_the_lists_does_not_matter() {
    // The document has payouts first; written by serde_json, payments come first.
    let swapped = documented_answer().to_string();
    assert!(ANSWER.find("po_2040") < ANSWER.find("pm_3345"));
    assert!(swapped.find("pm_3345") < swapped.find("po_2040"));

    let session = Bank::new([FakeResponse::ok(&swapped)]).send(&documented_transfer()).unwrap();
    assert_eq!(session.payouts()[0].id.as_str(), "po_2040");
    assert_eq!(session.payments()[0].id.as_str(), "pm_3345");
}

#[test]
fn oddity_04_the_amount_of_the_payment_is_that_of_the_payout() {
    assert_eq!(sent()["amounts"]["source"], json!({"amount": 100_000, "currency": "rub"}));

    let session = documented_session();
    assert_eq!(session.payments()[0].amount_details, Some(tjs(10_843)));
    assert_eq!(session.payments()[0].amount_details, session.payouts()[0].amount_details);
    assert_eq!(session.payments()[0].amounts.as_ref().unwrap().gross, Some(tjs(10_843)));
}

#[test]
fn oddity_05_amounts_may_lack_any_member() {
    let amounts = documented_session().payouts()[0].amounts.clone().unwrap();
    assert!(amounts.net.is_none() && amounts.fee.is_none());

    let fee = json!({"merchant_fee": {"amount": 10, "currency": "RUB"}});
    let session = documented_but(|session| {
        session["payments"][0]["amounts"] = json!({"net": {"amount": 10_000, "currency": "rub"}, "fee": fee});
        session["acquiring_payments"][0]["amounts"] = json!({"fee": {}});
    });
    let amounts = session.payouts()[0].amounts.as_ref().unwrap();
    assert_eq!(amounts.gross, None);
    assert_eq!(amounts.net, Some(rub(10_000)));
    assert_eq!(amounts.fee.as_ref().unwrap().merchant_fee, Some(rub(10)));
    let amounts = session.payments()[0].amounts.as_ref().unwrap();
    assert_eq!(amounts.fee.as_ref().unwrap().merchant_fee, None);
}

#[test]
fn oddity_06_the_full_name_is_the_banks_own_and_in_its_own_order() {
    let sender = people().sender.unwrap();
    assert_eq!(sender.full_name, Some("Ольга Пахмутова Семёновна".into()));
    // Neither derived where it is missing, nor compared where it differs.
    let session = documented_but(|session| {
        let operations = session["payments"].as_array_mut().unwrap();
        let people = operations[0]["participant_details"].as_object_mut().unwrap();
        people["sender"].as_object_mut().unwrap().remove("full_name");
        people["recipient"]["full_name"] = json!("Somebody Else");
    });
    let people = session.payouts()[0].participant_details.as_ref().unwrap();
    assert_eq!(people.sender.as_ref().unwrap().full_name, None);
    assert_eq!(people.recipient.as_ref().unwrap().full_name, Some("Somebody Else".into()));
}

#[test]
fn oddity_07_members_of_a_participant_vanish_or_come_back_empty() {
    let sent = sent();
    let person = &sent["participant_details"]["sender"];
    for empty in ["state", "postal_code", "flat", "source_of_money", "description"] {
        assert_eq!(person[empty], "", "{empty}");
    }

    // The response leaves out three of them and has the others as "": both are read as `None`.
    let sender = people().sender.unwrap();
    assert_eq!([&sender.flat, &sender.source_of_money, &sender.description], [&None; 3]);
    assert_eq!([&sender.state, &sender.postal_code], [&None; 2]);
    assert_eq!(sender.identity_document.unwrap().division_code, None);
    assert_eq!(sender.contacts.unwrap().email, None);
}

#[test]
fn oddity_08_a_participants_contacts_are_an_object_and_a_customers_are_a_list() {
    let session = documented_but(|session| {
        session["payments"][0]["customer"]["contacts"] =
            json!([{"email": "a@shop.example"}, {"phone": "+7999***0000"}]);
    });
    let payout = &session.payouts()[0];
    let contacts = &payout.customer.as_ref().unwrap().contacts;
    assert_eq!(contacts[0].email, Some("a@shop.example".into()));
    assert_eq!((contacts[0].phone.as_ref(), contacts[1].email.as_ref()), (None, None));
    assert_eq!(contacts[1].phone, Some("+7999***0000".into()));

    let sender = payout.participant_details.as_ref().unwrap().sender.as_ref().unwrap();
    assert_eq!(sender.contacts.as_ref().unwrap().phone.as_ref().unwrap().operator_code, Some("937".into()));
}

#[test]
fn oddity_09_a_phone_may_be_its_full_number_only() {
    let recipient = people().recipient.unwrap();
    assert_eq!(recipient.contacts.unwrap().phone, Some(Phone::new("+43523452345")));
    assert_eq!(sent()["participant_details"]["recipient"]["contacts"]["phone"], json!({"full_number": "+43523452345"}));
}

#[test]
fn oddity_10_the_kind_of_an_identity_document_is_free_text() {
    let kind = "Паспорт гражданина Российской Федерации";
    assert_eq!(sent()["participant_details"]["sender"]["identity_document"]["id_type"], kind);
    assert_eq!(people().sender.unwrap().identity_document.unwrap().id_type, Some(kind.into()));
}

#[test]
fn oddity_11_the_card_of_a_response_is_not_the_card_of_a_request() {
    let answer = documented_answer();
    let card = &answer["session"]["payments"][0]["payment_method"]["card"];
    assert_eq!((card.get("type"), card.get("bank_card")), (None, None));
    assert_eq!(sent()["payout_details_multi"][0]["card"]["type"], "bank_card");

    let session = documented_session();
    let card = session.payouts()[0].instrument().unwrap().card.as_ref().unwrap();
    assert_eq!((&card.last4, &card.country_iso3), (&Some("1098".into()), &Some("TJK".into())));
}

#[test]
fn oddity_12_everything_but_id_and_status_may_be_missing() {
    let bare = json!({
        "id": "3230", "status": "in_progress",
        "payments": [{"id": "2018", "status": "pending"}],
        "acquiring_payments": [{"id": "131", "status": "in_progress"}],
    });
    let session = read(&bare);
    assert_eq!((&session.created_at, &session.updated_at, &session.next_action), (&None, &None, &None));
    let (payout, payment) = (&session.payouts()[0], &session.payments()[0]);
    assert_eq!((payout.id.as_str(), &payout.status), ("2018", &OperationStatus::Pending));
    assert!(payout.instrument().is_none() && payout.customer.is_none() && payout.participant_details.is_none());
    assert_eq!((payment.id.as_str(), &payment.amount_details), ("131", &None));

    let empty = read(&json!({"id": "3230", "status": "created"}));
    assert!(empty.payouts().is_empty() && empty.payments().is_empty());
}

#[test]
fn oddity_13_both_operations_have_the_same_participants() {
    let session = documented_session();
    let of_payout = session.payouts()[0].participant_details.as_ref().unwrap();
    let of_payment = session.payments()[0].participant_details.as_ref().unwrap();
    assert_eq!(of_payout.sender, of_payment.sender);
    assert_eq!(of_payout.recipient, of_payment.recipient);
    assert!(of_payout.sender.is_some() && of_payout.sender != of_payout.recipient);
}

#[test]
fn oddity_14_the_members_of_a_card_are_sent_in_the_order_of_the_document_without_a_name() {
    let bank = Bank::new([FakeResponse::ok(ANSWER)]);
    bank.send(&documented_transfer()).unwrap();
    let card = concat!(
        r#""bank_card":{"number":"4242424242424242","expiration_year":"22","#,
        r#""security_code":"123","expiration_month":"01"}"#
    );
    assert!(std::str::from_utf8(bank.call().body()).unwrap().contains(card));
    assert!(std::str::from_utf8(REQUEST_BYTES).unwrap().contains(card));
}

#[test]
fn oddity_15_a_card_that_has_expired_is_sent() {
    let expired = CardDetails::new("5058270610441098".parse().unwrap()).expires(12, 2001).unwrap();
    let people = || Participant::new("A", "B");
    let transfer = transfer_with(PaymentDetails::Card(expired), amounts(), Participants::new(people(), people()));
    let bank = Bank::new([FakeResponse::ok(ANSWER)]);
    assert!(bank.send(&transfer).is_ok());
    let body: Value = serde_json::from_slice(bank.call().body()).unwrap();
    let card = &body["payment_details_multi"][0]["card"]["bank_card"];
    assert_eq!((&card["expiration_year"], &card["expiration_month"]), (&json!("01"), &json!("12")));
}

#[test]
fn oddity_16_a_rate_keeps_the_decimals_it_was_given() {
    assert_eq!(sent()["amounts"]["rate"]["rate"], "9.2222");
    assert_eq!(sent()["amounts"]["provider_rate"]["rate"], "8.22");

    for rate in ["8.22", "9.2222", "9", "0.0001", "9.22220", "123456789.123456789"] {
        let rate_of = |rate| ExchangeRate::from_rub(rate, Currency::TJS).unwrap();
        let amounts = Amounts::new(rub(1), rate_of(rate), rate_of(rate));
        let people = || Participant::new("A", "B");
        let details = PaymentDetails::Card(card());
        let transfer = transfer_with(details, amounts, Participants::new(people(), people()));
        let bank = Bank::new([FakeResponse::ok(ANSWER)]);
        bank.send(&transfer).unwrap();
        let body: Value = serde_json::from_slice(bank.call().body()).unwrap();
        assert_eq!(body["amounts"]["rate"]["rate"], rate);
    }
}

#[test]
fn oddity_17_an_operation_may_be_newer_than_the_last_change_of_its_session() {
    let session = documented_session();
    let updated = session.updated_at.as_ref().unwrap().as_str();
    assert!(session.payouts()[0].created_at.as_ref().unwrap().as_str() > updated);
    assert!(session.payments()[0].created_at.as_ref().unwrap().as_str() > updated);
}
