//! A saved card.

use payments_core::{CardExpiry, CardMask, Hidden, json, open_enum};
use serde::{Deserialize, Deserializer};

use super::card_id::CardId;

open_enum! {
    /// Payment system of a card. Vepay derives it from the first digits: a Mastercard that begins with 2 is `MIR` here, and
    /// an unknown number is `VISA`.
    pub enum PaymentSystem {
        /// Visa.
        Visa = "VISA",
        /// Mastercard.
        Mastercard = "MASTERCARD",
        /// MIR.
        Mir = "MIR",
        /// Maestro.
        Maestro = "MAESTRO",
        /// American Express.
        AmericanExpress = "AMERICAN EXPRESS",
        /// JCB.
        Jcb = "JCB",
        /// Diners Club, in Vepay's spelling.
        DinersClub = "DINNERSCLUB",
        /// Discover.
        Discover = "DISCOVER",
        /// China `UnionPay`.
        ChinaUnionPay = "CHINA UNIONPAY",
    }
}

/// A card saved at Vepay. Its [id](CardId) is the card token for payouts and autopayments: a secret, to be stored as one.
///
/// On the wire: `{"id": 356, "num": "540436******3366", "exp": "10/23", "holder": "Visa"}`. For a card registered for
/// payouts only, expiry and holder have been observed to be empty. `Debug` shows neither id nor holder.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Card {
    /// The card's id at Vepay, with which it can be charged: store it as a secret.
    pub id: CardId,
    /// The masked card number (`num`), usually with the first six or eight digits; it may be a bank's own mask.
    #[serde(rename = "num", default, deserialize_with = "json::non_empty")]
    pub mask: Option<CardMask>,
    /// The expiry date (`exp`). `None` if it is empty or not a valid month and year, such as `00/00`.
    #[serde(rename = "exp", default, deserialize_with = "expiry")]
    pub expiry: Option<CardExpiry>,
    /// The cardholder's name, or what Vepay stores as such: it has been observed to be the payment system's name.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub holder: Option<Hidden<String>>,
    /// The payment system; later versions of the API only.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub payment_system: Option<PaymentSystem>,
}

fn expiry<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<CardExpiry>, D::Error> {
    Ok(json::non_empty_string(deserializer)?.and_then(|text| read_expiry(&text)))
}

/// Parses `MM/YY`, of this century. Anything else is ignored, so that a saved card is not lost to it.
fn read_expiry(text: &str) -> Option<CardExpiry> {
    let (month, year) = text.split_once('/')?;
    let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !two_digits(month) || !two_digits(year) {
        return None;
    }
    CardExpiry::new(month.parse().ok()?, 2000 + year.parse::<u16>().ok()?).ok()
}
