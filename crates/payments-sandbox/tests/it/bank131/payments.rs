//! Payments: one stage, two stages, at once, in steps.

use std::collections::BTreeSet;

use serde_json::json;

use super::{CONFIRMED, CONFIRMED_3DS, HELD, card, payment, statuses};
use crate::support::NO_3DS;
use crate::support::simulated::SimulatedBank;

#[test]
fn a_payment_succeeds_in_the_words_of_the_version_that_opened_its_session() {
    let mut bed = SimulatedBank::new(1);
    for (path, own, other) in [
        ("/api/v1/session/init/payment", "acquiring_payments", "payment_list"),
        ("/api/v2/session/init/payment", "payment_list", "acquiring_payments"),
    ] {
        let mut body = payment(&card(NO_3DS));
        body["metadata"] = json!({"order": [7, null, 1.11]});
        let opened = bed.session(path, &body);
        assert_eq!((&opened["status"], &opened[own][0]["status"]), (&json!("in_progress"), &json!("in_progress")));
        let told = bed.told("payment_finished");
        assert_eq!(told["status"], "accepted");
        assert!(told.get(other).is_none() && told.get("payments").is_none() && told.get("payout_list").is_none());
        let paid = &told[own][0];
        assert_eq!(paid["status"], "succeeded");
        assert_eq!(paid["payment_details"]["card"]["last4"], "4444");
        assert_eq!(paid["amount_details"], json!({"amount": 15_000, "currency": "rub"}));
        assert_eq!(
            paid["amounts"],
            json!({
                "gross": {"amount": 15_000, "currency": "rub"},
                "net": {"amount": 14_850, "currency": "rub"},
                "fee": {"merchant_fee": {"amount": 150, "currency": "RUB"}},
            })
        );
        for member in ["customer", "metadata", "payment_options"] {
            assert_eq!(paid[member], body[member]);
        }
        assert!(paid["transaction_info"]["rrn"].is_string());
        // Whatever version asks.
        for status in ["/api/v1/session/status", "/api/v2/session/status"] {
            assert_eq!(bed.session(status, &json!({"session_id": told["id"]})), told);
        }
    }
}

#[test]
fn what_create_gave_counts_for_the_start() {
    let mut bed = SimulatedBank::new(1);
    let mut given = payment(&card(NO_3DS));
    let instrument = given.as_object_mut().unwrap().remove("payment_details").unwrap();
    let created = bed.session("/api/v2/session/create", &given);
    assert_eq!(statuses(&created), ["created", "-", "-"]);
    assert!(bed.pass(60).is_empty());

    let start = json!({"session_id": created["id"], "amount_details": {"amount": 700, "currency": "rub"}});
    let (code, text) = bed.refused("/api/v2/session/start/payment", &start);
    assert_eq!((code.as_str(), text.as_str()), ("invalid_request", "payment_details: is required"));
    assert_eq!(bed.status(&created), created, "a refused start changes nothing");

    let mut start = start;
    start["payment_details"] = instrument;
    let started = bed.session("/api/v2/session/start/payment", &start);
    assert_eq!((&started["id"], statuses(&started)[1]), (&created["id"], "in_progress"));
    assert_eq!(started["payment_list"][0]["amount_details"]["amount"], 700);
    assert_eq!(started["payment_list"][0]["customer"]["reference"], "lucky");
    let told = bed.told("payment_finished");
    assert_eq!(statuses(&told), ["accepted", "succeeded", "-"]);
    assert_eq!(bed.refused("/api/v2/session/start/payment", &start).0, "session_wrong_state");
}

#[test]
fn a_required_member_is_named() {
    let mut bed = SimulatedBank::new(1);
    for name in ["payment_details", "amount_details", "customer"] {
        let mut body = payment(&card(NO_3DS));
        body.as_object_mut().unwrap().remove(name);
        for version in ["v1", "v2"] {
            let refused = bed.refused(&format!("/api/{version}/session/init/payment"), &body);
            assert_eq!(refused, ("invalid_request".to_owned(), format!("{name}: is required")));
        }
    }
}

