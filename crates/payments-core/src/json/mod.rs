//! Lenient decoding of providers' JSON.
//!
//! [`decode`] reports the place of a problem without repeating the value that caused it. The functions for
//! `#[serde(deserialize_with)]` read optional members: [`non_empty_string`], [`non_empty`], [`flag`], [`integer`],
//! [`object`] and [`list`]. They accept what providers written in loosely typed languages send (`null` or `""` for
//! nothing, `[]` for an empty object, a number for a string), and read anything else as absent: an unexpected member
//! must not make a response unreadable that contains the number and the status of a payment.

mod decode;
mod lenient;
mod optional;
mod path;

use std::fmt;

use serde::de::{DeserializeOwned, Error as _, Expected, IgnoredAny, SeqAccess, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::serde_error::without_value;
use crate::validation::InvalidField;

pub use decode::{DecodeError, check_echo, decode};
#[doc(hidden)]
pub use lenient::{Lenient, LenientMember, MemberName, Seen, lenient};
pub use optional::{List, flag, integer, list, non_empty, non_empty_string, object};

/// Any JSON value, kept as text and not interpreted: for values that a provider echoes or only passes through.
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
    /// Serializes a value to JSON.
    ///
    /// # Errors
    ///
    /// The value has no JSON form, such as a map whose keys are not strings.
    pub fn new<T: Serialize + ?Sized>(value: &T) -> Result<Self, InvalidField> {
        let text =
            serde_json::value::to_raw_value(value).map_err(|_| InvalidField::new("value", "must have a JSON form"))?;
        Ok(Self(text))
    }

    /// The JSON text.
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// Deserializes the value into your type.
    ///
    /// # Errors
    ///
    /// The place of the first problem, and what was expected there.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        decode(self.as_str().as_bytes())
    }
}

/// Shows the size only: the content is unknown.
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

/// Accepts the empty list, which is how PHP writes an empty object.
pub(crate) fn empty<'de, A: SeqAccess<'de>>(mut elements: A, expected: &dyn Expected) -> Result<(), A::Error> {
    if elements.next_element::<IgnoredAny>()?.is_none() {
        return Ok(());
    }
    // Read to the end, so that the error is located at the list and not at an element.
    while elements.next_element::<IgnoredAny>()?.is_some() {}
    Err(A::Error::invalid_type(Unexpected::Seq, expected))
}
