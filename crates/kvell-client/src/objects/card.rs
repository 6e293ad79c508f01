//! Saved cards.

use std::fmt;

use payments_core::{CardExpiry, CardMask, json};
use serde::Deserialize;

use super::{CardToken, CustomerKey, TransactionId};

/// A saved card as reported by a callback.
///
/// Unknown members are ignored; `holder` may be missing, `null` or empty.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct SavedCard {
    /// Your customer number, as in the form.
    pub customer_key: CustomerKey,
    /// The token of the saved card.
    pub customer_card_token: CardToken,
    /// The masked card number. Its length is not fixed.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub pan_mask: Option<CardMask>,
    /// The name on the card.
    #[serde(default, deserialize_with = "json::non_empty_string")]
    pub holder: Option<String>,
    /// Your transaction number, as in the form.
    pub transaction: TransactionId,
}

impl fmt::Debug for SavedCard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SavedCard")
            .field("transaction", &self.transaction)
            .field("pan_mask", &self.pan_mask)
            .finish_non_exhaustive()
    }
}

/// Response of `customers/orders`: a confirmed saved card, from a request with your credentials. A callback has a
/// [`SavedCard`].
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