#[test]
fn the_confirmation_comes_first() {
    let mut bed = SimulatedBank::new(1);
    bed.session("/api/v2/session/init/payment", &payment(&card(CONFIRMED_3DS)));
    let told = bed.told("ready_to_confirm");
    assert_eq!((&told["next_action"], statuses(&told)[1]), (&json!("confirm"), "pending"));
    assert!(told["payment_list"][0].get("customer_interaction").is_none());
    assert_eq!(told["payment_list"][0]["amounts"]["fee"]["merchant_fee"]["amount"], 150);
    bed.session("/api/v2/session/confirm", &json!({"session_id": told["id"]}));
    let told = bed.told("action_required");
    assert_eq!((told.get("next_action"), statuses(&told)[1]), (None, "pending"));
    let redirect = &told["payment_list"][0]["customer_interaction"]["redirect"];
    assert_eq!(redirect["method"], "POST");
    assert_eq!(bed.press(redirect["url"].as_str().unwrap(), "confirm"), 303);
    assert_eq!(statuses(&bed.told("payment_finished")), ["accepted", "succeeded", "-"]);
}

#[test]
fn a_payment_that_waits_can_be_cancelled() {
    let mut bed = SimulatedBank::new(1);
    for number in [CONFIRMED, CONFIRMED_3DS, HELD] {
        let session = bed.session("/api/v2/session/init/payment", &payment(&card(number)));
        bed.pass(60);
        let cancelled = bed.session("/api/v1/session/cancel", &json!({"session_id": session["id"]}));
        assert_eq!(statuses(&cancelled), ["cancelled", "failed", "-"]);
        assert_eq!(cancelled["error"]["code"], "session_cancelled_by_partner");
        assert_eq!(cancelled.get("next_action"), None);
        assert_eq!(bed.told("payment_finished"), cancelled);
    }
    let created = bed.session("/api/v2/session/create", &json!({}));
    let id = json!({"session_id": created["id"]});
    assert_eq!(statuses(&bed.session("/api/v2/session/cancel", &id)), ["cancelled", "-", "-"]);
    assert!(bed.pass(60).is_empty(), "nothing was started");
    assert_eq!(bed.refused("/api/v2/session/cancel", &id).0, "session_wrong_state");
}

#[test]
fn money_is_held_and_captured() {
    let mut bed = SimulatedBank::new(1);
    for (part, gross) in [(json!(null), 15_000), (json!({"amount": 4_000, "currency": "RUB"}), 4_000)] {
        let session = bed.session("/api/v2/session/init/payment", &payment(&card(HELD)));
        let told = bed.told("ready_to_capture");
        assert_eq!((told.get("next_action"), statuses(&told)[1]), (None, "pending"));
        assert_eq!(bed.status(&session)["next_action"], "capture");
        let body = json!({"session_id": session["id"], "amount_details": part});
        let captured = bed.session("/api/v2/session/capture", &body);
        assert_eq!(captured.get("next_action"), None);
        assert_eq!(captured["payment_list"][0]["amounts"]["gross"]["amount"], gross);
        assert_eq!(captured["payment_list"][0]["amount_details"]["amount"], 15_000);
        assert_eq!(statuses(&bed.told("payment_finished")), ["accepted", "succeeded", "-"]);
        assert_eq!(bed.refused("/api/v2/session/capture", &body).0, "session_wrong_state");
    }
}

#[test]
fn a_payer_is_asked_before_held_money_is_captured() {
    let mut bed = SimulatedBank::new(1);
    let payments = [payment(&card(HELD)), payment(&card("4242424242424242"))];
    let to = super::payout(&card("5058270610441098"));
    let session = bed.session("/api/v2/session/multi/init", &json!({"payment_list": payments, "payout_list": [to]}));
    let told = bed.pass(60);
    assert_eq!(
        told.iter().map(|(event, _)| event.as_str()).collect::<Vec<_>>(),
        ["ready_to_capture", "action_required"]
    );
    let asked = bed.status(&session);
    assert_eq!(asked.get("next_action"), None);
    let url = asked["payment_list"][1]["customer_interaction"]["redirect"]["url"].as_str().unwrap();
    bed.press(url, "confirm");
    bed.pass(60);
    assert_eq!(bed.status(&session)["next_action"], "capture");
}

