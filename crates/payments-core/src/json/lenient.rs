//! How each kind of optional member is read leniently.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};

use super::{flag, integer, non_empty, non_empty_string};
use crate::serde_error::without_value;
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

/// The name of a member, not copied unless it is escaped.
#[doc(hidden)]
#[derive(Debug, PartialEq)]
pub struct MemberName<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for MemberName<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl<'de> Visitor<'de> for NameVisitor {
            type Value = MemberName<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(MemberName(Cow::Borrowed(name)))
            }

            fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
                Ok(MemberName(Cow::Owned(name.to_owned())))
            }
        }

        deserializer.deserialize_str(NameVisitor).map_err(without_value)
    }
}

impl MemberName<'_> {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// More members than most objects have.
const MEMBERS: usize = 24;

/// The names of the declared members of an object that were read. Unknown ones are not kept: an object may have any number.
#[doc(hidden)]
#[derive(Debug)]
pub struct Seen<'de>(Vec<MemberName<'de>>);

impl Default for Seen<'_> {
    fn default() -> Self {
        Self(Vec::with_capacity(MEMBERS))
    }
}

impl<'de> Seen<'de> {
    /// Adds a name.
    ///
    /// # Errors
    ///
    /// It stands twice: nothing says which value is meant.
    pub fn once<E: Error>(&mut self, name: MemberName<'de>) -> Result<(), E> {
        if self.0.contains(&name) {
            return Err(E::custom("a member stands twice"));
        }
        self.0.push(name);
        Ok(())
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
