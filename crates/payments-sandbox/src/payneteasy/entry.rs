//! What a payer types into the form, read field by field.

use std::collections::BTreeMap;

use super::cards::{CardFace, Expiry, Plan};
use super::fields::{all_digits, is_cvv2};
use super::order::{Entered, Order, SourceCard};
use crate::machine::Fields;
use crate::page::Bilingual;

pub(super) const CARD_NUMBER: &str = "credit_card_number";
pub(super) const EXPIRY: &str = "expiry";
pub(super) const CVV2: &str = "cvv2";
pub(super) const HOLDER: &str = "card_printed_name";
pub(super) const DESTINATION: &str = "destination_card_number";

const LONGEST_HOLDER: usize = 128;

/// What is wrong with which field.
pub(super) type Problems = BTreeMap<&'static str, Bilingual>;

/// Reads what the order's form asks for, and nothing else.
pub(super) fn read(order: &Order, typed: &Fields) -> Result<Entered, Problems> {
    let mut reader = Reader { typed, problems: Problems::new() };
    let source = order.asks_for_source().then(|| reader.source());
    let destination = order.asks_for_destination().then(|| reader.card(DESTINATION));
    if reader.problems.is_empty() {
        return Ok(Entered { source: source.flatten(), destination: destination.flatten() });
    }
    Err(reader.problems)
}

struct Reader<'a> {
    typed: &'a Fields,
    problems: Problems,
}

impl Reader<'_> {
    fn source(&mut self) -> Option<(SourceCard, Plan)> {
        let face = self.card(CARD_NUMBER);
        let expiry = read_expiry(self.text(EXPIRY));
        self.require(
            expiry.is_some(),
            EXPIRY,
            Bilingual { ru: "Месяц и год через черту: 12/30", en: "Month and year: 12/30" },
        );
        let code = is_cvv2(self.text(CVV2));
        self.require(code, CVV2, Bilingual { ru: "Три или четыре цифры", en: "Three or four digits" });
        let holder = self.text(HOLDER).to_owned();
        let named = (1..=LONGEST_HOLDER).contains(&holder.chars().count());
        self.require(named, HOLDER, Bilingual { ru: "Имя, как на карте", en: "The name as on the card" });
        let plan = Plan::of_cvv2(self.text(CVV2)).until(expiry);
        Some((SourceCard { face: face?, holder: Some(holder) }, plan))
    }

    fn card(&mut self, name: &'static str) -> Option<CardFace> {
        // People type the number as it is printed.
        let number: String = self.text(name).chars().filter(|character| !matches!(character, ' ' | '-')).collect();
        let face = CardFace::of(&number);
        let problem = Bilingual {
            ru: "Такого номера карты не бывает, проверьте цифры",
            en: "No card has this number, check the digits",
        };
        self.require(face.is_some(), name, problem);
        face
    }

    fn text(&self, name: &str) -> &str {
        self.typed.get(name).map_or("", |value| value.trim())
    }

    fn require(&mut self, kept: bool, name: &'static str, problem: Bilingual) {
        if !kept {
            self.problems.insert(name, problem);
        }
    }
}

/// A month and a year. One in the past is let through: the card is declined.
fn read_expiry(text: &str) -> Option<Expiry> {
    let (month, year) = text.split_once('/')?;
    let (month, year) = (month.trim(), year.trim());
    let has_shape = month.len() <= 2 && all_digits(month) && matches!(year.len(), 2 | 4) && all_digits(year);
    has_shape.then(|| Expiry::read(month, year)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expiry_is_a_month_and_a_year() {
        for good in ["12/30", "1/30", "01 / 2030", "12/23"] {
            assert!(read_expiry(good).is_some(), "{good}");
        }
        for bad in ["", "1230", "13/30", "0/30", "12/3", "12/030", "/", "1 2/30", "012/30"] {
            assert!(read_expiry(bad).is_none(), "{bad}");
        }
    }
}
