//! Ids of registrations, cards and operations.

use std::fmt;

use payments_core::{InvalidField, RandomnessError, SystemRandomness, check_length, random_uuid, scrub};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::wire;

/// Id of a card registration: `id` in the response of `/card/reg` and in the request of `/card/get`.
///
/// `Display` is the whole number. `Debug` hides all but the last four of 13 or more digits.
///
/// It is not the id of the card:
///
/// ```
/// let _ = vepay_client::CardDel::new(vepay_client::CardId::new(356));
/// ```
///
/// ```compile_fail,E0308
/// let _ = vepay_client::CardDel::new(vepay_client::RegistrationId::new(101464)); // error: expected `CardId`
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct RegistrationId(u64);

impl RegistrationId {
    /// Wraps a registration id.
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

/// Accepts a number above zero, also as a JSON string.
impl<'de> Deserialize<'de> for RegistrationId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::number(deserializer).map(Self)
    }
}

/// Token of a saved card: `card.id` in the response of `/card/get`. Payouts and autopayments refer to the card by it.
///
/// Anyone who has it and your secret can charge the card, so it is a secret and not an identifier: it has no `Display` and no
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
/// ```
/// println!("{:?}", vepay_client::CardId::new(356));
/// ```
///
/// It has no `Display`:
///
/// ```compile_fail,E0277
/// println!("{}", vepay_client::CardId::new(356)); // error: `CardId` doesn't implement `std::fmt::Display`
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CardId(u64);

impl CardId {
    /// Wraps a card id from your storage.
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

    /// Serializes the id into the body of a request.
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

/// Accepts a number above zero, also as a JSON string.
impl<'de> Deserialize<'de> for CardId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::number(deserializer).map(Self)
    }
}

fn check_above_zero(field: &'static str, number: u64) -> Result<(), InvalidField> {
    if number == 0 { Err(InvalidField::new(field, "must be above zero")) } else { Ok(()) }
}

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
/// # Ok::<(), vepay_client::InvalidField>(())
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
