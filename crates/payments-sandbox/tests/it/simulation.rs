//! The providers without sockets, on a clock of the test's.

use std::time::Duration;

use axum::http::Request;
use bytes::Bytes;
use payments_sandbox::Provider;
use serde_json::json;

use crate::support::simulated::SimulatedBank;
use crate::support::{CONFIRM, INIT, NO_3DS, STATUS, documented_request, paid_with};

/// How many of a kind are kept.
const KEPT: usize = 10_000;

#[test]
fn nothing_happens_until_the_time_passes() {
    let mut bed = SimulatedBank::new(1);
    let session = bed.session(INIT, &paid_with(NO_3DS));
    let id = json!({"session_id": session["id"]});
    assert_eq!(bed.simulation.next_due(Provider::Bank131), Some(bed.now + Duration::from_secs(1)));
    assert!(bed.pass(0).is_empty());
    let created: String = session["updated_at"].as_str().unwrap().into();
    assert!(created.starts_with("2027-01-15T"), "{created}: the time is the caller's");

    let told = bed.pass(60);
    assert_eq!(told.iter().map(|(event, _)| event.as_str()).collect::<Vec<_>>(), ["payment_finished"]);
    assert_eq!(told[0].1["status"], "accepted");
    assert_eq!(bed.session(STATUS, &id), told[0].1);
    assert_eq!(bed.simulation.next_due(Provider::Bank131), None);
}

#[test]
fn a_step_is_done_before_a_request_that_comes_after_it() {
    let mut bed = SimulatedBank::new(1);
    let session = bed.session(INIT, &paid_with(NO_3DS));
    bed.now += Duration::from_secs(60);
    assert_eq!(bed.session(STATUS, &json!({"session_id": session["id"]}))["status"], "accepted");
}

#[test]
fn the_confirmation_comes_before_3_d_secure_and_any_debit() {
    let mut bed = SimulatedBank::new(1);
    let mut waiting = documented_request();
    waiting["payout_details_multi"][0]["card"]["bank_card"]["number"] = json!("2200000000000004");
    let session = bed.session(INIT, &waiting);
    let (event, told) = bed.pass(60).remove(0);
    assert_eq!((event.as_str(), &told["next_action"]), ("ready_to_confirm", &json!("confirm")));
    assert_eq!(told["acquiring_payments"][0]["status"], "in_progress");

    bed.session(CONFIRM, &json!({"session_id": session["id"]}));
    let (event, told) = bed.pass(60).remove(0);
    assert_eq!((event.as_str(), told.get("next_action")), ("action_required", None));
    let redirect = &told["acquiring_payments"][0]["customer_interaction"]["redirect"];
    let page = redirect["url"].as_str().unwrap().strip_prefix("http://127.0.0.1:1").unwrap();
    let (path, query) = page.split_once('?').unwrap();
    let form =
        Request::post(format!("{path}/answer?{query}")).header("content-type", "application/x-www-form-urlencoded");
    let form = form.body(Bytes::from_static(b"answer=confirm")).unwrap();
    assert_eq!(bed.simulation.respond(Provider::Bank131, &form, bed.now).status(), 303);
    let (event, told) = bed.pass(60).remove(0);
    assert_eq!((event.as_str(), &told["status"]), ("payment_finished", &json!("accepted")));
}

#[test]
fn an_expired_card_is_declined() {
    let mut bed = SimulatedBank::new(1);
    for (expiry, outcome) in [
        (("12", "26"), "cancelled"),
        (("01", "27"), "accepted"),
        (("01", "22"), "accepted"),
        (("12", "22"), "accepted"),
        (("11", "22"), "cancelled"),
    ] {
        let mut body = paid_with(NO_3DS);
        let card = &mut body["payment_details_multi"][0]["card"]["bank_card"];
        (card["expiration_month"], card["expiration_year"]) = (json!(expiry.0), json!(expiry.1));
        bed.session(INIT, &body);
        let (_, told) = bed.pass(60).remove(0);
        assert_eq!(told["status"], outcome, "{expiry:?}");
        if outcome == "cancelled" {
            assert_eq!(told["acquiring_payments"][0]["error"]["code"], "bank_card_expired");
        }
    }
}

#[test]
fn a_seed_decides_every_byte() {
    let run = |seed| {
        let mut bed = SimulatedBank::new(seed);
        let session = bed.session(INIT, &documented_request());
        (session, bed.pass(60))
    };
    let same = std::thread::spawn(move || run(2));
    assert_eq!(run(2), same.join().unwrap());
    assert_ne!(run(2), run(3));
}

#[test]
fn only_the_last_are_kept() {
    let mut bed = SimulatedBank::new(1);
    let kvell = bed.simulation.announcement().kvell.clone();
    for _ in 0..KEPT + 10 {
        let request = Request::get("/v1/collections/banks").header("x-api-key", &kvell.api_key);
        let request = request.body(Bytes::new()).unwrap();
        assert_eq!(bed.simulation.respond(Provider::Kvell, &request, bed.now).status(), 200);
    }
    assert_eq!(bed.simulation.received(Provider::Kvell).len(), KEPT);
}
