//! Sessions.

mod cancel;
mod capture;
mod confirm;
mod multi_init;
mod people;
mod refund;
mod rules;
mod start;
mod status;
mod transfer;

use bank131_client::common::Json;
use bank131_client::session::{CardSummary, OperationId, OperationStatus, Session, SessionId};
use bank131_client::{Currency, Money};
use serde_json::json;

use super::{EMPTY, NO_KEY, STARTS_NOTHING};
use crate::{Checked, Essence, Failure};

pub(super) use start::{
    AWAIT, RESEND, account, by_key, in_session, is_created, is_started, key, lucky, marked_payout, no_session, payout,
    payout_amount as roubles_300, payout_card, receipt, recipient,
};

/// Members without which there is no session.
pub(super) const REQUIRED: &[&str] = &["session", "session.id"];

/// The names of the list of payments in each version of the API.
const PAYMENTS: [&str; 2] = ["acquiring_payments", "payment_list"];

/// The same of the payouts.
const PAYOUTS: [&str; 2] = ["payments", "payout_list"];

const EMPTY_ID: &str = "an empty session id";
const SESSION_ID: &str = "session_id";

/// What a call with an unknown outcome about a session is recovered by.
const ASK: &str = "ask/session/ps_3230";

pub(super) fn session_id() -> SessionId {
    SessionId::new("ps_3230")
}

fn payout_amount() -> Money {
    Money::from_minor_units(10_843, Currency::TJS)
}

/// The session and its operations.
pub(super) fn essence(session: &Session) -> Essence {
    let next_action = session.next_action.as_ref().map_or("", |action| action.as_str());
    let mut essence: Essence = vec![
        ("session.id".into(), session.id.to_string()),
        ("session.status".into(), session.status.to_string()),
        ("session.next_action".into(), next_action.to_owned()),
    ];
    let payments = session.payments().iter().map(|payment| (&payment.id, &payment.status));
    add_operations(&mut essence, PAYMENTS, payments);
    let payouts = session.payouts().iter().map(|payout| (&payout.id, &payout.status));
    add_operations(&mut essence, PAYOUTS, payouts);
    essence
}

fn add_operations<'a>(
    essence: &mut Essence,
    lists: [&str; 2],
    operations: impl Iterator<Item = (&'a OperationId, &'a OperationStatus)>,
) {
    for (place, (id, status)) in operations.enumerate() {
        for list in lists {
            let member = |name| format!("session.{list}[{place}].{name}").into();
            essence.extend([(member("id"), id.to_string()), (member("status"), status.to_string())]);
        }
    }
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
pub(super) fn information_with(mark: &str) -> Result<Json, Failure> {
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

/// The session is read under the names of version 2.
fn has_one_payment(session: &Session) -> Checked {
    assert_eq!(session.id.as_str(), "ps_3230");
    let [payment] = session.payments() else { return Err("one payment is expected".into()) };
    assert_eq!(payment.id.as_str(), "pm_131");
    Ok(())
}
