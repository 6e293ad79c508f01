//! The documented response: everything in it is read, and means what the document says.

use bank131_client::session::{
    AcquiringPayment, InstrumentType, NextStep, OperationStatus, Participant, Participants, Payout, Session,
    SessionState,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::support::{ANSWER, Bank, FakeResponse, documented_answer, documented_session, documented_transfer, tjs};

/// The response as it is read, to find members that are not.
#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "status")]
    _status: String,
    #[serde(rename = "session")]
    _session: Session,
}

/// The members of a document that are not read.
fn ignored(document: &Value) -> Vec<String> {
    let mut ignored = Vec::new();
    let document = document.to_string();
    let mut deserializer = serde_json::Deserializer::from_str(&document);
    serde_ignored::deserialize::<_, _, Envelope>(&mut deserializer, |path| ignored.push(path.to_string())).unwrap();
    ignored
}

#[test]
fn every_member_of_the_documented_response_is_read() {
    assert_eq!(ignored(&documented_answer()), Vec::<String>::new());
}

#[test]
fn a_member_that_is_not_read_is_detected() {
    let mut answer = documented_answer();
    answer["session"]["payments"][0]["participant_details"]["sender"]["shoe_size"] = json!(39);
    let [path] = ignored(&answer).try_into().unwrap();
    assert!(path.ends_with("sender.?.shoe_size") || path.ends_with("sender.shoe_size"), "{path}");
}

#[test]
fn every_member_of_the_webhook_samples_is_read() {
    let payment = json!({
        "id": "pm_131", "status": "pending", "created_at": "2020-05-29T07:01:37.499907Z",
        "finished_at": "2020-05-29T07:01:38.499907Z",
        "customer": {"reference": "lucky", "contacts": [{"email": "user@shop.example"}]},
        "payment_details": {"type": "card", "card": {"brand": "visa", "last4": "8801", "bin": "220220", "card_id": "05ee"}},
        "amount_details": {"amount": 15000, "currency": "rub"},
        "amounts": {"fee": {"merchant_fee": {"amount": 10, "currency": "RUB"}}, "net": {"amount": 9, "currency": "rub"}},
        "transaction_info": {"rrn": "425307614918", "auth_code": "057441"},
        "metadata": "good",
        "customer_interaction": {"type": "redirect", "redirect": {
            "url": "https://acs.example/?foo=bar", "base_url": "https://acs.example/", "method": "POST",
            "qs": {"foo": "bar"}, "params": {"PaReq": "x", "MD": "y"}}},
        "refunds": [{"id": "rf_203", "status": "accepted", "created_at": "2020-05-29T07:01:37.499907Z",
            "finished_at": "2020-05-29T07:01:38.499907Z", "is_chargeback": true,
            "amount_details": {"amount": 15000, "currency": "rub"}}],
        "recurrent": {"token": "t", "created_at": "2020-05-29T07:01:37Z", "finished_at": "2021-05-29T07:01:37Z",
            "is_active": true},
    });
    let payout = json!({
        "id": "2018", "status": "pending", "created_at": "2020-05-29T07:01:37.499907Z",
        "customer": {"reference": "lucky", "contacts": [{"email": "user@shop.example"}]},
        "payment_method": {"type": "card", "card": {"last4": "8801", "brand": "visa"}},
        "amount_details": {"amount": 10000, "currency": "rub"}, "metadata": "good",
        "error": {"code": "operation_rejected", "description": "no", "reject_reasons": [
            {"rule_alias": "r", "list_alias": "l", "expiration_date": "2030-01-01T00:00:00Z"}]},
    });
    let session = json!({
        "id": "ps_3230", "status": "in_progress", "next_action": "confirm",
        "created_at": "2020-05-29T07:01:37.499907Z", "updated_at": "2020-05-29T07:01:37.499907Z",
        "acquiring_payments": [payment], "payments": [payout],
    });
    assert_eq!(ignored(&json!({"status": "ok", "session": session})), Vec::<String>::new());
}

#[test]
fn the_session_is_read() {
    let session = documented_session();
    assert_eq!(session.id.as_str(), "ps_5988");
    assert_eq!(session.status, SessionState::InProgress);
    assert_eq!(session.created_at.as_ref().unwrap().as_str(), "2024-07-02T12:13:23.692217Z");
    assert_eq!(session.updated_at.as_ref().unwrap().as_str(), "2024-07-02T12:13:24.871574Z");
    assert_eq!(session.finished_at, None);
    assert_eq!(session.next_action, None);
    assert!(session.error.is_none());
    assert!(matches!(session.next_step(), NextStep::Wait));
    assert!(!session.has_succeeded());
    assert!(session.recurrent_token().is_none());
}

