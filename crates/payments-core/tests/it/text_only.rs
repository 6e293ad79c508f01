//! Types made from one string can be read from formats that have only text: CSV, XML, environment variables, URL paths.

use payments_core::{CardMask, Currency, Date, Secret, Timestamp};
use serde::de::value::Error;
use serde::de::{Deserialize, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;

use crate::open_enum::{OrderId, OrderStatus};

/// A string without type information.
struct TextOnly(&'static str);

impl<'de> Deserializer<'de> for TextOnly {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Error> {
        Err(Error::custom("a text has no kind"))
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_string(self.0.to_owned())
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf option unit unit_struct newtype_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

#[track_caller]
fn read<T: Deserialize<'static>>(text: &'static str) -> T {
    T::deserialize(TextOnly(text)).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn digits_are_read_as_text_in_formats_that_have_only_text() {
    assert_eq!(read::<Secret>("0017").expose(), "0017");
    assert_eq!(read::<CardMask>("4242").last4(), Some("4242"));
    assert_eq!(read::<OrderId>("0017").as_str(), "0017");
    assert_eq!(read::<OrderStatus>("paid"), OrderStatus::Paid);
    assert_eq!(read::<Currency>("rub"), Currency::RUB);
    assert_eq!(read::<Timestamp>("20240702").as_str(), "20240702");
    assert_eq!(read::<Date>("20240702").as_str(), "20240702");
}
