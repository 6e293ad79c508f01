//! Reading values that Kvell writes in more than one way.

use std::fmt;

use payments_core::__private::without_value;
use payments_core::{Currency, Money};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};

/// A text, or a whole number taken as a text; `null` and `""` mean that there is none.
pub(crate) fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = Option::<Text>::deserialize(deserializer)?.map(|Text(text)| text);
    Ok(text.filter(|text| !text.is_empty()))
}

/// Whole kopecks, as a number or as a text of digits; `null` means that there are none.
pub(crate) fn kopecks<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Money>, D::Error> {
    let Some(Text(text)) = Option::<Text>::deserialize(deserializer)? else { return Ok(None) };
    let kopecks = text.parse().map_err(|_| Error::custom("whole kopecks are expected"))?;
    Ok(Some(Money::from_minor_units(kopecks, Currency::RUB)))
}

struct Text(String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor).map_err(without_value)
    }
}

struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = Text;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text or a whole number")
    }

    fn visit_str<E>(self, text: &str) -> Result<Text, E> {
        Ok(Text(text.to_owned()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Text, E> {
        Ok(Text(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Text, E> {
        Ok(Text(number.to_string()))
    }
}
