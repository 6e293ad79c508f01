//! Reading JSON that somebody else wrote.
//!
//! [`decode`] names the place of a problem without repeating the value that caused it. The functions for
//! `#[serde(deserialize_with)]` accept what providers written in loosely typed languages send: `null` for nothing, `""`
//! for nothing, `[]` for an empty object.

mod decode;
mod path;

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, Error as _, Expected, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::serde_error::without_value;
use crate::validation::InvalidField;

pub use decode::{DecodeError, decode};

/// Any JSON value, kept as text: what a provider echoes or only passes through.
///
/// ```
/// use payments_core::json::Json;
///
/// let metadata = Json::new(&serde_json::json!({"order": 17}))?;
/// assert_eq!(metadata.as_str(), r#"{"order":17}"#);
/// # Ok::<(), payments_core::InvalidField>(())
/// ```
#[derive(Clone)]
pub struct Json(Box<RawValue>);

impl Json {
    /// The JSON form of a value of yours.
    ///
    /// # Errors
    ///
    /// The value has no JSON form, such as a map whose keys are not texts.
    pub fn new<T: Serialize + ?Sized>(value: &T) -> Result<Self, InvalidField> {
        let text =
            serde_json::value::to_raw_value(value).map_err(|_| InvalidField::new("value", "must have a JSON form"))?;
        Ok(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// Reads the value into a type of yours.
    ///
    /// # Errors
    ///
    /// The place of the first problem, and what was expected there.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        decode(self.as_str().as_bytes())
    }
}

/// Shows the size only: nobody knows what is inside.
impl fmt::Debug for Json {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Json({} bytes)", self.as_str().len())
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Json {}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(Self).map_err(without_value)
    }
}

/// A text, where `null` and `""` both mean that there is none.
///
/// # Errors
///
/// The value is neither a text nor `null`.
pub fn filled_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    filled(deserializer)
}

/// Anything written as a text, where `null` and `""` both mean that there is none.
///
/// # Errors
///
/// The value is neither a text nor `null`.
pub fn filled<'de, D: Deserializer<'de>, T: Deserialize<'de> + AsRef<str>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let text = Option::<T>::deserialize(deserializer).map_err(without_value)?;
    Ok(text.filter(|text| !text.as_ref().is_empty()))
}

/// A list, where `null` means an empty one.
///
/// # Errors
///
/// The value is neither a list nor `null`, or an element cannot be read.
pub fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::deserialize(deserializer).map_err(without_value)?.unwrap_or_default())
}

/// An object, where `null` and the empty list, which is how PHP writes an empty object, mean that there is none.
///
/// # Errors
///
/// The value is something else, a list with elements included, or a member cannot be read.
pub fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    deserializer.deserialize_any(ObjectVisitor(PhantomData)).map_err(without_value)
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object, an empty list or null")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Option<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(members)).map(Some)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<Option<T>, A::Error> {
        empty(elements, &self).map(|()| None)
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }
}

/// The empty list, which is how PHP writes an empty object.
pub(crate) fn empty<'de, A: SeqAccess<'de>>(mut elements: A, expected: &dyn Expected) -> Result<(), A::Error> {
    if elements.next_element::<IgnoredAny>()?.is_none() {
        return Ok(());
    }
    // Read to its end, so that the problem lies at the list and not at an element.
    while elements.next_element::<IgnoredAny>()?.is_some() {}
    Err(A::Error::invalid_type(Unexpected::Seq, expected))
}
