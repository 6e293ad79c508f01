//! Recurrent tokens.

use payments_core::json::{self, DecodeError};
use payments_core::{ProviderText, RawResponse, Timestamp, check_echo};
use serde::Deserialize;

use crate::secret_token::secret_token;
use crate::session::Initiator;

secret_token! {
    /// Recurrent token of a successful payment, with which the card can be charged again. Anyone who has it and your key can
    /// charge the card.
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
    pub struct RecurrentToken;
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

/// Reads the response to a request about a token: it must be about the same token.
pub(super) fn decode_details_of(
    asked: &RecurrentToken,
    response: &RawResponse,
) -> Result<RecurrentDetails, DecodeError> {
    #[derive(Deserialize)]
    struct Envelope {
        recurrent: RecurrentDetails,
    }

    let Envelope { recurrent } = json::decode(&response.body)?;
    check_echo("recurrent.token", asked.expose(), recurrent.token.as_ref().map(RecurrentToken::expose))?;
    Ok(recurrent)
}
