//! What must hold of everything that was read, whoever wrote it.

use std::fmt::{Debug, Display};

use payments_core::{Error, Outcome, Provider};

use crate::shapes;

/// Fewest digits in a row that may be a card number.
const SHORTEST_CARD_NUMBER: usize = 13;

/// The `Debug` of something that was read shows no card number.
pub fn debug(value: &impl Debug) {
    shows_no_card_number(&format!("{value:?}"));
}

/// Neither `Debug` nor `Display` of something that was read shows a card number.
pub fn debug_and_display(value: &(impl Debug + Display)) {
    debug(value);
    shows_no_card_number(&value.to_string());
}

/// The `Debug` of an identifier shows no card number; its `Display` is the text, whatever that is.
///
/// # Panics
///
/// `Display` gives something else.
pub fn identifier(value: &(impl Debug + Display), text: &str) {
    debug(value);
    assert_eq!(value.to_string(), text, "an identifier is displayed as it came");
}

/// What every failed call promises once an answer has come.
///
/// # Panics
///
/// A promise is broken.
pub fn failed_call<P: Provider>(error: &Error<P>) {
    debug_and_display(error);
    assert!(error.http().is_some(), "the answer is kept");
    assert_ne!(error.outcome(), Outcome::NotSent, "who answers has received");
    if error.money_may_have_moved() {
        assert!(error.recovery().is_some(), "there is a way to find out");
    }
    if let Some(refusal) = error.refusal() {
        debug_and_display(refusal);
    }
}

/// A line that may be logged holds no run of 13 or more digits, with spaces and dashes between them or not.
///
/// Dates, times, addresses and UUIDs are no card numbers. Where it is not clear where one ends, as in `12:13:23,06:10:11`, a
/// reading without such a run is enough. Where something is escaped, spaces and dashes may be so too, and only digits
/// without anything between them are looked for.
///
/// # Panics
///
/// It does.
pub fn shows_no_card_number(text: &str) {
    let mut digits = 0;
    for character in text.chars() {
        digits = if character.is_ascii_digit() { digits + 1 } else { 0 };
        assert!(digits < SHORTEST_CARD_NUMBER, "{digits} digits in a row: {text}");
    }
    let words = text.split_inclusive(' ').map(|word| if word.contains(['%', '\\', '&']) { "x " } else { word });
    assert!(has_harmless_reading(&words.collect::<String>()), "{SHORTEST_CARD_NUMBER} digits in a row: {text}");
}

/// Whether some reading of the dates, times, addresses and UUIDs in it leaves no run of digits.
fn has_harmless_reading(text: &str) -> bool {
    let mut readings = vec![Readings::default(); text.len() + 1];
    if let Some(start) = readings.first_mut() {
        start.between_words = Readings::NO_DIGITS;
    }
    for (place, character) in text.char_indices() {
        let Some(here) = readings.get(place).copied() else { continue };
        if here.between_words != 0 {
            for length in shapes::lengths(text.get(place..).unwrap_or_default()) {
                if let Some(behind) = readings.get_mut(place + length) {
                    behind.in_word |= Readings::NO_DIGITS;
                }
            }
        }
        if let Some(behind) = readings.get_mut(place + character.len_utf8()) {
            behind.add(here, character);
        }
    }
    readings.last().is_some_and(|end| end.any() != 0)
}

/// How many digits may stand in a row before a place: a bit for each number that some reading gives.
#[derive(Clone, Copy, Default)]
struct Readings {
    /// After a letter, a digit or a shape: no shape begins here.
    in_word: u16,
    between_words: u16,
}

impl Readings {
    const NO_DIGITS: u16 = 1;
    const FEWER_THAN_A_CARD_NUMBER: u16 = (1 << SHORTEST_CARD_NUMBER) - 1;

    fn any(self) -> u16 {
        self.in_word | self.between_words
    }

    /// Adds the readings that go on with a character.
    fn add(&mut self, before: Self, character: char) {
        let runs = match character {
            '0'..='9' => (before.any() << 1) & Self::FEWER_THAN_A_CARD_NUMBER,
            ' ' | '-' | '\u{a0}' | '\u{2010}'..='\u{2015}' => before.any(),
            _ if before.any() == 0 => 0,
            _ => Self::NO_DIGITS,
        };
        // Of others it is not agreed what is a letter: some marks are.
        if character.is_ascii_alphanumeric() {
            self.in_word |= runs;
        } else {
            self.between_words |= runs;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::shows_no_card_number;

    #[test]
    #[should_panic = "digits in a row"]
    fn a_card_number_is_noticed() {
        shows_no_card_number("Card { number: \"4242424242424242\" }");
    }

    #[test]
    #[should_panic = "digits in a row"]
    fn a_card_number_is_noticed_as_people_write_it() {
        shows_no_card_number("no card 4242 4242-4242 4242");
    }

    #[test]
    #[should_panic = "digits in a row"]
    fn a_card_number_is_noticed_behind_a_date() {
        shows_no_card_number("at 2024-07-02 4242 4242 4242 4242");
    }

    #[test]
    #[should_panic = "digits in a row"]
    fn a_card_number_is_noticed_behind_a_list_of_times() {
        shows_no_card_number("12:13:23,06:10:11 4242 4242 4242 4242");
    }

    #[test]
    #[should_panic = "digits in a row"]
    fn a_card_number_is_noticed_between_escapes() {
        shows_no_card_number("%20424242424242424%20");
    }

    #[test]
    fn masks_and_shapes_are_fine() {
        for text in [
            "424242******4242 563bb54d-ed4c-4ca1-84a3-6a35c0178cf5 123456789012",
            "42424242-4242-4242-8242-42424242424a",
            "2024-07-02 - 2024-07-03",
            "2024-07-02/2024-07-03 2024-07-04",
            "order 1234567 2024-07-02 12:13:23.692217-0300 1234567",
            "02.07.2024 1234567890",
            "12:13:23.692217123 1234567",
            "192.168.100.200 1735689600",
            "2001:4860:4860:1234:5678:1234:5678:8888 1735689600",
            "2024-07-02T12%3A13%3A23.692217123 12345",
            "23:59:12,06:59:12.0666666  6666662",
            "12:13:23,2024-07-02 1234567 1234",
        ] {
            shows_no_card_number(text);
        }
    }
}
