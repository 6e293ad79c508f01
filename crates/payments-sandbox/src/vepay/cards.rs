//! The provider's test cards, which decide what becomes of a registration, and what is kept of them.

use crate::pan;

/// A number of the test contour. No other is ever let in, so that none is ever kept.
#[derive(Debug)]
pub(super) struct TestCard {
    number: &'static str,
    pub(super) outcome: Outcome,
}

/// What the bank says to the verification payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Paid,
    Failed(Reason),
}

/// The texts and codes are the sandbox's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reason {
    pub(super) code: &'static str,
    pub(super) message: &'static str,
}

pub(super) const OVERDUE: Reason = Reason { code: "TL", message: "Время оплаты истекло" };
pub(super) const CANCELLED: Reason = Reason { code: "X", message: "Отказ от оплаты" };
const UNVERIFIED: Reason = Reason { code: "05", message: "Банк не подтвердил карту" };
const FRAUD: Reason = Reason { code: "59", message: "Подозрение на мошенничество" };
const INTERNAL: Reason = Reason { code: "96", message: "Внутренняя ошибка банка" };

const CARDS: [TestCard; 12] = [
    good("4111111111111111"),
    good("2222400060000007"),
    good("4276838748917319"),
    good("4242424242424242"),
    good("4000000000000077"),
    good("4444444444444422"),
    good("4444444411111111"),
    good("4444444499999999"),
    good("4444444444446666"),
    TestCard { number: "4276990011343663", outcome: Outcome::Failed(UNVERIFIED) },
    TestCard { number: "4000000000000002", outcome: Outcome::Failed(FRAUD) },
    TestCard { number: "5555555555555599", outcome: Outcome::Failed(INTERNAL) },
];

const fn good(number: &'static str) -> TestCard {
    TestCard { number, outcome: Outcome::Paid }
}

impl TestCard {
    pub(super) fn find(number: &str) -> Option<&'static Self> {
        static TABLE: [TestCard; 12] = CARDS;
        TABLE.iter().find(|card| card.number == number)
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        self.number == other.number
    }

    /// Six digits, six stars, four digits: the mask of the API.
    pub(super) fn mask(&self) -> String {
        pan::masked(self.number, 6)
    }

    /// The mask of callbacks and postbacks shows eight digits of a MIR card.
    pub(super) fn callback_mask(&self) -> String {
        pan::masked(self.number, if self.number.starts_with('2') { 8 } else { 6 })
    }

    pub(super) fn payment_system(&self) -> &'static str {
        match self.number.as_bytes().first() {
            Some(b'2') => "MIR",
            Some(b'5') => "MASTERCARD",
            _ => "VISA",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_test_card_has_a_right_check_digit_and_is_in_the_table() {
        let table: String = include_str!("../../vepay-cards.md").replace(' ', "");
        for card in CARDS {
            assert!(pan::passes_luhn(card.number), "{}", card.number);
            assert!(table.contains(card.number), "{}", card.number);
        }
    }
}
