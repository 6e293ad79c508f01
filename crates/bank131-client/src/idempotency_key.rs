//! The idempotency key of a transfer.

use std::fmt;

use http::HeaderValue;
use payments_core::{InvalidField, RandomnessError, SystemRandomness, random_uuid, scrub};

/// Idempotency key of an operation, by which the bank is meant to recognise a retry; it documents no guarantee.
///
/// Sent as `X-PARTNER-IDEMPOTENCY-KEY`. Create it before you send, and store it with the order. The best key is your order
/// number and the number of the attempt, such as `order-42-1`: it survives a crash. Use
/// the same text as the [customer reference](crate::session::Customer).
///
/// While the outcome of an attempt is [unknown](crate::Outcome::Unknown), never use another key: the bank could act twice.
/// After a definite refusal ([`Refused`](crate::Outcome::Refused)) a new attempt needs a new key: whether a refused request
/// uses its key up is *unknown*, and `idempotency_key_already_exists` in response to the new attempt would leave it unknown
/// which attempt the bank means.
///
/// The bank publishes neither what it does with a used key, nor the maximum length, nor how long a key is remembered. Its SDK
/// relies on it: it sends the header on `session/*` and `session/multi/*`, and reads the response
/// `idempotency_key_already_exists` as "in progress or processed already".
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(Box<str>);

impl IdempotencyKey {
    /// Creates a key from your own text: visible ASCII characters, no spaces.
    ///
    /// # Errors
    ///
    /// The text is empty or has another character.
    pub fn new(key: impl Into<String>) -> Result<Self, InvalidField> {
        let key = key.into();
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(InvalidField::new(
                "X-PARTNER-IDEMPOTENCY-KEY",
                "must be visible ASCII characters without spaces",
            ));
        }
        Ok(Self(key.into()))
    }

    /// Creates a random key, a UUID. Store it before you send.
    ///
    /// # Errors
    ///
    /// The operating system gave no random bytes.
    pub fn random() -> Result<Self, RandomnessError> {
        Ok(Self(random_uuid(&SystemRandomness)?.into()))
    }

    /// The text of the key.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn to_header(&self) -> Result<HeaderValue, InvalidField> {
        HeaderValue::from_str(&self.0)
            .map_err(|_| InvalidField::new("X-PARTNER-IDEMPOTENCY-KEY", "is not a valid header value"))
    }
}

/// Card numbers are redacted, as in every identifier: a key may be derived from one.
impl fmt::Debug for IdempotencyKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "IdempotencyKey({})", scrub(&self.0))
    }
}
