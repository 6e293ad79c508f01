//! Reading values that Kvell writes in more than one way.

use payments_core::{Currency, Money, json};
use serde::Deserializer;

/// Whole kopecks, as a number or as a text of digits; anything else means that there are none.
pub(crate) fn kopecks<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Money>, D::Error> {
    let kopecks = json::integer(deserializer)?;
    Ok(kopecks.map(|kopecks| Money::from_minor_units(kopecks, Currency::RUB)))
}

/// A text that every such object has: empty where Kvell left it out, or wrote something else in its place. It must not cost the
/// answer.
pub(crate) fn or_empty<'de, D: Deserializer<'de>, W: for<'a> From<&'a str>>(deserializer: D) -> Result<W, D::Error> {
    Ok(W::from(&json::non_empty_string(deserializer)?.unwrap_or_default()))
}

/// The empty text.
pub(crate) fn empty<W: for<'a> From<&'a str>>() -> W {
    W::from("")
}
