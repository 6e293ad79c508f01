//! The event id of callbacks.

use kvell_client::callback::Delivery;
use kvell_client::common::{EventId, KeyRing};
use kvell_client::{Callbacks, CardSaved, Secret, SignaturePolicy};
use serde_json::{Value, json};

use crate::support::{API_KEY, CUSTOMER, SECRET_KEY, TOKEN, TRANSACTION};

fn receive(body: &Value) -> CardSaved {
    let keys = KeyRing::new("2026", Secret::new(SECRET_KEY));
    let callbacks = Callbacks::new(SignaturePolicy::Ignore, API_KEY, keys);
    callbacks.receive(&http::HeaderMap::new(), body.to_string().as_bytes()).unwrap()
}

fn card() -> Value {
    json!({
        "customer_key": CUSTOMER,
        "customer_card_token": TOKEN,
        "pan_mask": "411111******1111",
        "holder": "IVAN IVANOV",
        "transaction": TRANSACTION,
    })
}

fn changed(member: &str, value: &str) -> CardSaved {
    let mut card = card();
    card[member] = value.into();
    receive(&card)
}

fn event_id() -> EventId {
    receive(&card()).event_id()
}

/// The digest was computed with Python's hashlib.
#[test]
fn an_event_id_keeps_its_stored_format() {
    assert_eq!(
        event_id().as_str(),
        format!("kvell/card-saved/{TRANSACTION}/4e79a2c81fa1911bd8a3ed0a98f0138c1899e2a83664b3a29ba928a8c7a81d9f")
    );
}

#[test]
fn the_token_is_in_the_event_id_as_a_digest_only() {
    let card = receive(&card());
    for text in [card.event_id().as_str().to_owned(), format!("{:?}", card.event_id())] {
        assert!(!text.contains(TOKEN) && !text.contains("411111"), "{text}");
    }
}

#[test]
fn a_duplicate_has_the_same_event_id() {
    assert_eq!(receive(&card()).event_id(), event_id());
    assert_eq!(changed("holder", "").event_id(), event_id(), "mask and holder only describe the card");
    assert_eq!(changed("pan_mask", "41111111****1111").event_id(), event_id());
}

#[test]
fn another_transaction_token_or_customer_is_another_event() {
    for (member, value) in [("transaction", "another"), ("customer_card_token", "another"), ("customer_key", "another")]
    {
        assert_ne!(changed(member, value).event_id(), event_id(), "{member}");
    }
}

#[test]
fn the_same_transaction_with_another_token_is_a_conflict_and_not_a_duplicate() {
    let stored = receive(&card()).fingerprint();
    let other = changed("customer_card_token", "another");
    assert_ne!(other.event_id(), event_id());
    assert_eq!(other.delivery(Some(&stored)), Delivery::Conflict);
}

#[test]
fn characters_cannot_move_from_one_value_to_the_next() {
    let with = |transaction: &str, customer: &str| {
        let mut card = card();
        card["transaction"] = transaction.into();
        card["customer_key"] = customer.into();
        receive(&card).event_id()
    };
    assert_ne!(with("a/b", "c"), with("a", "b/c"));
    assert_ne!(with("ab", "c"), with("a", "bc"));
}
