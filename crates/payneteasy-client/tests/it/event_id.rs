//! What makes two callbacks the same event.

use payneteasy_client::{ClientOrderId, Currency, EventId, Mismatch, Money, StoredOrder};

use crate::callbacks::{callbacks, signed};

fn event_id(query: &str) -> EventId {
    callbacks().receive(query.as_bytes()).unwrap().event_id().clone()
}

fn approved(rest: &str) -> EventId {
    event_id(&signed("approved", "6863810", "ORDER-42", rest))
}

#[test]
fn an_identity_stays_as_it_is_stored() {
    assert_eq!(approved("&type=transfer").as_str(), "payneteasy/approved/transfer/6863810/ORDER-42");
    assert_eq!(approved("").as_str(), "payneteasy/approved//6863810/ORDER-42");
}

#[test]
fn a_redelivery_is_the_same_event() {
    let first = approved("&type=transfer&amount=100.00");
    assert_eq!(approved("&type=transfer&amount=100.00"), first);
    assert_eq!(approved("&amount=100.00&name=TEST%20TEST&type=transfer"), first, "the rest does not matter");
    assert_eq!(event_id(&signed("APPROVED", "6863810", "ORDER-42", "&type=transfer")), first, "the case varies");
}

#[test]
fn each_of_the_four_values_makes_another_event() {
    let query = |status, kind: &str, order_id, order| event_id(&signed(status, order_id, order, kind));
    let first = query("approved", "&type=transfer", "6863810", "ORDER-42");
    assert_ne!(query("declined", "&type=transfer", "6863810", "ORDER-42"), first);
    assert_ne!(query("approved", "&type=reversal", "6863810", "ORDER-42"), first);
    assert_ne!(query("approved", "&type=transfer", "6863811", "ORDER-42"), first);
    assert_ne!(query("approved", "&type=transfer", "6863810", "ORDER-43"), first);
}

#[test]
fn a_digit_that_the_checksum_lets_move_makes_another_event() {
    let moved = |order_id, order| event_id(&signed("approved", order_id, order, "&type=transfer"));
    assert_ne!(moved("6863810", "42"), moved("68638104", "2"));
}

/// The identity is the genuine callback's: so record it only after the comparison, and the forgery takes nobody's place.
#[test]
fn a_changed_amount_is_noticed_before_anything_is_recorded() {
    let forged = signed("approved", "6863810", "ORDER-42", "&type=transfer&amount=1.00");
    let callback = callbacks().receive(forged.as_bytes()).unwrap();
    assert_eq!(callback.event_id(), &approved("&type=transfer&amount=100.00"));

    let amount = Money::parse("100.00", Currency::USD).unwrap();
    let order = StoredOrder::new(ClientOrderId::new("ORDER-42"), amount);
    assert_eq!(callback.confirm(&order).unwrap_err(), Mismatch::Amount);
}
