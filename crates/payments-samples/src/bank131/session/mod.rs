//! Sessions.

mod cancel;
mod capture;
mod confirm;
mod multi_init;
mod people;
mod rules;
mod status;
mod transfer;

use bank131_client::common::Json;
use bank131_client::session::{CardSummary, Session, SessionId};
use bank131_client::{Currency, Money};
use serde_json::json;

use crate::{Checked, Essence, Failure};

/// Members without which there is no session.
const REQUIRED: &[&str] = &["session", "session.id"];

/// The places of a payment's id and status in each version of the API. No document shows more than one payment.
const PAYMENT: [[&str; 2]; 2] = [
    ["session.acquiring_payments[0].id", "session.acquiring_payments[0].status"],
    ["session.payment_list[0].id", "session.payment_list[0].status"],
];

/// The same of a payout.
const PAYOUT: [[&str; 2]; 2] = [
    ["session.payments[0].id", "session.payments[0].status"],
    ["session.payout_list[0].id", "session.payout_list[0].status"],
];

const NO_KEY: (&str, &str) = ("idempotency_key_already_exists", "the call carries no idempotency key");
const STARTS_NOTHING: (&str, &str) = ("operation_rejected", "the call starts no operation that could be rejected");

const EMPTY: &str = "must not be empty";
const EMPTY_ID: &str = "an empty session id";
const SESSION_ID: &str = "session_id";

/// What a call with an unknown outcome about a session is recovered by.
const ASK: &str = "ask/session/ps_3230";

fn session_id() -> SessionId {
    SessionId::new("ps_3230")
}

fn payout_amount() -> Money {
    Money::from_minor_units(10_843, Currency::TJS)
}

/// The session and its operations.
fn essence(session: &Session) -> Essence {
    let next_action = session.next_action.as_ref().map_or("", |action| action.as_str());
    let mut essence = vec![
        ("session.id", session.id.to_string()),
        ("session.status", session.status.to_string()),
        ("session.next_action", next_action.to_owned()),
    ];
    if let Some(payment) = session.payments().first() {
        for [id, status] in PAYMENT {
            essence.extend([(id, payment.id.to_string()), (status, payment.status.to_string())]);
        }
    }
    if let Some(payout) = session.payouts().first() {
        for [id, status] in PAYOUT {
            essence.extend([(id, payout.id.to_string()), (status, payout.status.to_string())]);
        }
    }
    essence
}

/// As the webhook `ready_to_confirm` carries it.
fn confirm_information() -> Result<Json, Failure> {
    let text = concat!(
        r#"{"transfer_details":{"payment_method":{"token":"5d8e2a","initiator":"merchant"},"#,
        r#""customer":{"account_number":"40817810100000270411","name":"ООО Ромашка","bank_name":"Банк 131","#,
        r#""bik":"044525971","correspondent_account_number":"30101810045250000131"},"#,
        r#""recipient":{"account_number":"40817810400003869535","name":"Иванов Иван","bank_name":"Банк","#,
        r#""bik":"044525974","correspondent_account_number":"30101810145250000974"},"#,
        r#""purpose":"Выплата по договору","amount":{"amount":10000,"currency":"rub"}},"#,
        r#""exchanges":[{"id":"ex_1","source":{"amount":100000,"currency":"rub"},"#,
        r#""destination":{"amount":10843,"currency":"tjs"},"fx_rate":"9.2222"}]}"#,
    );
    Ok(serde_json::from_str(text)?)
}

/// Any member may stand in the webhook; it is sent back as it came.
fn information_with(mark: &str) -> Result<Json, Failure> {
    Ok(Json::new(&json!({"value": mark}))?)
}

fn is_card(card: Option<&CardSummary>, brand: &str, last4: &str, country: &str) -> Checked {
    let card = card.ok_or("there is no card")?;
    assert_eq!(card.brand, Some(brand.into()));
    assert_eq!(card.last4, Some(last4.into()));
    assert_eq!(card.country_iso3, Some(country.into()));
    assert_eq!((&card.bin, &card.card_id), (&None, &None));
    Ok(())
}
