//! Test doubles: a fake bank and fake transports.

pub(crate) mod provider;
pub(crate) mod wire;

/// The card number that must never be printed.
pub(crate) const PAN: &str = "4111111111111111";

/// Fails if any of the texts shows the card number, whole or grouped.
#[track_caller]
pub(crate) fn assert_hides_card(texts: &[String]) {
    for text in texts {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        assert!(!digits.contains(PAN), "the card number is in: {text}");
    }
}
