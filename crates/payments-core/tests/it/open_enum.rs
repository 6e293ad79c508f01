//! The macros for open enums and identifiers.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::support::{PAN, assert_hides_card};

payments_core::open_enum! {
    /// The status of an order.
    pub(crate) enum OrderStatus {
        /// Cancelled, and nothing was paid.
        Cancelled = "cancelled" | "canceled",
        /// Paid.
        Paid = "paid",
    }
}

payments_core::identifier! {
    /// Identifies an order.
    pub(crate) struct OrderId;
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn a_listed_word_is_its_variant_in_any_of_its_spellings_and_written_in_the_first() {
    for spelling in ["cancelled", "canceled"] {
        let status: OrderStatus = serde_json::from_str(&format!("\"{spelling}\"")).unwrap();
        assert_eq!(status, OrderStatus::Cancelled);
        assert!(status.is_known());
        assert_eq!(serde_json::to_string(&status).unwrap(), r#""cancelled""#);
    }
    assert_eq!(OrderStatus::LISTED, ["cancelled", "paid"]);
}

#[test]
fn an_unlisted_word_is_kept_and_equals_only_itself() {
    for word in ["on_hold", "PAID", "paid ", "", "оплачен"] {
        let status: OrderStatus = serde_json::from_str(&serde_json::to_string(word).unwrap()).unwrap();
        assert_eq!((status.as_str(), status.is_known()), (word, false));
        assert_eq!(status, OrderStatus::from(word));
        assert_eq!(hash(&status), hash(&OrderStatus::from(word)));
        assert_ne!(status, OrderStatus::Paid);
        assert_eq!(serde_json::to_value(&status).unwrap(), word);
    }
    assert_ne!(OrderStatus::from("on_hold"), OrderStatus::from("on hold"));
}

#[test]
fn a_word_prints_as_the_provider_writes_it() {
    assert_eq!(format!("{:<6}|{:?}", OrderStatus::Paid, OrderStatus::Cancelled), "paid  |cancelled");
    assert_eq!(OrderStatus::from("on_hold").to_string(), "on_hold");
}

#[test]
fn anything_but_a_text_is_refused() {
    for document in ["5", "null", "[]", r#"{"paid":null}"#] {
        assert!(serde_json::from_str::<OrderStatus>(document).is_err(), "{document}");
        assert!(serde_json::from_str::<OrderId>(document).is_err(), "{document}");
    }
}

#[test]
fn words_and_identifiers_may_be_keys_of_a_map() {
    let read: BTreeMap<OrderId, OrderStatus> = serde_json::from_str(r#"{"A-1":"paid","A\u002d2":"on_hold"}"#).unwrap();
    let expected = [("A-1", OrderStatus::Paid), ("A-2", OrderStatus::from("on_hold"))];
    assert_eq!(read, expected.map(|(id, status)| (OrderId::new(id), status)).into());
}

#[test]
fn an_identifier_is_its_text() {
    let id: OrderId = serde_json::from_str(r#""Заказ/17""#).unwrap();
    assert_eq!((id.as_str(), &id), ("Заказ/17", &OrderId::from("Заказ/17")));
    assert_eq!(serde_json::to_string(&id).unwrap(), r#""Заказ/17""#);
    assert_eq!((id.to_string(), format!("{id:?}")), ("Заказ/17".into(), "OrderId(Заказ/17)".into()));
}

#[test]
fn an_identifier_is_displayed_as_it_was_given_and_debugged_without_a_card_number() {
    for text in ["1795878432183", "hf-1795878432183", PAN, "  7\t", &"7".repeat(400)] {
        assert_eq!(OrderId::new(text).to_string(), text);
    }
    assert_eq!(
        format!("{:>8}|{:?}", OrderId::new("A-17"), OrderId::new("1795878432183")),
        "    A-17|OrderId(*********2183)"
    );
}

#[test]
fn a_card_number_in_their_place_is_not_printed() {
    let (status, id) = (OrderStatus::from(PAN), OrderId::new(PAN));
    assert_hides_card(&[status.to_string(), format!("{status:?}"), format!("{id:?}")]);
    assert_eq!((status.as_str(), id.as_str()), (PAN, PAN));
}
