//! The event id of callbacks.

use payneteasy_client::{
    Currency, Money,
    common::EventId,
    order::{ClientOrderId, Mismatch, StoredOrder},
};

use crate::callbacks::{callbacks, signed};

fn event_id(query: &str) -> EventId {
    callbacks().receive(query.as_bytes()).unwrap().event_id().clone()
}

fn approved(rest: &str) -> EventId {
    event_id(&signed("approved", "6863810", "ORDER-42", rest))
}

#[test]
fn an_event_id_keeps_its_stored_format() {
    assert_eq!(approved("&type=transfer").as_str(), "payneteasy/approved/transfer/6863810/ORDER-42");
    assert_eq!(approved("").as_str(), "payneteasy/approved//6863810/ORDER-42");
}

#[test]
fn a_duplicate_has_the_same_event_id() {
    let first = approved("&type=transfer&amount=100.00");
    assert_eq!(approved("&type=transfer&amount=100.00"), first);
    assert_eq!(approved("&amount=100.00&name=TEST%20TEST&type=transfer"), first, "the rest does not matter");
    assert_eq!(event_id(&signed("APPROVED", "6863810", "ORDER-42", "&type=transfer")), first, "the case varies");
}

#[test]
fn each_of_the_four_values_changes_the_event_id() {
    let query = |status, kind: &str, order_id, order| event_id(&signed(status, order_id, order, kind));
    let first = query("approved", "&type=transfer", "6863810", "ORDER-42");
    assert_ne!(query("declined", "&type=transfer", "6863810", "ORDER-42"), first);
    assert_ne!(query("approved", "&type=reversal", "6863810", "ORDER-42"), first);
    assert_ne!(query("approved", "&type=transfer", "6863811", "ORDER-42"), first);
    assert_ne!(query("approved", "&type=transfer", "6863810", "ORDER-43"), first);
}

#[test]
fn a_digit_moved_under_the_same_checksum_changes_the_event_id() {
    let moved = |order_id, order| event_id(&signed("approved", order_id, order, "&type=transfer"));
    assert_ne!(moved("6863810", "42"), moved("68638104", "2"));
}

/// The forgery has the event id of the genuine callback, so record it only after the comparison.
#[test]
fn a_changed_amount_is_noticed_before_anything_is_recorded() {
    let forged = signed("approved", "6863810", "ORDER-42", "&type=transfer&amount=1.00");
    let callback = callbacks().receive(forged.as_bytes()).unwrap();
    assert_eq!(callback.event_id(), &approved("&type=transfer&amount=100.00"));

    let amount = Money::parse("100.00", Currency::USD).unwrap();
    let order = StoredOrder::new(ClientOrderId::new("ORDER-42"), amount);
    assert_eq!(callback.confirm(&order).unwrap_err(), Mismatch::Amount);
}
