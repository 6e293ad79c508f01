//! The form that Vepay hosts: its URL and its language.

use std::fmt;

use payments_core::__private::read_text;
use payments_core::open_enum;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// URL of the form in which the customer enters the card. Redirect the customer there, and do not parse it: host and path vary.
///
/// Anyone who has it can fill in the form, so `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct FormUrl(Box<str>);

impl FormUrl {
    /// The URL.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for FormUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let address = read_text(deserializer, "the address of the form")?;
        if address.is_empty() {
            Err(D::Error::custom("expected the address of the form"))
        } else {
            Ok(Self(address.into()))
        }
    }
}

impl fmt::Debug for FormUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("FormUrl([hidden])")
    }
}

open_enum! {
    /// Language of Vepay's form.
    pub enum FormLanguage {
        /// Russian, the default.
        Russian = "rus",
        /// English.
        English = "eng",
    }
}
