//! Reads optional members of JSON objects leniently.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{Error as ValueError, MapAccessDeserializer, StrDeserializer};
use serde::de::{DeserializeOwned, IgnoredAny, IntoDeserializer as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::Json;

/// Reads an optional string. A whole number is read as its digits; `null`, `""` and anything else are read as `None`.
///
/// # Errors
///
/// The document is not valid JSON.
pub fn non_empty_string<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = deserializer.deserialize_any(TextVisitor)?;
    Ok(text.filter(|text| !text.is_empty()))
}

/// Reads an optional value made from a string: an enum word, an identifier, a time, a token. The string is read as by
/// [`non_empty_string`]; one that the type refuses is read as `None`.
///
/// # Errors
///
/// The document is not valid JSON.
pub fn non_empty<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Option<T>, D::Error> {
    let text = non_empty_string(deserializer)?;
    Ok(text.and_then(|text| {
        let text: StrDeserializer<'_, ValueError> = text.as_str().into_deserializer();
        T::deserialize(text).ok()
    }))
}

/// Reads an optional boolean: `true` and `false`, 1 and 0, or one of these as a string. Anything else is read as
/// `None`.
///
/// # Errors
///
/// The document is not valid JSON.
pub fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    let value = Json::deserialize(deserializer)?;
    Ok(match value.as_str().trim_matches('"') {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    })
}

/// Reads an optional whole number, also if it is written as a string or with zeros for decimals (`10000.0`). Anything
/// else is read as `None`.
///
/// # Errors
///
/// The document is not valid JSON.
pub fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let value = Json::deserialize(deserializer)?;
    let written = value.as_str().trim_matches('"');
    let (whole, decimals) = written.split_once('.').unwrap_or((written, ""));
    Ok(decimals.bytes().all(|byte| byte == b'0').then(|| whole.parse().ok()).flatten())
}

/// Reads an optional object; anything that is not an object is `None`: `null`, the empty list, which is how PHP writes an
/// empty object, and anything else. For objects all of whose members are optional.
///
/// # Errors
///
/// The document is not valid JSON, or a required member of the object is missing.
pub fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    deserializer.deserialize_any(ObjectVisitor(PhantomData))
}

/// Reads a list of objects, leaving out elements that are not objects. `null` and anything that is not a list are read as
/// an empty list. Each object is read as by [`object`]. [`List`] also reports whether something was left out.
///
/// # Errors
///
/// As [`object`].
pub fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Ok(List::deserialize(deserializer)?.elements)
}

/// A list of objects, as far as it can be read: see [`list`].
#[derive(Clone)]
#[non_exhaustive]
pub struct List<T> {
    /// The elements that are objects.
    pub elements: Vec<T>,
    /// Whether nothing was left out. If not, an element is not an object, or there is something else in the list's
    /// place.
    pub is_whole: bool,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { elements: Vec::new(), is_whole: true }
    }
}

impl<T: fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.elements.fmt(formatter)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListVisitor(PhantomData))
    }
}

/// Makes a visitor read every value that is neither a map nor a sequence as absent.
macro_rules! nothing_of_scalars {
    ($nothing:expr, $text:expr) => {
        fn visit_bool<E>(self, _flag: bool) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_u64<E>(self, _number: u64) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_i64<E>(self, _number: i64) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_f64<E>(self, _number: f64) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok($text(text))
        }

        // JSON does not have the kinds below; other formats do.
        fn visit_u128<E>(self, _number: u128) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_i128<E>(self, _number: i128) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_bytes<E>(self, _bytes: &[u8]) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_none<E: serde::de::Error>(self) -> Result<Self::Value, E> {
            self.visit_unit()
        }
    };
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    nothing_of_scalars!(None, |_text| None);

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(members)).map(Some)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<Self::Value, A::Error> {
        skip(elements).map(|_is_empty| None)
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<T> ListVisitor<T> {
    fn nothing(is_whole: bool) -> List<T> {
        List { is_whole, ..List::default() }
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    nothing_of_scalars!(Self::nothing(false), |text: &str| Self::nothing(text.is_empty()));

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(List::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut is_empty = true;
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            is_empty = false;
        }
        Ok(Self::nothing(is_empty))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let mut list = List::default();
        while let Some(Element(element)) = elements.next_element::<Element<T>>()? {
            list.is_whole &= element.is_some();
            list.elements.extend(element);
        }
        Ok(list)
    }
}

/// An element of a list; `None` if it is not an object.
struct Element<T>(Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Element<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object(deserializer).map(Self)
    }
}

/// Skips a list; returns whether it is empty.
fn skip<'de, A: SeqAccess<'de>>(mut elements: A) -> Result<bool, A::Error> {
    let mut is_empty = true;
    while elements.next_element::<IgnoredAny>()?.is_some() {
        is_empty = false;
    }
    Ok(is_empty)
}

/// Reads a string, or a number as one.
struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Option<String>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(text.to_owned()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_u128<E>(self, number: u128) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_i128<E>(self, number: i128) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_bytes<E>(self, _bytes: &[u8]) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _number: f64) -> Result<Self::Value, E> {
        // The original digits are lost.
        Ok(None)
    }

    fn visit_bool<E>(self, _flag: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<Self::Value, A::Error> {
        skip(elements).map(|_is_empty| None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}
