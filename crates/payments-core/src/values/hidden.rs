//! Personal data.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::fields::{FormText, JsonForm};
use crate::json::Lenient;
use crate::time::Date;
use crate::validation::InvalidField;

/// Personal data, or an address that opens something: `Debug` prints `[hidden]`, and there is no `Display`.
///
/// It is hidden wherever it is printed: by itself, in the request or response that holds it, in an error, in a span. It is not
/// hidden on the wire: a request sends the value. [`expose`](Self::expose) reads it, [`into_exposed`](Self::into_exposed) takes
/// it out. The memory is not wiped when it is dropped: what can move money is a [`Secret`](crate::Secret).
///
/// ```
/// use payments_core::Hidden;
///
/// let name = Hidden::new("Ольга Пахмутова".to_owned());
/// assert_eq!(format!("{name:?}"), "[hidden]");
/// assert_eq!(name.expose(), "Ольга Пахмутова");
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hidden<T>(T);

impl<T> Hidden<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value. Do not log it.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// The value itself. Do not log it.
    pub fn into_exposed(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Hidden<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[hidden]")
    }
}

impl<T> From<T> for Hidden<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl From<&str> for Hidden<String> {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<&String> for Hidden<String> {
    fn from(text: &String) -> Self {
        Self(text.clone())
    }
}

impl From<&Date> for Hidden<Date> {
    fn from(day: &Date) -> Self {
        Self(day.clone())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Hidden<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::serde_error::read(deserializer).map(Self)
    }
}

impl<T: Lenient> Lenient for Hidden<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Ok(T::read(deserializer)?.map(Self))
    }
}

impl<T: JsonForm> JsonForm for Hidden<T> {
    fn check(&self) -> Result<(), InvalidField> {
        self.0.check()
    }

    fn json_form(&self) -> impl Serialize {
        self.0.json_form()
    }
}

impl<T: FormText> FormText for Hidden<T> {
    fn check(&self) -> Result<(), InvalidField> {
        self.0.check()
    }

    fn form_text(&self) -> Cow<'_, str> {
        self.0.form_text()
    }
}
