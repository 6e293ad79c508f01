//! What must hold of everything that was read, whoever wrote it.

use std::fmt::{Debug, Display};

use payments_core::{Error, Outcome, Provider};

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
        assert!(error.look_up().is_some(), "there is a way to find out");
    }
    if let Some(refusal) = error.refusal() {
        debug_and_display(refusal);
    }
}

/// A line that may be logged holds no run of 13 or more digits, with spaces and dashes between them or not.
///
/// # Panics
///
/// It does.
pub fn shows_no_card_number(text: &str) {
    let mut digits = 0;
    for character in without_uuids(text).chars() {
        digits = match character {
            '0'..='9' => digits + 1,
            ' ' | '-' | '\u{a0}' | '\u{2010}'..='\u{2015}' if digits > 0 => digits,
            _ => 0,
        };
        assert!(digits < SHORTEST_CARD_NUMBER, "{digits} digits in a row: {text}");
    }
}

/// The text with every UUID replaced: providers number requests with them, and they are no card numbers.
fn without_uuids(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::with_capacity(text.len());
    while let Some(character) = rest.chars().next() {
        let (piece, step) = match rest.get(..36).filter(|piece| is_uuid(piece)) {
            Some(_) => ("U", 36),
            None => (rest.get(..character.len_utf8()).unwrap_or_default(), character.len_utf8()),
        };
        kept.push_str(piece);
        rest = rest.get(step..).unwrap_or_default();
    }
    kept
}

fn is_uuid(text: &str) -> bool {
    let fits = |(place, byte): (usize, u8)| match place {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.bytes().enumerate().all(fits) && text.bytes().any(|byte| byte.is_ascii_alphabetic())
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
    fn masks_and_uuids_are_fine() {
        shows_no_card_number("424242******4242 563bb54d-ed4c-4ca1-84a3-6a35c0178cf5 123456789012");
    }
}
