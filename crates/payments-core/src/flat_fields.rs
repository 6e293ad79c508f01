//! Flat lists of named values, as in forms and flat responses.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::json::{self, Json};
use crate::scrub::scrub;
use crate::serde_error::without_value;

/// An ordered list of names and values, as in a form, a query or a flat response. The order is the provider's.
///
/// The values may identify a payment, so `Debug` shows the names only.
#[derive(Clone, Default)]
pub struct FlatFields(Vec<(String, String)>);

impl FlatFields {
    /// Creates fields with unique names; `None` if a name occurs twice. Otherwise an attacker who can add a field to
    /// signed ones could have one value verified and another used.
    ///
    /// ```
    /// use payments_core::FlatFields;
    ///
    /// assert!(FlatFields::unique([("status", "approved"), ("orderid", "7")]).is_some());
    /// assert!(FlatFields::unique([("status", "declined"), ("status", "approved")]).is_none());
    /// ```
    pub fn unique<N: Into<String>, V: Into<String>>(fields: impl IntoIterator<Item = (N, V)>) -> Option<Self> {
        let mut seen = BTreeSet::new();
        let unique = fields.into_iter().map(|(name, value)| {
            let name = name.into();
            seen.insert(name.clone()).then(|| (name, value.into()))
        });
        unique.collect::<Option<Vec<_>>>().map(Self)
    }

    /// The names and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of this name; the first one if there are several.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find_map(|(candidate, value)| (candidate == name).then_some(value))
    }

    /// Whether there are no fields.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(String, String)> for FlatFields {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

impl fmt::Debug for FlatFields {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.iter().map(|(name, _)| scrub(name))).finish()
    }
}

/// Values are usually strings; `null` becomes an empty string, a number or another value is kept as its JSON text.
impl<'de> Deserialize<'de> for FlatFields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FieldsVisitor).map_err(without_value)
    }
}

/// A string without its quotation marks and escapes, an empty one for `null`; anything else as its JSON text.
fn text(value: &Json) -> String {
    match value.as_str() {
        "null" => String::new(),
        written if written.starts_with('"') => value.read().unwrap_or_else(|_| written.to_owned()),
        written => written.to_owned(),
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = FlatFields;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object of named values, an empty list or null")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<FlatFields, A::Error> {
        let mut fields = Vec::with_capacity(members.size_hint().unwrap_or(4));
        while let Some((name, value)) = members.next_entry::<String, Json>()? {
            fields.push((name, text(&value)));
        }
        Ok(FlatFields(fields))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<FlatFields, A::Error> {
        json::empty(elements, &self).map(|()| FlatFields::default())
    }

    fn visit_unit<E>(self) -> Result<FlatFields, E> {
        Ok(FlatFields::default())
    }
}
