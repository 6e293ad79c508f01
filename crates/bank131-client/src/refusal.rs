//! The bank's error object.

use std::fmt;

use payments_core::json::{self, Json};
use payments_core::{FlatFields, Timestamp, scrub};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use crate::error_code::ErrorCode;

/// The bank's error object: why a call was refused, or why an operation failed.
///
/// Reads whatever its members hold: the code decides what happened to the money, and a malformed description must not hide it.
#[derive(Clone, Debug, Default)]
pub(crate) struct ErrorObject {
    code: Option<ErrorCode>,
    description: Option<String>,
    reject_reasons: Vec<RejectReason>,
}

impl ErrorObject {
    /// Whether any member is set. An empty object means no error.
    pub(crate) fn has_content(&self) -> bool {
        self.code.is_some() || self.description.is_some() || !self.reject_reasons.is_empty()
    }
}

impl<'de> Deserialize<'de> for ErrorObject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = FlatFields::deserialize(deserializer)?;
        Ok(Self {
            code: only(&members, "code").map(ErrorCode::from),
            description: members.get("description").filter(|text| !text.is_empty()).map(str::to_owned),
            reject_reasons: members.get("reject_reasons").map(read_reasons).unwrap_or_default(),
        })
    }
}

/// The value of a member that occurs once and is not empty: of two codes it is unknown which counts.
fn only<'a>(members: &'a FlatFields, name: &str) -> Option<&'a str> {
    let mut values = members.iter().filter(|(candidate, _)| *candidate == name).map(|(_, value)| value);
    let value = values.next().filter(|value| !value.is_empty())?;
    values.next().is_none().then_some(value)
}

/// Reads the reasons; malformed ones are left out.
fn read_reasons(list: &str) -> Vec<RejectReason> {
    let reasons: Vec<Json> = json::decode(list.as_bytes()).unwrap_or_default();
    reasons.iter().filter_map(|reason| reason.read().ok()).collect()
}

/// Reads a member; a malformed or empty one is `None`.
fn readable<'de, D: Deserializer<'de>, T: DeserializeOwned + AsRef<str>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let member = Json::deserialize(deserializer)?;
    Ok(member.read().ok().filter(|text: &T| !text.as_ref().is_empty()))
}

/// An error object of the bank: its code and description, for a refused call or a failed operation.
///
/// On the wire: `{"code", "description", "reject_reasons"}`. The same code comes with many descriptions.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Refusal {
    error: ErrorObject,
    /// Whether only the HTTP status reports the refusal, as for an unknown path.
    #[serde(skip)]
    by_http_alone: bool,
}

impl Refusal {
    pub(crate) const fn new(error: ErrorObject) -> Self {
        Self { error, by_http_alone: false }
    }

    pub(crate) fn without_code() -> Self {
        Self { error: ErrorObject::default(), by_http_alone: true }
    }

    /// The bank's error code. `None` if the call was refused without an error object.
    pub const fn code(&self) -> Option<&ErrorCode> {
        self.error.code.as_ref()
    }

    /// The bank's human-readable description, unchanged.
    pub fn description(&self) -> Option<&str> {
        self.error.description.as_deref()
    }

    /// The antifraud rules that rejected the operation.
    pub fn reject_reasons(&self) -> &[RejectReason] {
        &self.error.reject_reasons
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.code(), self.description()) {
            (Some(code), Some(description)) => write!(formatter, "{code}: {}", scrub(description)),
            (Some(code), None) => write!(formatter, "{code}"),
            (None, Some(description)) => formatter.write_str(&scrub(description)),
            (None, None) if self.by_http_alone => formatter.write_str("no reason was given; is the base URL right?"),
            (None, None) => formatter.write_str("no reason was given"),
        }
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Refusal({self})")
    }
}

/// A reason why an antifraud rule rejected an operation.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct RejectReason {
    /// The rule.
    #[serde(default, deserialize_with = "readable")]
    pub rule_alias: Option<String>,
    /// The list the rule checked.
    #[serde(default, deserialize_with = "readable")]
    pub list_alias: Option<String>,
    /// When the rejection expires.
    #[serde(default, deserialize_with = "readable")]
    pub expiration_date: Option<Timestamp>,
}

/// Card numbers are redacted: a list may be named after an entry of it.
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
