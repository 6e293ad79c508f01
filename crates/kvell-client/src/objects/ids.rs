//! Identifiers.

use std::fmt;

use payments_core::__private::read_text;
use payments_core::{InvalidField, RandomnessError, Secret, SystemRandomness, identifier, random_uuid, scrub};
use serde::{Deserialize, Deserializer};
use zeroize::Zeroize as _;

identifier! {
    /// Kvell's number of an order (`id`): a UUID in the test data of a client of 2025, a number in an older one.
    pub struct OrderId;
}

identifier! {
    /// A bank in the faster payments system (`bank_id`): twelve digits in every recorded answer.
    pub struct BankId;
}

/// Your own number of a transaction (`transaction`), never used twice.
///
/// # Why a UUID
///
/// Kvell signs values set one after the other with nothing between them, so whoever carries a signed form, the payer's
/// browser, can move characters from one value to its neighbour and the signature still fits: `cust-42` with `5f1c9d3e`
/// is signed like `cust-4` with `25f1c9d3e`, and `ord-1` with `10000` kopecks like `ord-11` with `0000`. A number of
/// fixed form has no such neighbour: what is moved is no UUID any more, and never one you have stored. Hence
/// [`new`](Self::new) takes UUIDs only and [`random`](Self::random) makes one. Whatever comes back, look for the pair of
/// transaction and customer among what you have stored, and for nothing else.
///
/// `Display` is the text exactly as it was given. `Debug` hides all but the last four of 13 or more digits in a row.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TransactionId(Box<str>);

impl TransactionId {
    /// Takes a UUID in its usual form, `5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55`, of any version, in upper or lower case.
    ///
    /// # Errors
    ///
    /// It has another form.
    pub fn new(uuid: impl Into<String>) -> Result<Self, InvalidField> {
        let uuid = uuid.into();
        if !is_uuid(&uuid) {
            return Err(InvalidField::new(
                "transaction",
                "must be a UUID; see of_any_form for numbers you have already",
            ));
        }
        Ok(Self(uuid.into()))
    }

    /// Makes a random number. Store it before you show the form.
    ///
    /// # Errors
    ///
    /// The operating system gave no random bytes.
    pub fn random() -> Result<Self, RandomnessError> {
        Ok(Self(random_uuid(&SystemRandomness)?.into()))
    }

    /// Takes any text: for numbers that exist already and are no UUIDs.
    ///
    /// It gives up the protection described [above](Self#why-a-uuid). Numbers that all have the same length, and a
    /// character at each end that neither customer keys nor amounts have there, give most of it back.
    pub fn of_any_form(text: impl Into<String>) -> Self {
        Self(text.into().into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it has the fixed form that the signature's weakness asks for.
    pub fn is_uuid(&self) -> bool {
        is_uuid(&self.0)
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
        read_text(deserializer, "a text").map(Self::of_any_form)
    }
}

/// Whether a text is a UUID with dashes.
pub(crate) fn is_uuid(text: &str) -> bool {
    let fits = |(place, byte): (usize, u8)| match place {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(fits)
}

/// Your own number of a buyer (`customer_key`). It is often a phone number or an e-mail address: it is wiped when dropped, and
/// `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CustomerKey(Box<str>);

impl CustomerKey {
    /// Takes the text as it is.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into().into())
    }

    /// The text. Keep it out of logs.
    pub fn as_str(&self) -> &str {
        &self.0
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

/// Stands for a saved card (`customer_card_token`): an opaque text, 43 characters in the published examples. Whoever has it
/// and your keys can charge the card: it is wiped when dropped, and `Debug` does not show it.
///
/// ```
/// use kvell_client::CardToken;
///
/// let token = CardToken::new("4VNSbS7nF410G8WLEhUUUnflH2UKvWlHxIzN3Jr9JJs");
/// assert_eq!(format!("{token:?}"), "CardToken([secret])");
/// assert_eq!(token.expose(), "4VNSbS7nF410G8WLEhUUUnflH2UKvWlHxIzN3Jr9JJs");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct CardToken(Secret);

impl CardToken {
    /// Takes a token from your storage.
    pub fn new(token: impl Into<String>) -> Self {
        Self(Secret::new(token))
    }

    /// The token, to be stored as a secret. Do not log it.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}
