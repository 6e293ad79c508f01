//! Saved cards.

use payments_core::__private::JsonForm;
use payments_core::{CardExpiry, CardMask, Hidden, InvalidField, Secret, json};
use serde::{Deserialize, Serialize};

use crate::ids::{CustomerKey, TransactionId, check_id};

/// Response of `customers/orders`: a confirmed saved card, from a request with your credentials. A callback has a
/// [`SavedCard`](crate::callback::SavedCard).
#[derive(Clone, Debug, Deserialize)]
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
    #[serde(default, deserialize_with = "json::non_empty")]
    pub holder: Option<Hidden<String>>,
    /// The expiry month of the card, `YYYY-MM`; see [`expiry`](Self::expiry).
    #[serde(default, deserialize_with = "json::non_empty")]
    pub expire: Option<Hidden<String>>,
    /// Your transaction number.
    pub transaction: TransactionId,
    /// An encrypted hash of the card number. How it is encrypted is not documented.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub pan_hash_encrypted: Option<Hidden<String>>,
}

impl Card {
    /// The expiry month of the card, if Kvell sent it in the documented format.
    pub fn expiry(&self) -> Option<CardExpiry> {
        let (year, month) = self.expire.as_ref()?.expose().split_once('-')?;
        CardExpiry::new(month.parse().ok()?, year.parse().ok()?).ok()
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

impl JsonForm for CardToken {
    fn check(&self) -> Result<(), InvalidField> {
        check_id(self.expose())
    }

    fn json_form(&self) -> impl Serialize {
        self.expose()
    }
}
