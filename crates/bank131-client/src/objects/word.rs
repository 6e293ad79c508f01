//! Reading what may be written as an empty text.

use payments_core::json;
use serde::Deserializer;

/// A word of an open enum, where `null` and `""` both mean that there is none.
pub(crate) fn filled_word<'de, D: Deserializer<'de>, W: for<'a> From<&'a str>>(
    deserializer: D,
) -> Result<Option<W>, D::Error> {
    Ok(json::filled_text(deserializer)?.map(|word| W::from(&word)))
}

/// A text, where `null` and `""` both mean the empty one.
pub(crate) fn text_or_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(json::filled_text(deserializer)?.unwrap_or_default())
}
