//! The form of a card as Vepay and Kvell show it: its fields, and what a payer types into them.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::clock;
use crate::machine::Fields;
use crate::page::{Bilingual, Input, InputKind, Section};

pub(crate) const NUMBER: &str = "card_number";
pub(crate) const EXPIRY: &str = "expiry";
pub(crate) const CODE: &str = "cvc";
pub(crate) const HOLDER: &str = "card_holder";

/// The button pressed.
pub(crate) const ACTION: &str = "action";

pub(crate) const CANCEL: (&str, Bilingual) = ("cancel", Bilingual { ru: "Отказаться", en: "Cancel" });

/// What is wrong with which field.
pub(crate) type Problems = BTreeMap<&'static str, Bilingual>;

/// The month and the year, both of two digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Expiry {
    pub(crate) month: u8,
    pub(crate) year: u8,
}

impl Expiry {
    /// Whether the month is not over yet.
    pub(crate) fn is_good(self, now: Timestamp) -> bool {
        clock::is_not_over(now, 2000 + i16::from(self.year), self.month)
    }
}

/// Reads fields one by one and collects what is wrong with them.
pub(crate) struct Reader<'a> {
    typed: &'a Fields,
    problems: Problems,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(typed: &'a Fields) -> Self {
        Self { typed, problems: Problems::new() }
    }

    /// The number without the spaces it is printed with.
    pub(crate) fn number(&self) -> String {
        self.text(NUMBER).chars().filter(|character| !matches!(character, ' ' | '-')).collect()
    }

    /// A card is good to the end of its month.
    pub(crate) fn expiry(&mut self, now: Timestamp) -> Option<Expiry> {
        let expiry = parse_expiry(self.text(EXPIRY));
        self.require(expiry.is_some(), EXPIRY, Bilingual { ru: "Месяц и год: 12/30", en: "Month and year: 12/30" });
        let is_good = expiry.is_none_or(|expiry| expiry.is_good(now));
        self.require(is_good, EXPIRY, Bilingual { ru: "Срок карты истёк", en: "The card has expired" });
        expiry.filter(|_| is_good)
    }

    /// Looks at the shape and keeps nothing.
    pub(crate) fn code(&mut self) {
        let code = self.text(CODE);
        let kept = matches!(code.len(), 3 | 4) && code.bytes().all(|byte| byte.is_ascii_digit());
        self.require(kept, CODE, Bilingual { ru: "Три или четыре цифры", en: "Three or four digits" });
    }

    /// From three to eighty letters, digits and spaces.
    pub(crate) fn holder(&mut self) -> String {
        let holder = self.text(HOLDER).to_owned();
        let plain = holder.chars().all(|character| character.is_alphanumeric() || matches!(character, ' ' | '_'));
        let kept = plain && (3..=80).contains(&holder.chars().count());
        self.require(kept, HOLDER, Bilingual { ru: "Имя, как на карте", en: "The name as on the card" });
        holder
    }

    pub(crate) fn require(&mut self, kept: bool, name: &'static str, problem: Bilingual) {
        if !kept {
            self.problems.insert(name, problem);
        }
    }

    /// What was read, unless something was wrong.
    pub(crate) fn finish<T>(self, read: Option<T>) -> Result<T, Problems> {
        if self.problems.is_empty() { read.ok_or(self.problems) } else { Err(self.problems) }
    }

    fn text(&self, name: &str) -> &str {
        self.typed.get(name).map_or("", |value| value.trim())
    }
}

fn parse_expiry(text: &str) -> Option<Expiry> {
    let (month, year) = text.split_once('/')?;
    let (month, year) = (month.trim(), year.trim());
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let year = if year.len() == 4 { year.strip_prefix("20")? } else { year };
    if !digits(month) || month.len() > 2 || !digits(year) || year.len() != 2 {
        return None;
    }
    let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    Some(Expiry { month, year: year.parse().ok()? })
}

/// The field of the number alone.
pub(crate) fn number_input(example: &'static str) -> Input {
    input(NUMBER, Bilingual { ru: "Номер карты", en: "Card number" }, example, InputKind::Digits)
}

/// All the other fields of a card.
pub(crate) fn other_inputs() -> [Input; 3] {
    [
        input(EXPIRY, Bilingual { ru: "Срок", en: "Expires" }, "12/30", InputKind::FewDigits),
        input(CODE, Bilingual { ru: "Код", en: "CVC" }, "123", InputKind::FewDigits),
        input(HOLDER, Bilingual { ru: "Имя на карте", en: "Name on card" }, "IVAN IVANOV", InputKind::Text),
    ]
}

/// The fields with what was wrong with them.
pub(crate) fn section(inputs: impl IntoIterator<Item = Input>, problems: &Problems) -> Section {
    let marked = |mut input: Input| {
        input.error = problems.get(input.name).copied();
        input
    };
    Section { title: None, inputs: inputs.into_iter().map(marked).collect() }
}

fn input(name: &'static str, label: Bilingual, example: &'static str, kind: InputKind) -> Input {
    Input { name, label, example, kind, error: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expiry_is_a_month_and_a_year() {
        assert_eq!(parse_expiry("1 / 2030"), Some(Expiry { month: 1, year: 30 }));
        assert_eq!(parse_expiry("10/23"), Some(Expiry { month: 10, year: 23 }));
        for bad in ["", "1230", "13/30", "0/30", "12/3", "12/030", "/", "1 2/30", "012/30", "12/1930", "+1/30"] {
            assert_eq!(parse_expiry(bad), None, "{bad}");
        }
    }
}
