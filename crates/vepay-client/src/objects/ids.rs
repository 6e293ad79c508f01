//! Identifiers.

use std::fmt;

use payments_core::{InvalidField, RandomnessError, SystemRandomness, check_length, random_uuid, scrub};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::wire;

/// Vepay's number of a card registration: `id` in the answer of `/card/reg` and in the request of `/card/get`.
///
/// `Display` is the number, whole. `Debug` hides all but the last four of 13 or more digits.
///
/// It is not the number of the card:
///
/// ```compile_fail,E0308
/// use vepay_client::{CardDel, RegistrationId};
///
/// let _ = CardDel::new(RegistrationId::new(101464)); // error: expected `CardId`
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct RegistrationId(u64);

impl RegistrationId {
    /// Takes the number as it is.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn get(self) -> u64 {
        self.0
    }

    pub(crate) fn validate(self, field: &'static str) -> Result<(), InvalidField> {
        check_above_zero(field, self.0)
    }
}

impl fmt::Display for RegistrationId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl fmt::Debug for RegistrationId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RegistrationId({})", scrub(&self.to_string()))
    }
}

/// A number above zero, also where it is written as a text.
impl<'de> Deserialize<'de> for RegistrationId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::number(deserializer).map(Self)
    }
}

/// Vepay's number of a saved card: `card.id` in the answer of `/card/get`. Payouts and autopayments name the card by it.
///
/// Whoever has it and your secret can charge the card, so it is a secret and no identifier: it has no `Display` and no
/// `Serialize`, and `Debug` does not show it.
///
/// ```
/// use vepay_client::CardId;
///
/// let card = CardId::new(356);
/// assert_eq!(format!("{card:?}"), "CardId([secret])");
/// assert_eq!(card.get(), 356);
/// ```
///
/// ```compile_fail,E0277
/// println!("{}", vepay_client::CardId::new(356)); // error: `CardId` doesn't implement `std::fmt::Display`
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CardId(u64);

impl CardId {
    /// Takes a number from your storage.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number, to be stored as a secret. Do not log it.
    pub const fn get(self) -> u64 {
        self.0
    }

    pub(crate) fn validate(self, field: &'static str) -> Result<(), InvalidField> {
        check_above_zero(field, self.0)
    }

    /// Writes it into the body of a request.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(crate) fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0)
    }
}

impl fmt::Debug for CardId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("CardId([secret])")
    }
}

/// A number above zero, also where it is written as a text.
impl<'de> Deserialize<'de> for CardId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::number(deserializer).map(Self)
    }
}

fn check_above_zero(field: &'static str, number: u64) -> Result<(), InvalidField> {
    if number == 0 { Err(InvalidField::new(field, "must be above zero")) } else { Ok(()) }
}

/// Your own number of an operation (`extid`): 1 to 40 characters, letters of any alphabet, each counting as one.
///
/// Vepay accepts each number once over **all** your operations, payments and payouts included. It is the only handle on a
/// registration whose answer was lost: make it, and store it, before you send.
///
/// `Display` is the text exactly as it was given. `Debug` hides all but the last four of 13 or more digits in a row.
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
        formatter.pad(&self.0)
    }
}

impl fmt::Debug for ExtId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ExtId({})", scrub(&self.0))
    }
}
