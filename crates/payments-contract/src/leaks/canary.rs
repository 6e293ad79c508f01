//! Canaries: the values that are planted, and the search for them.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// A card number with a correct check digit and of no issuer: no bank has numbers that begin with 999.
pub const CARD: &str = "9990137264508196";

/// A security code that is part of nothing else in the tests.
pub const SECURITY_CODE: &str = "7391";

/// A token.
pub const TOKEN: &str = "canary-token-kJ4vQ8wZ2mXs";

/// A person's name, an address, or other personal data.
pub const PERSONAL: &str = "Канарейкин-canary";

/// The number of card digits that may be shown: those of the issuer.
const SHOWN_DIGITS: usize = 6;

/// The card number with spaces.
pub(crate) fn grouped_card() -> String {
    let digits: Vec<char> = CARD.chars().collect();
    digits.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

/// The texts that must not be shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Canaries {
    /// What is searched for, and its description.
    needles: Vec<(String, String)>,
}

impl Canaries {
    /// The canaries of every search.
    pub(crate) fn of_cards() -> Self {
        let mut canaries = Self::default();
        canaries.add(SECURITY_CODE);
        canaries
    }

    /// Adds a secret: its text, and its bytes as a derived `Debug` prints them.
    pub(crate) fn add(&mut self, secret: &str) {
        let mut hex = String::new();
        for byte in secret.bytes() {
            let _ = write!(hex, "{byte:02x}");
        }
        let bytes = format!("{:?}", secret.as_bytes());
        let bytes = bytes.trim_matches(['[', ']']);
        let escaped = payments_core::percent_encode(secret).to_string();
        for form in [secret, &hex, bytes, &escaped] {
            self.needles.push((form.to_owned(), secret.to_owned()));
        }
    }

    /// A hash of a text and these canaries.
    pub(crate) fn fingerprint(&self, text: &str) -> u64 {
        let mut hasher = DefaultHasher::new();
        (text, &self.needles).hash(&mut hasher);
        hasher.finish()
    }

    /// The first canary that a text shows, if any.
    pub(crate) fn found_in(&self, text: &str) -> Option<String> {
        if shows_card(text) {
            return Some("the card number".to_owned());
        }
        let found = self.needles.iter().find(|(needle, _)| text.contains(needle.as_str()));
        found.map(|(_, secret)| format!("`{secret}`"))
    }
}

/// Whether a text has more digits of the card number than may be shown, with any separators between them.
pub(crate) fn shows_card(text: &str) -> bool {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).collect();
    let card = CARD.as_bytes();
    digits.windows(SHOWN_DIGITS + 1).any(|some| card.windows(SHOWN_DIGITS + 1).any(|part| part == some))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_number_is_found_in_whatever_dress() {
        let dashed = grouped_card().replace(' ', "-");
        let bytes = format!("{:?}", CARD.split_at(8));
        for shown in [CARD, &grouped_card(), &dashed, &bytes, &CARD[..12], &CARD[5..]] {
            assert!(shows_card(&format!("17 {shown}.")), "{shown}");
        }
        let mask = format!("{}******{}", &CARD[..6], &CARD[12..]);
        for hidden in [mask.as_str(), "************8196", &CARD[..6], "2024-07-02T12:13:23.692217Z"] {
            assert!(!shows_card(hidden), "{hidden}");
        }
    }

    #[test]
    fn the_card_number_is_one_that_clients_take() {
        assert!(payments_core::CardNumber::new(CARD).is_ok());
    }

    #[test]
    fn a_secret_is_found_in_whatever_dress() {
        let mut canaries = Canaries::of_cards();
        canaries.add("a secret/1");
        let bytes = format!("{:?}", "a secret/1".as_bytes());
        for shown in ["x a secret/1 y", "61207365637265742f31", &bytes, "a%20secret%2F1", "7391"] {
            assert!(canaries.found_in(shown).is_some(), "{shown}");
        }
        assert_eq!(canaries.found_in("a secret of another kind, 739 1"), None);
    }
}
