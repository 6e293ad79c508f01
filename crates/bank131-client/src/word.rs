//! Reading of words and texts that may be empty.

use payments_core::json;
use serde::Deserializer;

/// Implements `Debug` for an object of the bank's own texts, with card numbers redacted.
macro_rules! scrubbed_debug {
    ($name:ident { $($member:ident),* $(,)? }) => {
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter
                    .debug_struct(stringify!($name))
                    $(.field(stringify!($member), &self.$member.as_deref().map(::payments_core::scrub)))*
                    .finish()
            }
        }
    };
}

pub(crate) use scrubbed_debug;

/// Reads a word or number that every object has. Empty if the bank left it out or wrote another type: that must not make the
/// response unreadable.
pub(crate) fn or_empty<'de, D: Deserializer<'de>, W: for<'a> From<&'a str>>(deserializer: D) -> Result<W, D::Error> {
    Ok(W::from(&json::non_empty_string(deserializer)?.unwrap_or_default()))
}

/// The empty word.
pub(crate) fn empty<W: for<'a> From<&'a str>>() -> W {
    W::from("")
}

/// Reads a text; `null` and `""` are both the empty one.
pub(crate) fn text_or_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(json::non_empty_string(deserializer)?.unwrap_or_default())
}
