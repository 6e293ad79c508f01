//! Payouts from settlement and escrow accounts.

use serde_json::{Value, json};

use super::{card, payout, ru_account};
use crate::support::simulated::SimulatedBank;

/// A payout to an account with all that either kind of account wants.
fn to_account() -> Value {
    let mut body = payout(&ru_account("40817810400003869535"));
    body["participant_details"]["sender"] =
        json!({"account": "40702810000000000777", "full_name": "ИП Петров", "beneficiary_id": "123456789012"});
    body
}

/// One to a card.
fn to_card(transfer: &str) -> Value {
    let mut body = to_account();
    body["payout_details"] = card("5058270610441098");
    body["payment_details"] = json!({"type": "internal_transfer", "internal_transfer": {"type": transfer, transfer: {"description": "Выплата"}}});
    body["customer"] = json!({"reference": "lucky"});
    body
}

/// Sees a payout through; gives the first webhook.
fn confirmed(bed: &mut SimulatedBank, id: &Value) -> Value {
    let (event, hook) = bed.webhooks(60).remove(0);
    assert_eq!((event.as_str(), &hook["session"]["next_action"]), ("ready_to_confirm", &json!("confirm")));
    let information = &hook["confirm_information"];
    assert_eq!(bed.answer("/api/v2/session/status", &json!({"session_id": id}))["confirm_information"], *information);
    let bare = json!({"session_id": id});
    assert_eq!(bed.refused("/api/v2/session/confirm", &bare).1, "confirm_information: is required");
    let mut other = json!({"session_id": id, "confirm_information": information});
    other["confirm_information"]["transfer_details"]["amount"]["amount"] = json!(1);
    assert_eq!(bed.refused("/api/v2/session/confirm", &other).0, "invalid_request");
    let good = json!({"session_id": id, "confirm_information": information});
    assert!(bed.answer("/api/v2/session/confirm", &good).get("confirm_information").is_none());
    assert_eq!(bed.told("payment_finished")["status"], "accepted");
    hook
}

#[test]
fn a_payout_to_an_account_is_confirmed_with_what_the_bank_said() {
    let mut bed = SimulatedBank::new(1);
    for kind in ["nominal", "rko"] {
        for (version, instrument) in [("v1", "payment_method"), ("v2", "payout_details")] {
            let session = bed.session(&format!("/api/{version}/session/init/payout/{kind}"), &to_account());
            let hook = confirmed(&mut bed, &session["id"]);
            let details = &hook["confirm_information"]["transfer_details"];
            assert_eq!(
                details[instrument]["account"], "40817810400003869535",
                "the object itself, without its wrapper"
            );
            assert_eq!(details["amount"], json!({"amount": 10_000, "currency": "rub"}));
            assert_eq!(details["purpose"], "Перевод средств");
            assert_eq!(details["customer"]["account_number"], "40702810000000000777");
            assert_eq!(details["recipient"]["bik"], "044525974");
        }
        let created = bed.session(&format!("/api/v1/session/create/{kind}"), &json!({"metadata": "good"}));
        let mut body = to_account();
        body["session_id"] = created["id"].clone();
        bed.session(&format!("/api/v1/session/start/payout/{kind}"), &body);
        let hook = confirmed(&mut bed, &created["id"]);
        assert_eq!(hook["session"]["payments"][0]["metadata"], "good");
    }
}

#[test]
fn a_payout_to_a_card_is_a_payment_and_a_payout() {
    let mut bed = SimulatedBank::new(1);
    for (kind, transfer) in [("nominal", "transfer_from_nominal_account"), ("rko", "transfer_from_bank_account")] {
        let body = to_card(transfer);
        let session = bed.session(&format!("/api/v2/session/multi/init/payment/{kind}"), &body);
        assert_eq!(session["payment_list"][0]["payment_details"], body["payment_details"]);
        assert_eq!(session["payout_list"][0]["payout_details"]["card"]["last4"], "1098");
        let hook = confirmed(&mut bed, &session["id"]);
        assert_eq!(hook["confirm_information"]["transfer_details"]["payout_details"]["last4"], "1098");

        let created = bed.session(&format!("/api/v1/session/multi/create/{kind}"), &json!({"metadata": "good"}));
        let mut body = body;
        body["session_id"] = created["id"].clone();
        bed.session(&format!("/api/v1/session/multi/start/payment/{kind}"), &body);
        confirmed(&mut bed, &created["id"]);
    }
}

#[test]
fn what_an_account_wants_is_named() {
    let mut bed = SimulatedBank::new(1);
    let without = |mut body: Value, pointer: &str, name: &str| {
        body.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(name);
        body
    };
    let card_of = |kind| to_card(kind);
    for (path, body, member) in [
        (
            "init/payout/rko",
            without(to_account(), "/participant_details/sender", "account"),
            "participant_details.sender.account",
        ),
        ("init/payout/nominal", without(to_account(), "", "participant_details"), "participant_details"),
        ("init/payout/nominal", without(to_account(), "", "payout_details"), "payout_details"),
        (
            "multi/init/payment/nominal",
            without(card_of("transfer_from_nominal_account"), "/participant_details/sender", "beneficiary_id"),
            "participant_details.sender.beneficiary_id",
        ),
        (
            "multi/init/payment/rko",
            without(card_of("transfer_from_bank_account"), "/participant_details/recipient", "full_name"),
            "participant_details.recipient.full_name",
        ),
        (
            "multi/init/payment/rko",
            without(card_of("transfer_from_bank_account"), "", "payment_details"),
            "payment_details",
        ),
    ] {
        let (code, text) = bed.refused(&format!("/api/v2/session/{path}"), &body);
        assert_eq!((code.as_str(), text), ("invalid_request", format!("{member}: is required")));
    }
    let mut long = to_card("transfer_from_bank_account");
    long["payment_details"]["internal_transfer"]["transfer_from_bank_account"]["description"] = json!("How?");
    assert!(bed.refused("/api/v2/session/multi/init/payment/rko", &long).1.contains("210 characters"));
}

#[test]
fn a_payout_from_an_account_can_be_cancelled() {
    let mut bed = SimulatedBank::new(1);
    let session = bed.session("/api/v2/session/init/payout/rko", &to_account());
    let (_, hook) = bed.webhooks(60).remove(0);
    // The bank's pages want it to confirm or cancel, its client library does not send it to cancel.
    let body = json!({"session_id": session["id"], "confirm_information": hook["confirm_information"]});
    assert_eq!(bed.session("/api/v2/session/cancel", &body)["status"], "cancelled");
}
