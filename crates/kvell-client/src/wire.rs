//! Decoding of values that Kvell sends in more than one format.

use payments_core::{Currency, Money, json};
use serde::Deserializer;

/// Whole kopecks, as a number or a text of digits; `None` for anything else.
pub(crate) fn kopecks<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Money>, D::Error> {
    let kopecks = json::integer(deserializer)?;
    Ok(kopecks.map(|kopecks| Money::from_minor_units(kopecks, Currency::RUB)))
}

/// A text that every such object has: empty if it is missing or not a text, so that the rest of the response is still read.
pub(crate) fn or_empty<'de, D: Deserializer<'de>, W: for<'a> From<&'a str>>(deserializer: D) -> Result<W, D::Error> {
    Ok(W::from(&json::non_empty_string(deserializer)?.unwrap_or_default()))
}

/// The empty text.
pub(crate) fn empty<W: for<'a> From<&'a str>>() -> W {
    W::from("")
}
