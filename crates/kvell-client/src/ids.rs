//! The shop's own identifiers, which every area uses.

use std::borrow::Cow;
use std::fmt;

use payments_core::__private::{FormText, JsonForm, read_text};
use payments_core::{InvalidField, RandomnessError, SystemRandomness, random_uuid, scrub};
use serde::{Deserialize, Deserializer, Serialize};
use zeroize::Zeroize as _;

use crate::checks::check_text;

/// Your transaction number (`transaction`), never used twice.
///
/// # Why a UUID
///
/// Kvell signs concatenated values without a separator. So the payer's browser, which holds a signed form, can move characters
/// from one value to the next, and the signature is still valid: `cust-42` with `5f1c9d3e` is signed like `cust-4` with
/// `25f1c9d3e`, and `ord-1` with `10000` kopecks like `ord-11` with `0000`. A number of a fixed format prevents this: after a
/// move it is no longer a UUID, and never one you have stored. So [`new`](Self::new) accepts UUIDs only and
/// [`random`](Self::random) creates one. When a transaction and customer come back, accept only a pair you have stored.
///
/// `Display` is the exact text. `Debug` hides all but the last four of 13 or more digits in a row.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TransactionId(Box<str>);

impl TransactionId {
    /// Creates a number from a UUID in its usual form, `5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55`, of any version, in upper or
    /// lower case.
    ///
    /// # Errors
    ///
    /// The text is not a UUID.
    pub fn new(uuid: impl Into<String>) -> Result<Self, InvalidField> {
        let uuid = uuid.into();
        if !is_uuid(&uuid) {
            return Err(InvalidField::new(
                "transaction",
                "must be a UUID; see from_any_text for numbers you have already",
            ));
        }
        Ok(Self(uuid.into()))
    }

    /// Creates a random UUID. Store it before you show the form.
    ///
    /// # Errors
    ///
    /// The operating system returned no random bytes.
    pub fn random() -> Result<Self, RandomnessError> {
        Ok(Self(random_uuid(&SystemRandomness)?.into()))
    }

    /// Creates a number from any text: for existing numbers that are not UUIDs.
    ///
    /// This loses the protection described [above](Self#why-a-uuid). Numbers that all have the same length, and a character
    /// at each end that neither customer keys nor amounts have there, restore most of it.
    pub fn from_any_text(text: impl Into<String>) -> Self {
        Self(text.into().into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a UUID, as the [weakness of the signature](Self#why-a-uuid) requires.
    pub fn is_uuid(&self) -> bool {
        is_uuid(&self.0)
    }
}

impl FormText for TransactionId {
    fn check(&self) -> Result<(), InvalidField> {
        check_id(&self.0)
    }

    fn form_text(&self) -> Cow<'_, str> {
        self.as_str().into()
    }
}

impl JsonForm for TransactionId {
    fn check(&self) -> Result<(), InvalidField> {
        check_id(&self.0)
    }

    fn json_form(&self) -> impl Serialize {
        self.as_str()
    }
}

impl fmt::Display for TransactionId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl fmt::Debug for TransactionId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "TransactionId({})", scrub(&self.0))
    }
}

impl<'de> Deserialize<'de> for TransactionId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_text(deserializer, "a text").map(Self::from_any_text)
    }
}

/// Checks an identifier that is sent, whose field is named where it is put into a request.
pub(crate) fn check_id(text: &str) -> Result<(), InvalidField> {
    check_text(text).map_err(|rule| InvalidField::new("", rule))
}

/// Whether a text is a UUID with dashes.
pub(crate) fn is_uuid(text: &str) -> bool {
    let fits = |(place, byte): (usize, u8)| match place {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(fits)
}

/// Your customer number (`customer_key`). It is often a phone number or an e-mail address: it is wiped when dropped, and
/// `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CustomerKey(Box<str>);

impl CustomerKey {
    /// Creates a customer number from any text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into().into())
    }

    /// The text. Keep it out of logs.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FormText for CustomerKey {
    fn check(&self) -> Result<(), InvalidField> {
        check_id(&self.0)
    }

    fn form_text(&self) -> Cow<'_, str> {
        self.as_str().into()
    }
}

impl JsonForm for CustomerKey {
    fn check(&self) -> Result<(), InvalidField> {
        check_id(&self.0)
    }

    fn json_form(&self) -> impl Serialize {
        self.as_str()
    }
}

impl Drop for CustomerKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for CustomerKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("CustomerKey([hidden])")
    }
}

impl<'de> Deserialize<'de> for CustomerKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_text(deserializer, "a text").map(Self::new)
    }
}
