//! The key that makes the bank act once.

use std::fmt;

use http::HeaderValue;
use payments_core::{InvalidField, RandomnessError, SystemRandomness, random_uuid, scrub};

/// Names one operation of yours, so that sending it again does not do it again.
///
/// Sent as `X-PARTNER-IDEMPOTENCY-KEY`. Make it before the first attempt, store it with the order, and use a new one
/// only for a new operation. A key made from your own order number is the best: it survives a crash.
///
/// The bank publishes neither its longest length nor how long it is remembered. Its SDK sends the header on `session/*`
/// and `session/multi/*`, and reads the answer `idempotency_key_already_exists` as "in progress or processed already".
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(Box<str>);

impl IdempotencyKey {
    /// Takes a key of yours: visible ASCII characters, no spaces.
    ///
    /// # Errors
    ///
    /// The key is empty or holds another character.
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

    /// Makes a random key, a UUID. Store it before you send.
    ///
    /// # Errors
    ///
    /// The operating system gave no random bytes.
    pub fn random() -> Result<Self, RandomnessError> {
        Ok(Self(random_uuid(&SystemRandomness)?.into()))
    }

    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn to_header(&self) -> Result<HeaderValue, InvalidField> {
        HeaderValue::from_str(&self.0)
            .map_err(|_| InvalidField::new("X-PARTNER-IDEMPOTENCY-KEY", "cannot stand in a header"))
    }
}

/// Scrubbed, as every identifier: a key that somebody made of a card number does not show it.
impl fmt::Debug for IdempotencyKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "IdempotencyKey({})", scrub(&self.0))
    }
}
