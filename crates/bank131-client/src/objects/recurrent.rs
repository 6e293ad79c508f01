//! Repeat payments.

use std::fmt;

use payments_core::{Secret, Timestamp, json};
use serde::Deserialize;

/// The token of a successful payment, with which it can be repeated. It is money in the hands of whoever has it.
///
/// Every payment gets a token of its own, even with the same card.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct RecurrentToken(Secret);

impl RecurrentToken {
    /// Takes a token from your storage.
    pub fn new(token: impl Into<String>) -> Self {
        Self(Secret::new(token))
    }

    /// The token, to be stored as a secret. Do not log it.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl fmt::Debug for RecurrentToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RecurrentToken([secret])")
    }
}

/// A recurrent token and how long it is good for.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct RecurrentDetails {
    /// The token.
    #[serde(default)]
    pub token: Option<RecurrentToken>,
    /// When it was issued.
    #[serde(default, deserialize_with = "json::filled")]
    pub created_at: Option<Timestamp>,
    /// When it expires.
    #[serde(default, deserialize_with = "json::filled")]
    pub finished_at: Option<Timestamp>,
    /// Whether it can be used.
    #[serde(default)]
    pub is_active: Option<bool>,
}
