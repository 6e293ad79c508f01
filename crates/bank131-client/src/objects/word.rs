//! Reading what may be written as an empty text.

use payments_core::json;
use serde::Deserializer;

/// Writes the `Debug` of an object whose members are the bank's own texts: a card number that strayed into one stays hidden.
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

/// A word or number that every object has: empty where the bank left it out, or wrote something else in its place. It must not
/// cost the answer.
pub(crate) fn or_empty<'de, D: Deserializer<'de>, W: for<'a> From<&'a str>>(deserializer: D) -> Result<W, D::Error> {
    Ok(W::from(&json::non_empty_string(deserializer)?.unwrap_or_default()))
}

/// The empty word.
pub(crate) fn empty<W: for<'a> From<&'a str>>() -> W {
    W::from("")
}

/// A text, where `null` and `""` both mean the empty one.
pub(crate) fn text_or_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(json::non_empty_string(deserializer)?.unwrap_or_default())
}
