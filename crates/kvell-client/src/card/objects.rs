//! Saved cards.

use std::fmt;

use payments_core::{CardExpiry, CardMask, Secret, json};
use serde::Deserialize;

use crate::ids::{CustomerKey, TransactionId};

/// Response of `customers/orders`: a confirmed saved card, from a request with your credentials. A callback has a
/// [`SavedCard`](crate::callback::SavedCard).
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct Card {
    /// Your customer number.
    pub customer_key: CustomerKey,
    /// The token of the saved card.
    pub customer_card_token: CardToken,
    /// The masked card number. Its length is not fixed.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub pan_mask: Option<CardMask>,
    /// The name on the card.
    #[serde(default, deserialize_with = "json::non_empty_string")]
    pub holder: Option<String>,
    /// The expiry month of the card, `YYYY-MM`; see [`expiry`](Self::expiry).
    #[serde(default, deserialize_with = "json::non_empty_string")]
    pub expire: Option<String>,
    /// Your transaction number.
    pub transaction: TransactionId,
    /// An encrypted hash of the card number. How it is encrypted is not documented.
    #[serde(default, deserialize_with = "json::non_empty_string")]
    pub pan_hash_encrypted: Option<String>,
}

impl Card {
    /// The expiry month of the card, if Kvell sent it in the documented format.
    pub fn expiry(&self) -> Option<CardExpiry> {
        let (year, month) = self.expire.as_deref()?.split_once('-')?;
        CardExpiry::new(month.parse().ok()?, year.parse().ok()?).ok()
    }
}

impl fmt::Debug for Card {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Card")
            .field("transaction", &self.transaction)
            .field("pan_mask", &self.pan_mask)
            .finish_non_exhaustive()
    }
}

/// The token of a saved card (`customer_card_token`): an opaque text, 43 characters in the published examples. Anyone who has
/// it and your keys can charge the card: it is wiped when dropped, and `Debug` does not show it.
///
/// ```
/// use kvell_client::card::CardToken;
///
/// let token = CardToken::new("4VNSbS7nF410G8WLEhUUUnflH2UKvWlHxIzN3Jr9JJs");
/// assert_eq!(format!("{token:?}"), "CardToken([secret])");
/// assert_eq!(token.expose(), "4VNSbS7nF410G8WLEhUUUnflH2UKvWlHxIzN3Jr9JJs");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct CardToken(Secret);

impl CardToken {
    /// Creates a token from a stored text.
    pub fn new(token: impl Into<String>) -> Self {
        Self(Secret::new(token))
    }

    /// The token, to be stored as a secret. Do not log it.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}
