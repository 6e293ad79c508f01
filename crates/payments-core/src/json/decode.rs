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

/// Reads a JSON document.
///
/// # Errors
///
/// The place of the first problem, and what was expected there.
pub fn decode<T: DeserializeOwned>(document: &[u8]) -> Result<T, DecodeError> {
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
