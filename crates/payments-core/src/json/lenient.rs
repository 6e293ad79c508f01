//! How each kind of optional member is read leniently.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

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

/// A member that is read by its type.
#[doc(hidden)]
#[derive(Debug)]
pub struct LenientMember<T>(pub Option<T>);

impl<'de, T: Lenient> Deserialize<'de> for LenientMember<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

/// The names of the members of an object that were read.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct Seen(Vec<String>);

impl Seen {
    /// Adds a name.
    ///
    /// # Errors
    ///
    /// It stands twice: nothing says which value is meant.
    pub fn once<E: Error>(&mut self, name: String) -> Result<&str, E> {
        if self.0.contains(&name) {
            return Err(E::custom("a member stands twice"));
        }
        self.0.push(name);
        Ok(self.0.last().map_or("", String::as_str))
    }
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
