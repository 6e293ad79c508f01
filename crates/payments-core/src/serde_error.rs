//! serde errors that do not repeat the value they found.
//!
//! serde quotes the value: "invalid type: integer `4242424242424242`, expected a string". A value in the place of a key
//! may well be a key, because YAML, TOML and JSON read digits without quotes as a number.
//!
//! A custom visitor is not enough: `serde_json` creates this error without calling the visitor, unless "any" value is
//! requested; and a type that requests "any" can no longer be read from CSV, XML, or a URL path.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};

/// How serde errors that quote a value begin.
const QUOTING: [&str; 4] = ["invalid type: ", "invalid value: ", "unknown variant ", "unknown field "];

/// How serde describes the value it found, and the kind of value that this means.
const KINDS: [(&str, &str); 15] = [
    ("integer", "a number"),
    ("floating point", "a number"),
    ("number", "a number"),
    ("boolean", "a boolean"),
    ("string", "a text"),
    ("character", "a text"),
    ("byte array", "bytes"),
    ("sequence", "a list"),
    ("map", "an object"),
    ("null", "null"),
    ("unit value", "null"),
    ("Option value", "null"),
    ("newtype struct", "an object"),
    ("enum", "an enum"),
    ("`", "another word"),
];

/// The kind of anything else.
const UNKNOWN_KIND: &str = "something else";

/// Reads a string. `expected` completes the sentence "expected …" of the error.
///
/// # Errors
///
/// There is no string; the error names the kind of the value, never the value.
pub fn read_text<'de, D: Deserializer<'de>>(deserializer: D, expected: &'static str) -> Result<String, D::Error> {
    deserializer.deserialize_string(TextVisitor(expected)).map_err(without_value)
}

/// Reads a string into a type made from `&str`, without an intermediate `String`.
///
/// # Errors
///
/// As [`read_text`].
pub fn read_word<'de, D: Deserializer<'de>, T: for<'a> From<&'a str>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_str(WordVisitor(PhantomData)).map_err(without_value)
}

/// Reads any value, for a member of an object whose type is from another crate.
///
/// # Errors
///
/// The error of the type, without the value.
pub fn read<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::deserialize(deserializer).map_err(without_value)
}

/// Replaces the value in an error by its kind.
pub fn without_value<E: Error>(error: E) -> E {
    match reworded(&error.to_string()) {
        Some(words) => E::custom(words),
        None => error,
    }
}

/// The message without the value. `None` if it quotes none. The rest of the message is kept: `serde_json` adds the
/// position to it, and parses it from there.
fn reworded(message: &str) -> Option<String> {
    let quotes = |phrase: &'static str| message.split_once(phrase).map(|(_, found)| (phrase, found));
    // The first match: the others may be part of the value.
    let (phrase, found) = QUOTING.into_iter().filter_map(quotes).max_by_key(|(_, found)| found.len())?;
    let kind = kind(found);
    if found.starts_with(kind) {
        return None;
    }
    let phrase = if phrase.starts_with("unknown") { "invalid value: " } else { phrase };
    Some(format!("{phrase}{kind}, expected {}", expected(found)))
}

fn kind(found: &str) -> &'static str {
    let fits = |(word, kind): &&(&str, &str)| found.starts_with(word) || found.starts_with(kind);
    KINDS.iter().find(fits).map_or(UNKNOWN_KIND, |(_, kind)| kind)
}

/// What was expected comes last. Where nothing was expected, a value could pose as it.
fn expected(found: &str) -> &str {
    let last = found.rsplit_once(", expected ").map(|(_, expected)| expected);
    last.filter(|expected| !expected.contains("there are no ")).unwrap_or(UNKNOWN_KIND)
}

struct TextVisitor(&'static str);

impl Visitor<'_> for TextVisitor {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }

    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    /// Keeps the same buffer: a copy of a secret would not be wiped.
    fn visit_string<E>(self, text: String) -> Result<String, E> {
        Ok(text)
    }
}

struct WordVisitor<T>(PhantomData<T>);

impl<T: for<'a> From<&'a str>> Visitor<'_> for WordVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text")
    }

    fn visit_str<E>(self, word: &str) -> Result<T, E> {
        Ok(T::from(word))
    }
}

#[cfg(test)]
mod tests {
    use super::reworded;

    #[test]
    fn the_value_is_removed_and_the_expectation_is_kept() {
        for (message, without) in [
            ("invalid type: integer `42`, expected a text", "invalid type: a number, expected a text"),
            ("invalid type: integer `42` as i128, expected a text", "invalid type: a number, expected a text"),
            (
                "invalid type: floating point `4.2`, expected u8 at line 1 column 3",
                "invalid type: a number, expected u8 at line 1 column 3",
            ),
            ("invalid value: string \"a, expected b\", expected a digit", "invalid value: a text, expected a digit"),
            ("key: invalid type: boolean `true`, expected a text", "invalid type: a boolean, expected a text"),
            ("unknown variant `x`, expected `a` or `b`", "invalid value: another word, expected `a` or `b`"),
            (
                "unknown field `x, expected y`, there are no fields",
                "invalid value: another word, expected something else",
            ),
            ("invalid type: string \"unknown field \", expected unit", "invalid type: a text, expected unit"),
            ("invalid type: a tag of ours, expected a text", "invalid type: something else, expected a text"),
        ] {
            assert_eq!(reworded(message).as_deref(), Some(without), "{message}");
            assert_eq!(reworded(without), None, "{without}");
        }
    }

    #[test]
    fn an_error_that_quotes_no_value_is_left_alone() {
        for message in [
            "invalid type: null, expected a text at line 1 column 4",
            "missing field `id`",
            "duplicate field `id` at line 1 column 9",
            "EOF while parsing a string at line 1 column 2",
            "expected `,` or `}` at line 3 column 1",
            "invalid length 2, expected a list of 3",
        ] {
            assert_eq!(reworded(message), None, "{message}");
        }
    }
}
