//! A card in a request: its number, or what stands for one.

use jiff::Timestamp;

use super::cards::{CardFace, Decision, PaymentPlan};
use super::error::CARD_EXPIRED;
use super::request::{check_optional, is_digits};
use crate::clock;
use crate::json::{Malformed, Object};

/// Month and year of the cards in the bank's example and in that of its client library.
const EXAMPLE_EXPIRIES: [(&str, &str); 2] = [("01", "22"), ("12", "22")];
/// The card of a hash or token that names none.
const UNNAMED: &str = "4242424242424242";

/// A card whose members all have the right shape.
pub(super) struct GivenCard<'a> {
    pub(super) number: String,
    /// `bank_card`, `encrypted_card` or `tokenized_card`.
    pub(super) kind: &'a str,
    /// The hash or token, if it is not a number.
    pub(super) stand_in: Option<&'a str>,
    expiry: Option<(&'a str, &'a str)>,
}

impl<'a> GivenCard<'a> {
    /// The card in `card`.
    pub(super) fn read(details: &Object<'a>) -> Result<Self, Malformed> {
        let card = details.object("card")?;
        match card.string("type")? {
            kind @ "bank_card" => Self::numbered(kind, &card.object(kind)?),
            kind @ "encrypted_card" => {
                let hashes = card.object(kind)?;
                for name in ["expiration_date_hash", "security_code_hash", "cardholder_name_hash"] {
                    hashes.optional_string(name)?;
                }
                Ok(Self::standing_in(kind, hashes.string("number_hash")?))
            }
            kind @ "tokenized_card" => Ok(Self::standing_in(kind, card.object(kind)?.string("token")?)),
            _ => Err(Malformed::new(card.path_of("type"), "must be bank_card, encrypted_card or tokenized_card")),
        }
    }

    fn numbered(kind: &'a str, card: &Object<'a>) -> Result<Self, Malformed> {
        let number = card.string("number")?;
        if !is_digits(number, 14, 19) {
            return Err(Malformed::new(card.path_of("number"), "must be 14 to 19 digits"));
        }
        check_optional(card, "expiration_month", is_month, "must be 01 to 12")?;
        check_optional(card, "expiration_year", |text| is_digits(text, 2, 2), "must be two digits")?;
        check_optional(card, "security_code", |text| is_digits(text, 3, 4), "must be three or four digits")?;
        card.optional_string("cardholder_name")?;
        let expiry = card.optional_string("expiration_month")?.zip(card.optional_string("expiration_year")?);
        Ok(Self { number: number.to_owned(), kind, stand_in: None, expiry })
    }

    fn standing_in(kind: &'a str, text: &'a str) -> Self {
        Self { number: named_card(text), kind, stand_in: Some(text), expiry: None }
    }

    pub(super) fn face(&self) -> CardFace {
        CardFace::of(&self.number)
    }

    pub(super) fn payment_plan(&self, now: Timestamp) -> PaymentPlan {
        let plan = PaymentPlan::of_card(&self.number);
        if self.is_expired(now) { PaymentPlan { decision: Decision::Declined(CARD_EXPIRED), ..plan } } else { plan }
    }

    /// Whether its month is over. Those of the bank's own examples are long over, and count as good.
    fn is_expired(&self, now: Timestamp) -> bool {
        let Some((month, year)) = self.expiry else { return false };
        let (Ok(number), Ok(short)) = (month.parse(), year.parse::<i16>()) else { return false };
        !EXAMPLE_EXPIRIES.contains(&(month, year)) && !clock::is_not_over(now, 2000 + short, number)
    }
}

/// The card that a hash or a token stands for: the number that its digits make, if they make one.
pub(super) fn named_card(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if is_digits(&digits, 14, 19) { digits } else { UNNAMED.to_owned() }
}

fn is_month(text: &str) -> bool {
    is_digits(text, 2, 2) && ("01"..="12").contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_end_at_twelve() {
        assert!(is_month("01") && is_month("12"));
        assert!(!is_month("00") && !is_month("13") && !is_month("1") && !is_month("+1"));
    }

    #[test]
    fn a_hash_may_name_a_card() {
        assert_eq!(named_card("hash-5555 5555 5555 4444"), "5555555555554444");
        assert_eq!(named_card("a4f1698616d6ad7b8b73"), UNNAMED, "thirteen digits");
        assert_eq!(named_card("token"), UNNAMED);
    }
}
