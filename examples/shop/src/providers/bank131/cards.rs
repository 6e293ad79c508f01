//! The cards that are typed into the shop's page. Not stored and not shown; numbers and code are wiped on drop.

use std::str::FromStr;

use bank131_client::session::CardDetails;
use payments_core::{CardNumber, SecurityCode};
use serde::Deserialize;

use crate::Failure;
use crate::providers::{Field, parsed};
use crate::text::Bilingual;

/// What a form has of this. Which fields an order needs, its kind says.
#[derive(Deserialize)]
pub(crate) struct Cards {
    #[serde(default, deserialize_with = "parsed")]
    card_number: Option<CardNumber>,
    #[serde(default, deserialize_with = "parsed")]
    expiry: Option<Expiry>,
    #[serde(default, deserialize_with = "parsed")]
    security_code: Option<SecurityCode>,
    #[serde(default, deserialize_with = "parsed")]
    recipient_card_number: Option<CardNumber>,
}

impl Cards {
    pub(super) const fn has_payer(&self) -> bool {
        self.card_number.is_some() && self.expiry.is_some() && self.security_code.is_some()
    }

    pub(super) const fn has_recipient(&self) -> bool {
        self.recipient_card_number.is_some()
    }

    /// Takes the card that pays.
    pub(super) fn payer(&mut self) -> Result<CardDetails, Failure> {
        let taken = (self.card_number.take(), self.expiry.take(), self.security_code.take());
        let (Some(number), Some(expiry), Some(code)) = taken else { return Err("the card is missing".into()) };
        Ok(CardDetails::new(number).security_code(code).expires(expiry.month, expiry.year)?)
    }

    /// Takes the card that is paid to.
    pub(super) fn recipient(&mut self) -> Result<CardNumber, Failure> {
        self.recipient_card_number.take().ok_or_else(|| "the recipient's card is missing".into())
    }
}

/// A month and a year, typed as `12/30`.
struct Expiry {
    month: u8,
    year: u16,
}

impl FromStr for Expiry {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (month, year) = text.trim().split_once('/').ok_or("write the expiry as 12/30")?;
        match (month.parse(), year.parse()) {
            (Ok(month @ 1..=12), Ok(year @ 0..=99)) => Ok(Self { month, year: 2000 + year }),
            _ => Err("write the expiry as 12/30"),
        }
    }
}

const EXPIRY: Field =
    Field { name: "expiry", label: Bilingual { ru: "Действует до", en: "Expires" }, example: "12/30" };
const CODE: Field = Field { name: "security_code", label: Bilingual { ru: "Код", en: "Code" }, example: "123" };
const RECIPIENT: Field = Field {
    name: "recipient_card_number",
    label: Bilingual { ru: "Карта получателя", en: "Recipient's card" },
    example: "5058270610441098",
};

const fn card(example: &'static str) -> Field {
    Field { name: "card_number", label: Bilingual { ru: "Ваша карта", en: "Your card" }, example }
}

/// The examples are the sandbox's cards: one with 3-D Secure, and one whose money is held.
pub(super) const OF_TRANSFER: &[Field] = &[card("4242424242424242"), EXPIRY, CODE, RECIPIENT];
pub(super) const OF_PURCHASE: &[Field] = &[card("5200828282828210"), EXPIRY, CODE];
pub(super) const OF_PAYOUT: &[Field] = &[RECIPIENT];
