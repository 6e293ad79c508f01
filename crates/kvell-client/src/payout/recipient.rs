//! Whom a payout goes to.

use payments_core::{CardNumber, json_fields};

use crate::card::CardToken;
use crate::ids::CustomerKey;

/// Whom a payout goes to: one card, by its number or as a saved card. Kvell takes one of the two.
///
/// Source: Kvell, /payout/card/payout (`recipient_pan`) and /customer/cards/payout (`customer_card`).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Recipient {
    /// A card by its number (`recipient_pan`).
    Card(CardNumber),
    /// A saved card (`customer_card`).
    SavedCard(SavedCard),
}

impl Recipient {
    /// The card with this number.
    pub const fn card(number: CardNumber) -> Self {
        Self::Card(number)
    }

    /// The saved card of this customer, with the token of [`Card`](crate::card::Card).
    pub fn saved_card(customer_key: CustomerKey, token: CardToken) -> Self {
        Self::SavedCard(SavedCard::new(customer_key, token))
    }
}

json_fields! {
    /// A saved card, as the recipient of a payout (`customer_card`).
    #[derive(Clone, Debug)]
    pub struct SavedCard;

    /// Names the card.
    pub fn new;

    /// Whose card it is.
    required customer_key: CustomerKey = "customer_key";
    /// Its token.
    required token: CardToken = "customer_card_token";
}
