//! Decodes a JSON document into a type, or reports where that failed.

use std::fmt;

use serde::de::DeserializeOwned;

use super::path;

/// A response or callback that could not be decoded: the place, and what was expected there.
///
/// The message never repeats the value, because that may be a card number.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    problem: String,
}

crate::debug_as_sentence!(DecodeError);

impl DecodeError {
    /// Creates an error for a place in a document.
    pub fn new(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { path: path.into(), problem: problem.into() }
    }

    /// The path of the place, such as `session.payments[0].status`; `.` for the document itself.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was expected there.
    pub fn problem(&self) -> &str {
        &self.problem
    }

    #[cold]
    fn of(error: &serde_json::Error, document: &[u8]) -> Self {
        Self { path: path::of(error, document), problem: without_values(error) }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "at {}: {}", self.path, self.problem)
    }
}

impl std::error::Error for DecodeError {}

/// Checks that the id in a response is the requested one. A response without the id is accepted.
///
/// `member` is the name of the id in the response, such as `session.id`. Neither value is repeated in the error.
///
/// ```
/// use payments_core::check_echo;
///
/// assert!(check_echo("order.id", "17", Some("17")).is_ok());
/// assert!(check_echo("order.id", "17", None).is_ok());
/// assert!(check_echo("order.id", "17", Some("18")).is_err());
/// ```
///
/// # Errors
///
/// The response is about something else: a cache, a proxy or the provider has mixed up two responses.
pub fn check_echo(member: &str, asked: &str, answered: Option<&str>) -> Result<(), DecodeError> {
    match answered {
        Some(answered) if answered != asked => Err(DecodeError::new(member, "the answer is about another operation")),
        _ => Ok(()),
    }
}

/// The UTF-8 byte order mark. Some systems write it before their JSON, and JSON parsers refuse it.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Decodes a JSON document. A byte order mark before it is skipped.
///
/// # Errors
///
/// The place of the first problem, and what was expected there.
pub fn decode<T: DeserializeOwned>(document: &[u8]) -> Result<T, DecodeError> {
    let document = document.strip_prefix(BYTE_ORDER_MARK).unwrap_or(document);
    serde_json::from_slice(document).map_err(|error| DecodeError::of(&error, document))
}

/// serde's message without the value it found.
fn without_values(error: &serde_json::Error) -> String {
    let message = error.to_string();
    if !error.is_data() || message.starts_with("missing field") || message.starts_with("duplicate field") {
        return message;
    }
    // Only serde's own messages end with what was expected; a custom one may continue with the value.
    let by_serde = ["invalid ", "unknown "].iter().any(|words| message.starts_with(words));
    match message.rsplit_once(", expected ").filter(|_| by_serde) {
        Some((_, expected)) => format!("expected {expected}"),
        None => format!("not what was expected, at line {} column {}", error.line(), error.column()),
    }
}
