//! Reading a document into a type, or saying where that failed.

use std::fmt;

use serde::de::DeserializeOwned;

use super::path;

/// An answer or callback that could not be read: where, and what was expected there.
///
/// The message never repeats what was found, because that may be a card number.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    problem: String,
}

crate::debug_as_sentence!(DecodeError);

impl DecodeError {
    /// A problem at a place in a document.
    pub fn new(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { path: path.into(), problem: problem.into() }
    }

    /// The place, such as `session.payments[0].status`; `.` for the document itself.
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

/// Holds an answer against the question: what the answer says it is about must be what was asked about. An answer that
/// does not say is let through.
///
/// `member` is the answer's name for it, such as `session.id`. Neither value is repeated in the error.
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
/// The answer is about something else: a cache, a proxy or the provider has mixed up two answers.
pub fn check_echo(member: &str, asked: &str, answered: Option<&str>) -> Result<(), DecodeError> {
    match answered {
        Some(answered) if answered != asked => Err(DecodeError::new(member, "the answer is about another operation")),
        _ => Ok(()),
    }
}

/// What some systems write before their JSON, and no JSON reader takes.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads a JSON document. A byte order mark before it is passed over.
///
/// # Errors
///
/// The place of the first problem, and what was expected there.
pub fn decode<T: DeserializeOwned>(document: &[u8]) -> Result<T, DecodeError> {
    let document = document.strip_prefix(BYTE_ORDER_MARK).unwrap_or(document);
    serde_json::from_slice(document).map_err(|error| DecodeError::of(&error, document))
}

/// What serde says, less the value it found.
fn without_values(error: &serde_json::Error) -> String {
    let message = error.to_string();
    if !error.is_data() || message.starts_with("missing field") || message.starts_with("duplicate field") {
        return message;
    }
    // Only serde's own words end with what was expected; a type's may go on with what it found.
    let by_serde = ["invalid ", "unknown "].iter().any(|words| message.starts_with(words));
    match message.rsplit_once(", expected ").filter(|_| by_serde) {
        Some((_, expected)) => format!("expected {expected}"),
        None => format!("not what was expected, at line {} column {}", error.line(), error.column()),
    }
}