#[test]
fn a_declined_payment_ends_its_session() {
    let mut bed = SimulatedBank::new(1);
    bed.session("/api/v2/session/init/payment", &payment(&card("4000000000009995")));
    let told = bed.told("action_required");
    let url = told["payment_list"][0]["customer_interaction"]["redirect"]["url"].as_str().unwrap();
    bed.press(url, "confirm");
    let told = bed.told("payment_finished");
    assert_eq!(statuses(&told), ["cancelled", "failed", "-"]);
    assert_eq!(told["payment_list"][0]["error"]["code"], "insufficient_funds");
}

#[test]
fn the_answer_of_a_synchronous_payment_has_the_result() {
    let mut bed = SimulatedBank::new(1);
    let path = "/api/v1/session/init/payment/sync";
    let paid = bed.session(path, &payment(&card(NO_3DS)));
    assert_eq!((&paid["status"], &paid["acquiring_payments"][0]["status"]), (&json!("accepted"), &json!("succeeded")));

    let asked = bed.session(path, &payment(&card("4242424242424242")));
    assert_eq!(asked["acquiring_payments"][0]["status"], "pending");
    let redirect = &asked["acquiring_payments"][0]["customer_interaction"]["redirect"];
    bed.press(redirect["url"].as_str().unwrap(), "decline");
    let failed = bed.status(&asked);
    assert_eq!(failed["acquiring_payments"][0]["error"]["code"], "3DS_error");
    assert!(bed.pass(60).is_empty(), "no webhook");

    let mut body = payment(&card(NO_3DS));
    body.as_object_mut().unwrap().remove("payment_options");
    assert_eq!(bed.refused(path, &body).1, "payment_options.return_url: is required");
}

#[test]
fn several_payments_and_payouts_in_one_session() {
    let mut bed = SimulatedBank::new(1);
    let payments = [payment(&card(NO_3DS)), payment(&card(HELD)), payment(&card(NO_3DS))];
    let to = super::payout(&card("5058270610441098"));
    for (path, names) in [
        ("/api/v2/session/multi/init", ["payment_list", "payout_list"]),
        ("/api/v1/session/multi/init", ["acquiring_payments", "payments"]),
    ] {
        let session = bed.session(path, &json!({"payment_list": payments, "payout_list": [to, to]}));
        let ids: Vec<_> =
            names.iter().flat_map(|name| session[name].as_array().unwrap()).map(|one| one["id"].to_string()).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 5, "{ids:?}");
        bed.told("ready_to_capture");
        let told = bed.status(&session);
        let of = |name: &str| -> Vec<String> {
            told[name].as_array().unwrap().iter().map(|one| one["status"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(of(names[0]), ["succeeded", "pending", "succeeded"]);
        assert_eq!(told["next_action"], "capture", "nothing else is open");
        assert_eq!(of(names[1]), ["in_progress", "in_progress"]);
        bed.session("/api/v2/session/capture", &json!({"session_id": session["id"]}));
        let told = bed.told("payment_finished");
        assert_eq!(
            (told[names[0]][1]["status"].as_str(), told[names[1]][1]["status"].as_str()),
            (Some("succeeded"), Some("succeeded"))
        );
    }
    let (_, text) = bed.refused("/api/v2/session/multi/init", &json!({"payment_list": payments}));
    assert_eq!(text, "payout_list: is required");
    let nameless = json!({"payment_list": [payments[0], {"amount_details": {"amount": 0}}], "payout_list": [to]});
    let (_, text) = bed.refused("/api/v2/session/multi/init", &nameless);
    assert_eq!(text, "payment_list[1].amount_details.amount: must be a positive integer");
    let (_, text) =
        bed.refused("/api/v2/session/multi/init", &json!({"payment_list": [payments[0], {}], "payout_list": [to]}));
    assert_eq!(text, "payment_list[1].payment_details: is required");
}
