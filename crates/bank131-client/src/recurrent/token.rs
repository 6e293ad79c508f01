//! Recurrent tokens.

use payments_core::__private::JsonForm;
use payments_core::{InvalidField, ProviderText, Secret, Timestamp, check_length, json};
use serde::{Deserialize, Serialize};

use crate::session::Initiator;

/// Recurrent token of a successful payment, with which the card can be charged again. Anyone who has it and your key can charge
/// the card: it is wiped when dropped, and redacted in `Debug`.
///
/// Every payment gets its own token, even with the same card.
///
/// ```
/// use bank131_client::recurrent::RecurrentToken;
///
/// let token = RecurrentToken::new("e9876f32");
/// assert_eq!(format!("{token:?}"), "RecurrentToken([secret])");
/// assert_eq!(token.expose(), "e9876f32");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct RecurrentToken(Secret);

impl RecurrentToken {
    /// Wraps a token from your storage.
    pub fn new(token: impl Into<String>) -> Self {
        Self(Secret::new(token))
    }

    /// The token, to be stored as a secret. Do not log it.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl JsonForm for RecurrentToken {
    fn check(&self) -> Result<(), InvalidField> {
        check_length("", self.expose(), usize::MAX)
    }

    fn json_form(&self) -> impl Serialize {
        self.expose()
    }
}

/// A recurrent token and its validity.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct RecurrentDetails {
    /// The token.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub token: Option<RecurrentToken>,
    /// When it was issued.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub created_at: Option<Timestamp>,
    /// When it expires.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub finished_at: Option<Timestamp>,
    /// Whether it can be used.
    #[serde(default, deserialize_with = "json::flag")]
    pub is_active: Option<bool>,
    /// The kind of token, in the bank's word: `recurrent_token`.
    #[serde(default, rename = "type", deserialize_with = "json::lenient")]
    pub kind: Option<ProviderText>,
    /// Who initiated the payment by it, where it stands in a payment's instrument.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub initiator: Option<Initiator>,
}
