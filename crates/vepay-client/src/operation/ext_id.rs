//! Your id of an operation.

use std::fmt;

use payments_core::{InvalidField, RandomnessError, SystemRandomness, check_length, random_uuid, scrub};
use serde::Serialize;

/// Your external id of an operation (`extid`), which is also its idempotency key: 1 to 40 characters, letters of any alphabet,
/// each counting as one.
///
/// Vepay accepts each `extid` once over **all** your operations, payments and payouts included. It is the only way to recover a
/// registration whose response was lost: create it, and store it, before you send the request.
///
/// `Display` is the text exactly as it was given. `Debug` hides all but the last four of 13 or more digits in a row.
///
/// Let it end in a character that is not a digit, or use a UUID: [callbacks](crate::Callbacks) with other `extid`s cannot be
/// verified.
///
/// ```
/// use vepay_client::ExtId;
///
/// assert_eq!(ExtId::new("УФ-906/2187534.5e045b788e3c3")?.as_str(), "УФ-906/2187534.5e045b788e3c3");
/// assert!(ExtId::new("я".repeat(41)).is_err());
/// # Ok::<(), vepay_client::common::InvalidField>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct ExtId(Box<str>);

impl ExtId {
    /// Creates an `extid` from your own text.
    ///
    /// # Errors
    ///
    /// It is empty, longer than 40 characters, or `0`, which Vepay treats as missing.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidField> {
        let text = text.into();
        check_length("extid", &text, 40)?;
        if text == "0" {
            return Err(InvalidField::new("extid", "must not be 0, which Vepay takes for none"));
        }
        Ok(Self(text.into()))
    }

    /// Creates a random `extid`, a UUID. Store it before you send the request.
    ///
    /// # Errors
    ///
    /// The operating system gave no random bytes.
    pub fn random() -> Result<Self, RandomnessError> {
        Ok(Self(random_uuid(&SystemRandomness)?.into()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ExtId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl fmt::Debug for ExtId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ExtId({})", scrub(&self.0))
    }
}
