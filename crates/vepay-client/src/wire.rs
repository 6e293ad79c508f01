//! Numbers of a loosely typed server: they may be JSON strings, and ids are above zero.

use std::fmt;
use std::marker::PhantomData;

use payments_core::__private::without_value;
use payments_core::InvalidField;
use serde::Deserializer;
use serde::de::{Error, Visitor};

/// Reads a number above zero, also from a JSON string.
pub(crate) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let text: String = code(deserializer)?;
    parse_number(&text).ok_or_else(|| Error::custom("a number above zero is expected"))
}

/// Reads a code from a JSON number or a JSON string.
pub(crate) fn code<'de, D: Deserializer<'de>, T: for<'a> From<&'a str>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_any(NumberVisitor::<T>(PhantomData)).map_err(without_value)
}

/// Parses digits only, above zero.
pub(crate) fn parse_number(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|&number| digits && number > 0)
}

/// Checks that an id that is sent is above zero.
pub(crate) fn check_above_zero(number: u64) -> Result<(), InvalidField> {
    if number == 0 { Err(InvalidField::new("", "must be above zero")) } else { Ok(()) }
}

struct NumberVisitor<T>(PhantomData<T>);

impl<T: for<'a> From<&'a str>> Visitor<'_> for NumberVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a whole number")
    }

    fn visit_u64<E>(self, number: u64) -> Result<T, E> {
        Ok(T::from(&number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<T, E> {
        Ok(T::from(&number.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok(T::from(text))
    }
}
