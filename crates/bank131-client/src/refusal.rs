//! What the bank says when it refuses.

use std::fmt;

use payments_core::{Timestamp, json, scrub};
use serde::Deserialize;

use crate::error_code::ErrorCode;
use crate::objects::word;

/// The bank's error object: why a call was refused, or why an operation failed.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct ErrorObject {
    #[serde(default, deserialize_with = "word::filled_word")]
    code: Option<ErrorCode>,
    #[serde(default, deserialize_with = "json::filled_text")]
    description: Option<String>,
    #[serde(default, deserialize_with = "json::list")]
    reject_reasons: Vec<RejectReason>,
}

/// Why the bank refused a call, or why an operation within a session failed.
///
/// On the wire: `{"code", "description", "reject_reasons"}`. One code comes with many descriptions.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Refusal(ErrorObject);

impl Refusal {
    pub(crate) const fn new(error: ErrorObject) -> Self {
        Self(error)
    }

    pub(crate) fn without_code() -> Self {
        Self(ErrorObject::default())
    }

    /// The machine-readable code. `None` where the answer was refused without an error object.
    pub const fn code(&self) -> Option<&ErrorCode> {
        self.0.code.as_ref()
    }

    /// The bank's words for people, unchanged.
    pub fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// The antifraud rules that rejected the operation.
    pub fn reject_reasons(&self) -> &[RejectReason] {
        &self.0.reject_reasons
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.code(), self.description()) {
            (Some(code), Some(description)) => write!(formatter, "{code}: {}", scrub(description)),
            (Some(code), None) => write!(formatter, "{code}"),
            (None, Some(description)) => formatter.write_str(&scrub(description)),
            (None, None) => formatter.write_str("no reason was given"),
        }
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Refusal({self})")
    }
}

/// An antifraud rule that rejected an operation.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct RejectReason {
    /// The rule.
    #[serde(default, deserialize_with = "json::filled_text")]
    pub rule_alias: Option<String>,
    /// The list the rule looked at.
    #[serde(default, deserialize_with = "json::filled_text")]
    pub list_alias: Option<String>,
    /// Until when the rejection holds.
    #[serde(default, deserialize_with = "json::filled")]
    pub expiration_date: Option<Timestamp>,
}

/// The bank's own words, scrubbed of card numbers: what a list is called may be what it lists.
impl fmt::Debug for RejectReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scrubbed = |words: &Option<String>| words.as_deref().map(|words| scrub(words).into_owned());
        formatter
            .debug_struct("RejectReason")
            .field("rule_alias", &scrubbed(&self.rule_alias))
            .field("list_alias", &scrubbed(&self.list_alias))
            .field("expiration_date", &self.expiration_date)
            .finish()
    }
}
