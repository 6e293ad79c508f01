//! Words of a provider.

use std::fmt;

use serde::{Deserialize, Deserializer};

use crate::json::{Lenient, non_empty_string};
use crate::scrub::scrub;

/// Text that a provider wrote, or passed on: messages, names, codes.
///
/// It may contain anything, even a card number. `Display` and `Debug` redact it with [`scrub`], so it is safe to print;
/// [`raw`](Self::raw) is the text unchanged.
///
/// ```
/// use payments_core::ProviderText;
///
/// let message = ProviderText::new("no card 4242424242424242\nfound");
/// assert_eq!(message.to_string(), "no card ************4242 found");
/// assert_eq!(message.raw(), "no card 4242424242424242\nfound");
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProviderText(Box<str>);

impl ProviderText {
    /// Wraps a text unchanged.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into().into_boxed_str())
    }

    /// The text unchanged. Do not log it: it may contain a card number or line breaks.
    pub const fn raw(&self) -> &str {
        &self.0
    }

    /// Whether there is no text.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for ProviderText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&scrub(&self.0))
    }
}

impl fmt::Debug for ProviderText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&scrub(&self.0), formatter)
    }
}

impl From<&str> for ProviderText {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for ProviderText {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl PartialEq<str> for ProviderText {
    fn eq(&self, text: &str) -> bool {
        *self.0 == *text
    }
}

impl PartialEq<&str> for ProviderText {
    fn eq(&self, text: &&str) -> bool {
        *self.0 == **text
    }
}

impl<'de> Deserialize<'de> for ProviderText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::serde_error::read_word(deserializer)
    }
}

impl Lenient for ProviderText {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Ok(non_empty_string(deserializer)?.map(Self::new))
    }
}
