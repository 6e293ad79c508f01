//! Why a signature is not accepted: what the sandbox expected beside what it received, and the mistake if it is a known one.
//!
//! A digest cannot be undone, but many mistakes can be made on purpose: a *candidate* is the text that a client with one
//! mistake would have signed, and the one that fits what was received tells the mistake.

mod digests;
mod respelled;
mod rsa;

use std::fmt;
use std::ops::Range;

use crate::page::Bilingual;
use crate::pan;

pub(crate) use digests::explain_digest;
pub(crate) use respelled::respelled;
pub(crate) use rsa::explain_rsa;

/// What the sandbox compared when it refused a signature.
///
/// `Display` is all of it in lines, for the failure message of a test. Card numbers in it are masked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignatureDiagnosis {
    /// What was expected beside what was received, the most telling first.
    pub comparisons: Vec<Comparison>,
    mistake: Bilingual,
}

/// One value as it was expected and as it was received.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Comparison {
    /// What the value is, such as `SHA-256 of the body` or `base string`.
    pub name: &'static str,
    /// What the sandbox computed from the request.
    pub expected: String,
    /// What the request was signed with; `None` if the signature does not tell.
    pub received: Option<String>,
}

/// A text that a client with one mistake would have signed.
pub(crate) struct Candidate {
    pub(crate) text: Vec<u8>,
    pub(crate) mistake: Bilingual,
}

impl Candidate {
    pub(crate) fn new(text: impl Into<Vec<u8>>, mistake: Bilingual) -> Self {
        Self { text: text.into(), mistake }
    }
}

impl Comparison {
    pub(crate) fn new(name: &'static str, expected: &str, received: Option<&str>) -> Self {
        Self { name, expected: without_card_numbers(expected), received: received.map(without_card_numbers) }
    }

    /// The part of each that is not the same in both; an empty one if there is nothing to compare.
    pub(crate) fn differing_parts(&self) -> (Range<usize>, Range<usize>) {
        let expected = self.expected.as_str();
        let Some(received) = self.received.as_deref() else { return (expected.len()..expected.len(), 0..0) };
        let same = |one: &(char, char)| one.0 == one.1;
        let length = |(character, _): (char, char)| character.len_utf8();
        let start: usize = expected.chars().zip(received.chars()).take_while(same).map(length).sum();
        let from_the_end = |text: &str| text.get(start..).unwrap_or_default().chars().rev().collect::<Vec<_>>();
        let from_the_end = from_the_end(expected).into_iter().zip(from_the_end(received));
        let end: usize = from_the_end.take_while(same).map(length).sum();
        (start..expected.len() - end, start..received.len() - end)
    }
}

impl SignatureDiagnosis {
    pub(crate) fn new(comparisons: Vec<Comparison>, mistake: Bilingual) -> Self {
        Self { comparisons, mistake }
    }

    /// Only a sentence: there is nothing to compare.
    pub(crate) fn of(mistake: Bilingual) -> Self {
        Self::new(Vec::new(), mistake)
    }

    /// The mistake in one English sentence, or what to check if it is none of the known ones.
    pub fn mistake(&self) -> &'static str {
        self.mistake.en
    }

    pub(crate) fn bilingual_mistake(&self) -> Bilingual {
        self.mistake
    }
}

impl fmt::Display for SignatureDiagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.mistake())?;
        for Comparison { name, expected, received } in &self.comparisons {
            write!(f, "\n{name}\n  expected {expected}\n  received {}", received.as_deref().unwrap_or("unknown"))?;
        }
        Ok(())
    }
}

/// A text with every card number in it masked.
pub(crate) fn without_card_numbers(text: &str) -> String {
    let mut hidden = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|character: char| character.is_ascii_digit()) {
        let (before, from_digit) = rest.split_at(start);
        let length = from_digit.find(|character: char| !character.is_ascii_digit()).unwrap_or(from_digit.len());
        let (digits, after) = from_digit.split_at(length);
        hidden.push_str(before);
        hidden.push_str(&if holds_card_number(digits) { pan::masked(digits, 0) } else { digits.to_owned() });
        rest = after;
    }
    hidden.push_str(rest);
    hidden
}

/// Whether any part of a run of digits is a card number: one may be signed with other values and nothing between them.
fn holds_card_number(digits: &str) -> bool {
    (13..=19).any(|length| {
        let starts = 0..=digits.len().saturating_sub(length);
        starts.filter_map(|start| digits.get(start..start + length)).any(pan::passes_luhn)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn card_numbers_are_masked_wherever_they_stand() {
        assert_eq!(without_card_numbers("a=4111111111111111&b=1"), "a=************1111&b=1");
        assert_eq!(without_card_numbers("№ 4111111111111111"), "№ ************1111");
        assert!(!without_card_numbers("order7004111111111111111").contains("411111"));
        assert_eq!(without_card_numbers("1790000000 6863810 12"), "1790000000 6863810 12");
    }

    #[test]
    fn the_difference_is_found_between_characters() {
        let parts = |expected: &str, received: &str| Comparison::new("", expected, Some(received)).differing_parts();
        assert_eq!(parts("abc", "abd"), (2..3, 2..3));
        assert_eq!(parts("абвя", "абгдя"), (4..6, 4..8));
        assert_eq!(parts("aa", "aaa"), (2..2, 2..3));
        assert_eq!((parts("ab", "abc"), parts("abc", ""), parts("", "")), ((2..2, 2..3), (0..3, 0..0), (0..0, 0..0)));
        assert_eq!(Comparison::new("", "abc", None).differing_parts(), (3..3, 0..0));
    }
}
