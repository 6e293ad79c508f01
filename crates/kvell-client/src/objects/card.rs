//! Saved cards.

use std::fmt;

use payments_core::{CardExpiry, CardMask, json};
use serde::Deserialize;

use super::{CardToken, CustomerKey, TransactionId};

/// A card that was saved, as the callback tells it.
///
/// Unknown members are passed over; `holder` may be missing, `null` or empty.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct SavedCard {
    /// Your number of the buyer, as it stood in the form.
    pub customer_key: CustomerKey,
    /// Stands for the card from now on.
    pub customer_card_token: CardToken,
    /// What is shown of the card number. Its length is not fixed.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub pan_mask: Option<CardMask>,
    /// The name on the card.
    #[serde(default, deserialize_with = "json::non_empty_string")]
    pub holder: Option<String>,
    /// Your number of the transaction, as it stood in the form.
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

/// A saved card, as Kvell tells it when it is asked with your credentials: a confirmed one. What a callback tells is a
/// [`SavedCard`].
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct Card {
    /// Your number of the buyer.
    pub customer_key: CustomerKey,
    /// Stands for the card.
    pub customer_card_token: CardToken,
    /// What is shown of the card number. Its length is not fixed.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub pan_mask: Option<CardMask>,
    /// The name on the card.
    #[serde(default, deserialize_with = "json::non_empty_string")]
    pub holder: Option<String>,
    /// Until when the card is valid, `YYYY-MM`; see [`expiry`](Self::expiry).
    #[serde(default, deserialize_with = "json::non_empty_string")]
    pub expire: Option<String>,
    /// Your number of the transaction.
    pub transaction: TransactionId,
    /// An encrypted hash of the card number. What it is encrypted with is not documented.
    #[serde(default, deserialize_with = "json::non_empty_string")]
    pub pan_hash_encrypted: Option<String>,
}

impl Card {
    /// Until when the card is valid, if Kvell wrote it as documented.
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
