//! How each kind of optional member is read leniently.

use serde::Deserializer;

use super::{flag, integer, non_empty, non_empty_string};
use crate::time::{Date, Timestamp};

/// A kind of optional member that is read leniently: a value that the kind does not know is read as `None`, so that one odd
/// member never costs the rest of the response.
#[doc(hidden)]
#[diagnostic::on_unimplemented(note = "implement `Lenient` for `{Self}`")]
pub trait Lenient: Sized {
    /// Reads the member, as the function for its kind does.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error>;
}

/// Reads an optional member by its type: a text, a flag, an object … See the functions for each.
///
/// # Errors
///
/// The document is not valid JSON.
#[doc(hidden)]
pub fn lenient<'de, D: Deserializer<'de>, T: Lenient>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::read(deserializer)
}

/// Implements it by a function.
macro_rules! read_by {
    ($($kind:ty = $read:path),+ $(,)?) => {
        $(impl Lenient for $kind {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
                $read(deserializer)
            }
        })+
    };
}

read_by! {
    String = non_empty_string,
    bool = flag,
    i64 = integer,
    Date = non_empty,
    Timestamp = non_empty,
}
