//! Identifiers.

use std::fmt;

use payments_core::{InvalidField, RandomnessError, SystemRandomness, check_length, random_uuid, scrub};
use serde::{Deserialize, Deserializer, Serialize};

use super::wire;

/// Declares a number given by Vepay that cannot be passed where another number belongs.
macro_rules! number {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(u64);

        impl $name {
            /// Takes the number as it is.
            pub const fn new(number: u64) -> Self {
                Self(number)
            }

            /// The number.
            pub const fn get(self) -> u64 {
                self.0
            }

            pub(crate) fn validate(self, field: &'static str) -> Result<(), InvalidField> {
                if self.0 == 0 { Err(InvalidField::new(field, "must be above zero")) } else { Ok(()) }
            }
        }

        /// Digits; should they be as many as a card number has, the last four only.
        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(&scrub(&self.0.to_string()))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "{}({self})", stringify!($name))
            }
        }

        /// A number above zero, also where it is written as a text.
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                wire::number(deserializer).map(Self)
            }
        }
    };
}

number! {
    /// Vepay's number of a card registration: `id` in the answer of `/card/reg` and in the request of `/card/get`.
    ///
    /// It is not the number of the card:
    ///
    /// ```compile_fail,E0308
    /// use vepay_client::{CardDel, RegistrationId};
    ///
    /// let _ = CardDel::new(RegistrationId::new(101464)); // error: expected `CardId`
    /// ```
    RegistrationId
}

number! {
    /// Vepay's number of a saved card: `card.id` in the answer of `/card/get`. Store it; payouts and autopayments name the
    /// card by it.
    CardId
}

/// Your own number of an operation (`extid`): 1 to 40 characters, letters of any alphabet, each counting as one.
///
/// Vepay accepts each number once over **all** your operations, payments and payouts included. It is the only handle on a
/// registration whose answer was lost: make it, and store it, before you send.
///
/// Let it end in something that is no digit, or take a UUID: [callbacks](crate::Callbacks) about other numbers cannot be proven.
///
/// ```
/// use vepay_client::ExtId;
///
/// assert_eq!(ExtId::new("УФ-906/2187534.5e045b788e3c3")?.as_str(), "УФ-906/2187534.5e045b788e3c3");
/// assert!(ExtId::new("я".repeat(41)).is_err());
/// # Ok::<(), vepay_client::InvalidField>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct ExtId(Box<str>);

impl ExtId {
    /// Takes a number of yours.
    ///
    /// # Errors
    ///
    /// It is empty, longer than 40 characters, or `0`, which Vepay takes for none at all.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidField> {
        let text = text.into();
        check_length("extid", &text, 40)?;
        if text == "0" {
            return Err(InvalidField::new("extid", "must not be 0, which Vepay takes for none"));
        }
        Ok(Self(text.into()))
    }

    /// Makes a random number, a UUID. Store it before you send.
    ///
    /// # Errors
    ///
    /// The operating system gave no random bytes.
    pub fn random() -> Result<Self, RandomnessError> {
        Ok(Self(random_uuid(&SystemRandomness)?.into()))
    }

    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ExtId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&scrub(&self.0))
    }
}

impl fmt::Debug for ExtId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ExtId({})", scrub(&self.0))
    }
}
