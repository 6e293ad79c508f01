//! The token of a saved card.

use std::fmt;

use payments_core::__private::JsonForm;
use payments_core::InvalidField;
use serde::{Deserialize, Deserializer, Serialize};

use crate::wire;
use crate::wire::check_above_zero;

/// Token of a saved card: `card.id` in the response of `/card/get`. Payouts and autopayments refer to the card by it.
///
/// Anyone who has it and your secret can charge the card, so it is a secret and not an identifier: it has no `Display` and no
/// `Serialize`, and `Debug` does not show it.
///
/// ```
/// use vepay_client::card::CardId;
///
/// let card = CardId::new(356);
/// assert_eq!(format!("{card:?}"), "CardId([secret])");
/// assert_eq!(card.get(), 356);
/// ```
///
/// ```
/// println!("{:?}", vepay_client::card::CardId::new(356));
/// ```
///
/// It has no `Display`:
///
/// ```compile_fail,E0277
/// println!("{}", vepay_client::card::CardId::new(356)); // error: `CardId` doesn't implement `std::fmt::Display`
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CardId(u64);

impl CardId {
    /// Wraps a card id from your storage.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number, to be stored as a secret. Do not log it.
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl JsonForm for CardId {
    fn check(&self) -> Result<(), InvalidField> {
        check_above_zero(self.0)
    }

    fn json_form(&self) -> impl Serialize {
        self.0
    }
}

impl fmt::Debug for CardId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("CardId([secret])")
    }
}

/// Accepts a number above zero, also as a JSON string.
impl<'de> Deserialize<'de> for CardId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::number(deserializer).map(Self)
    }
}
