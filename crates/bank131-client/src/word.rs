//! Reading of words that may be empty, and of small numbers.

use payments_core::json;
use serde::Deserializer;

/// Reads a word or number that every object has. Empty if the bank left it out or wrote another type: that must not make the
/// response unreadable.
pub(crate) fn or_empty<'de, D: Deserializer<'de>, W: for<'a> From<&'a str>>(deserializer: D) -> Result<W, D::Error> {
    Ok(W::from(&json::non_empty_string(deserializer)?.unwrap_or_default()))
}

/// The empty word.
pub(crate) fn empty<W: for<'a> From<&'a str>>() -> W {
    W::from("")
}

/// Reads how many there are; anything else, and more than anybody counts, is `None`.
pub(crate) fn quantity<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    Ok(json::integer(deserializer)?.and_then(|quantity| u32::try_from(quantity).ok()))
}
