//! Event ids: which webhooks are duplicates.

use bank131_client::common::EventId;
use serde_json::{Value, json};

use crate::webhooks::{receive, session};

/// The event id of a webhook of this type about this session.
fn event_id(kind: &str, session: &Value) -> EventId {
    receive(&json!({"type": kind, "session": session})).unwrap().event_id().unwrap()
}

/// The documented session, with one member changed.
fn changed(pointer: &str, value: &str) -> Value {
    let mut session = session();
    *session.pointer_mut(pointer).unwrap() = value.into();
    session
}

fn with_refunds(refunds: &Value) -> Value {
    let mut session = session();
    session["acquiring_payments"][0]["refunds"] = refunds.clone();
    session
}

#[test]
fn an_event_id_keeps_its_stored_form() {
    let refunds = json!([{"id": "rf_1", "status": "in_progress"}]);
    assert_eq!(
        event_id("payment_finished", &with_refunds(&refunds)).as_str(),
        "bank131/payment_finished/ps_5988/in_progress/payment/pm_3345/in_progress/payout/po_2040/in_progress\
         /refund/rf_1/in_progress"
    );
}

#[test]
fn a_duplicate_is_the_same_event() {
    let first = event_id("payment_finished", &session());
    assert_eq!(event_id("payment_finished", &session()), first);
    assert_eq!(event_id("payment_finished", &changed("/updated_at", "2024-07-02T12:30:00Z")), first, "written anew");
}

#[test]
fn a_later_state_is_another_event() {
    let before = event_id("payment_finished", &session());
    for (pointer, value) in [
        ("/id", "ps_5989"),
        ("/status", "accepted"),
        ("/acquiring_payments/0/id", "pm_3346"),
        ("/acquiring_payments/0/status", "succeeded"),
        ("/payments/0/id", "po_2041"),
        ("/payments/0/status", "failed"),
        ("/payments/0/status", "a_new_word"),
    ] {
        assert_ne!(event_id("payment_finished", &changed(pointer, value)), before, "{pointer} {value}");
    }
    assert_ne!(event_id("action_required", &session()), before, "another type");
}

#[test]
fn a_payment_that_fails_and_then_succeeds_after_all_is_two_events() {
    let mut failed = changed("/acquiring_payments/0/status", "failed");
    failed["status"] = "error".into();
    let mut succeeded = changed("/acquiring_payments/0/status", "succeeded");
    succeeded["status"] = "accepted".into();
    assert_ne!(event_id("payment_finished", &failed), event_id("payment_finished", &succeeded));
}

#[test]
fn each_refund_and_each_state_of_it_is_another_event() {
    let refund = |id: &str, status: &str| json!({"id": id, "status": status});
    let histories = [
        json!([]),
        json!([refund("rf_1", "in_progress")]),
        json!([refund("rf_1", "accepted")]),
        json!([refund("rf_1", "accepted"), refund("rf_2", "in_progress")]),
        json!([refund("rf_1", "accepted"), refund("rf_2", "accepted")]),
    ];
    let mut event_ids: Vec<_> =
        histories.iter().map(|refunds| event_id("payment_refunded", &with_refunds(refunds))).collect();
    event_ids.sort();
    event_ids.dedup();
    assert_eq!(event_ids.len(), histories.len());
}

#[test]
fn a_returned_payout_is_another_event() {
    let mut returned = session();
    returned["payments"][0]["refunds"] = json!([{"id": "rf_1", "status": "accepted"}]);
    assert_ne!(event_id("payment_refunded", &returned), event_id("payment_refunded", &session()));
}

#[test]
fn the_order_in_which_operations_are_listed_does_not_matter() {
    let refunds = [json!({"id": "rf_1", "status": "accepted"}), json!({"id": "rf_2", "status": "declined"})];
    let [first, second] = &refunds;
    let one_way = event_id("payment_refunded", &with_refunds(&json!([first, second])));
    assert_eq!(event_id("payment_refunded", &with_refunds(&json!([second, first]))), one_way);
}

#[test]
fn names_of_both_api_versions_are_the_same_event() {
    let mut newer = session();
    newer["payout_list"] = newer.as_object_mut().unwrap().remove("payments").unwrap();
    newer["payment_list"] = newer.as_object_mut().unwrap().remove("acquiring_payments").unwrap();
    assert_eq!(event_id("payment_finished", &newer), event_id("payment_finished", &session()));

    let cancelled = |word| event_id("payment_finished", &changed("/status", word));
    assert_eq!(cancelled("cancelled"), cancelled("canceled"));
}

#[test]
fn an_unlisted_type_or_a_missing_session_has_no_event_id() {
    let unlisted = json!({"type": "a_type_of_tomorrow", "session": session(), "amount": 1});
    assert!(receive(&unlisted).unwrap().event_id().is_none());
    assert!(receive(&json!({"type": "payment_finished"})).unwrap().event_id().is_none());
}