#[test]
fn the_payout_is_read() {
    let session = documented_session();
    let [payout] = session.payouts() else { panic!("one payout") };
    let Payout { id, status, created_at, finished_at, customer, amount_details, amounts, .. } = payout;
    assert_eq!(id.as_str(), "po_2040");
    assert_eq!(*status, OperationStatus::InProgress);
    assert_eq!(created_at.as_ref().unwrap().as_str(), "2024-07-02T12:13:24.894376Z");
    assert_eq!(*finished_at, None);
    assert_eq!(customer.as_ref().unwrap().reference.as_str(), "lucky");
    assert_eq!(customer.as_ref().unwrap().contacts.len(), 0);
    assert_eq!(*amount_details, Some(tjs(10_843)));
    assert_eq!(amounts.as_ref().unwrap().gross, Some(tjs(10_843)));
    assert_eq!(payout.payment_metadata().unwrap().as_str(), "{}");

    let instrument = payout.instrument().unwrap();
    assert_eq!(instrument.kind, Some(InstrumentType::Card));
    assert!(instrument.recurrent.is_none());
    let card = instrument.card.as_ref().unwrap();
    assert_eq!(
        (&card.brand, &card.last4, &card.country_iso3),
        (&Some("mir".into()), &Some("1098".into()), &Some("TJK".into()))
    );
    assert_eq!((&card.bin, &card.card_id), (&None, &None));

    people(payout.participant_details.as_ref().unwrap());
    assert!(payout.refunds.is_empty());
    assert!(payout.customer_interaction.is_none());
    assert!(payout.transaction_info.is_none());
    assert!(payout.error.is_none());
    assert!(payout.metadata.is_none());
}

#[test]
fn the_payment_is_read() {
    let session = documented_session();
    let [payment] = session.payments() else { panic!("one payment") };
    let AcquiringPayment { id, status, created_at, customer, amount_details, amounts, .. } = payment;
    assert_eq!(id.as_str(), "pm_3345");
    assert_eq!(*status, OperationStatus::InProgress);
    assert_eq!(created_at.as_ref().unwrap().as_str(), "2024-07-02T12:13:24.894294Z");
    assert_eq!((&payment.updated_at, &payment.finished_at), (&None, &None));
    assert_eq!(customer.as_ref().unwrap().reference.as_str(), "lucky");
    assert_eq!(*amount_details, Some(tjs(10_843)));
    assert_eq!(amounts.as_ref().unwrap().gross, Some(tjs(10_843)));

    let instrument = payment.payment_details.as_ref().unwrap();
    assert_eq!(instrument.kind, Some(InstrumentType::Card));
    let card = instrument.card.as_ref().unwrap();
    assert_eq!(
        (&card.brand, &card.last4, &card.country_iso3),
        (&Some("visa".into()), &Some("4242".into()), &Some("GBR".into()))
    );

    people(payment.participant_details.as_ref().unwrap());
    assert!(payment.refunds.is_empty());
    assert!(payment.customer_interaction.is_none());
    assert!(payment.recurrent.is_none());
    assert!(payment.transaction_info.is_none());
    assert!(payment.error.is_none());
    assert!(payment.metadata.is_none());
    assert!(payment.payment_metadata().is_none());
}

/// Sender and recipient, the same in both operations.
fn people(people: &Participants) {
    let sender = people.sender.as_ref().unwrap();
    assert_eq!(names(sender), [Some("Ольга Пахмутова Семёновна"), Some("Ольга"), Some("Пахмутова"), Some("Семёновна")]);
    assert_eq!(sender.citizenship_country_iso3, Some("RUS".into()));
    assert_eq!(sender.country_iso3, Some("TUR".into()));
    assert_eq!(sender.city, Some("Уренгой".into()));
    assert_eq!(sender.street, Some("Конаковская".into()));
    assert_eq!(sender.building, Some("1".into()));
    assert_eq!(sender.date_of_birth.as_ref().unwrap().expose().as_str(), "1998-03-15");

    let document = sender.identity_document.as_ref().unwrap();
    assert_eq!(document.id_type, Some("Паспорт гражданина Российской Федерации".into()));
    assert_eq!(document.id_number, Some("8008 579120".into()));
    assert_eq!(document.issue_date.as_ref().unwrap().expose().as_str(), "2020-03-01");
    assert_eq!(document.id_expiration_date, None);
    assert_eq!(document.issued_by, Some("ОВД ПО Кировскому району".into()));

    let phone = sender.contacts.as_ref().unwrap().phone.as_ref().unwrap();
    assert_eq!(phone.full_number, Some("+79376151530".into()));
    assert_eq!(phone.country_iso3, Some("RUS".into()));
    assert_eq!(phone.operator_code, Some("937".into()));
    assert_eq!(phone.short_number, Some("6151530".into()));

    let recipient = people.recipient.as_ref().unwrap();
    assert_eq!(
        names(recipient),
        [Some("Maksim Pahmutov Semenovich"), Some("Maksim"), Some("Pahmutov"), Some("Semenovich")]
    );
    assert_eq!(recipient.date_of_birth.as_ref().unwrap().expose().as_str(), "2000-11-08");
    let phone = recipient.contacts.as_ref().unwrap().phone.as_ref().unwrap();
    assert_eq!(phone.full_number, Some("+43523452345".into()));
}

fn names(person: &Participant) -> [Option<&str>; 4] {
    [&person.full_name, &person.first_name, &person.last_name, &person.middle_name]
        .map(|name| name.as_ref().map(|name| name.expose().as_str()))
}

#[test]
fn send_with_http_returns_the_http_response_too() {
    let bank = Bank::new([FakeResponse::ok(ANSWER)]);
    let answer = bank.run(bank.client.send_with_http(&documented_transfer())).unwrap();
    assert_eq!(answer.value.id.as_str(), "ps_5988");
    assert_eq!(answer.http.status(), 200);
    assert_eq!(answer.http.body(), ANSWER.as_bytes());
}
