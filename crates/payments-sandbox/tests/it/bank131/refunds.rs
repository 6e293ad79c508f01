//! Refunds and chargebacks.

use serde_json::{Value, json};

use super::{card, payment};
use crate::support::NO_3DS;
use crate::support::simulated::SimulatedBank;

const REFUND: &str = "/api/v2/session/refund";

fn paid(bed: &mut SimulatedBank) -> Value {
    bed.session("/api/v2/session/init/payment", &payment(&card(NO_3DS)));
    bed.told("payment_finished")
}

fn part(session: &Value, amount: u64) -> Value {
    json!({"session_id": session["id"], "amount_details": {"amount": amount, "currency": "rub"}})
}

fn refunds(session: &Value) -> Vec<(&str, u64)> {
    let list = session["payment_list"][0]["refunds"].as_array().unwrap();
    list.iter()
        .map(|one| (one["status"].as_str().unwrap(), one["amount_details"]["amount"].as_u64().unwrap()))
        .collect()
}

#[test]
fn the_whole_is_given_back_once() {
    let mut bed = SimulatedBank::new(1);
    let session = paid(&mut bed);
    let answer = bed.session(REFUND, &json!({"session_id": session["id"]}));
    assert_eq!((answer["status"].as_str(), refunds(&answer)), (Some("accepted"), vec![("in_progress", 15_000)]));
    let told = bed.told("payment_refunded");
    assert_eq!((told["status"].as_str(), refunds(&told)), (Some("accepted"), vec![("accepted", 15_000)]));
    assert_eq!(told["payment_list"][0]["status"], "succeeded");
    let refund = &told["payment_list"][0]["refunds"][0];
    assert!(refund["finished_at"].is_string() && refund.get("is_chargeback").is_none());
    assert_eq!(bed.refused(REFUND, &json!({"session_id": session["id"]})).0, "refund_amount_too_large");
}

#[test]
fn parts_add_up_to_the_whole_and_never_to_more() {
    let mut bed = SimulatedBank::new(1);
    let session = paid(&mut bed);
    assert_eq!(bed.refused(REFUND, &part(&session, 15_001)).0, "refund_amount_too_large");
    let mut first = part(&session, 5_000);
    first["metadata"] = json!({"reason": "size"});
    bed.session(REFUND, &first);
    // The first one counts although it is in progress.
    assert_eq!(bed.refused(REFUND, &part(&session, 10_001)).0, "refund_amount_too_large");
    let answer = bed.session(REFUND, &part(&session, 10_000));
    assert_eq!(refunds(&answer), [("in_progress", 5_000), ("in_progress", 10_000)]);
    assert_eq!(bed.refused(REFUND, &part(&session, 1)).0, "refund_amount_too_large");
    let told = bed.pass(60);
    assert_eq!(told.len(), 2, "each has a webhook");
    let last = told[1].1.clone();
    assert_eq!(refunds(&last), [("accepted", 5_000), ("accepted", 10_000)]);
    let told = &last["payment_list"][0]["refunds"];
    assert_eq!(told[0]["metadata"], json!({"reason": "size"}));
    assert_ne!(told[0]["id"], told[1]["id"]);
}

#[test]
fn a_declined_refund_gives_nothing_back() {
    let mut bed = SimulatedBank::new(1);
    let session = paid(&mut bed);
    let mut body = part(&session, 5_000);
    body["metadata"] = json!("decline");
    bed.session(REFUND, &body);
    assert_eq!(refunds(&bed.told("payment_refunded")), [("declined", 5_000)]);
    bed.session(REFUND, &part(&session, 15_000));
    assert_eq!(refunds(&bed.told("payment_refunded")), [("declined", 5_000), ("accepted", 15_000)]);
}

#[test]
fn a_chargeback_takes_what_is_left() {
    let mut bed = SimulatedBank::new(1);
    let session = paid(&mut bed);
    bed.session(REFUND, &part(&session, 5_000));
    bed.told("payment_refunded");
    let id = json!({"session_id": session["id"]});
    bed.session("/api/v1/session/chargeback", &id);
    let told = bed.told("payment_refunded");
    assert_eq!(refunds(&told), [("accepted", 5_000), ("accepted", 10_000)]);
    assert_eq!(told["payment_list"][0]["refunds"][1]["is_chargeback"], true);
    assert_eq!(bed.refused("/api/v1/session/chargeback", &id).0, "refund_amount_too_large");
}

#[test]
fn only_what_was_debited_is_given_back() {
    let mut bed = SimulatedBank::new(1);
    let session = bed.session("/api/v2/session/init/payment", &payment(&card(super::HELD)));
    bed.told("ready_to_capture");
    let id = json!({"session_id": session["id"]});
    assert_eq!(bed.refused(REFUND, &id).0, "session_wrong_state");
    bed.session("/api/v2/session/capture", &part(&session, 4_000));
    bed.told("payment_finished");
    assert_eq!(bed.refused(REFUND, &part(&session, 4_001)).0, "refund_amount_too_large");
    let mut other = part(&session, 1);
    other["amount_details"]["currency"] = json!("usd");
    assert_eq!(bed.refused(REFUND, &other).0, "invalid_request");
    assert_eq!(refunds(&bed.session(REFUND, &id)), [("in_progress", 4_000)]);

    let payout = bed.session("/api/v2/session/init/payout", &super::payout(&card("5058270610441098")));
    bed.pass(60);
    assert_eq!(bed.refused(REFUND, &json!({"session_id": payout["id"]})).0, "session_wrong_state");
}

#[test]
fn a_key_makes_a_refund_once() {
    let mut bed = SimulatedBank::new(1);
    let session = paid(&mut bed);
    let body = part(&session, 5_000).to_string();
    let key = [("x-partner-idempotency-key", "refund-1")];
    assert_eq!(bed.send("POST", REFUND, &body, &key).status(), 200);
    assert_eq!(bed.send("POST", REFUND, &body, &key).status(), 400);
    assert_eq!(refunds(&bed.told("payment_refunded")), [("accepted", 5_000)]);
    let effects = bed.simulation.effects(payments_sandbox::Provider::Bank131);
    let refunds: Vec<_> = effects.iter().filter(|effect| effect.endpoint == "session/refund").collect();
    assert_eq!((refunds.len(), refunds[0].key.as_deref()), (1, Some("refund-1")));
}
