//! Masked card numbers.

use std::fmt;

use serde::{Deserialize, Deserializer};

use crate::scrub::scrub;
use crate::serde_error::read_text;

/// A masked card number, in any format the provider sends: `424242******4242`, `42424242****4242`, `4242`, or something
/// else, which is kept unchanged.
///
/// ```
/// use payments_core::CardMask;
///
/// let mask = CardMask::new("220220******8801");
/// assert_eq!((mask.first_digits(), mask.last4()), (Some("220220"), Some("8801")));
///
/// let only_last = CardMask::new("8801");
/// assert_eq!((only_last.first_digits(), only_last.last4()), (None, Some("8801")));
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CardMask(Box<str>);

impl CardMask {
    /// Wraps the provider's text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into().into_boxed_str())
    }

    /// The provider's text, unchanged. If a provider sends a whole card number here, this returns it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The leading digits, if the text has some before the hidden part: usually six or eight.
    pub fn first_digits(&self) -> Option<&str> {
        let end = self.0.find(|character: char| !character.is_ascii_digit())?;
        self.0.get(..end).filter(|digits| !digits.is_empty())
    }

    /// The last four digits, if the text ends in four digits that are not part of a longer run.
    pub fn last4(&self) -> Option<&str> {
        let start = self.0.rfind(|character: char| !character.is_ascii_digit());
        let after_hidden = start.map_or(Some(&*self.0), |place| {
            let width = self.0.get(place..)?.chars().next()?.len_utf8();
            self.0.get(place + width..)
        })?;
        (after_hidden.len() == 4).then_some(after_hidden)
    }
}

/// Shows the mask; a whole card number is redacted.
impl fmt::Debug for CardMask {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "CardMask({})", scrub(&self.0))
    }
}

impl<'de> Deserialize<'de> for CardMask {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_text(deserializer, "a text").map(Self::new)
    }
}
