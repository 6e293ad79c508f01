//! The bank's error object.

use std::fmt;

use payments_core::json::{self, Json};
use payments_core::{FlatFields, ProviderText, Timestamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use crate::error_code::ErrorCode;

/// The bank's error object: why a call was refused, or why an operation failed.
///
/// Reads whatever its members hold: the code decides what happened to the money, and a malformed description must not hide it.
#[derive(Clone, Debug, Default)]
pub(crate) struct ErrorObject {
    code: Option<ErrorCode>,
    description: Option<ProviderText>,
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
            description: members.get("description").filter(|text| !text.is_empty()).map(ProviderText::from),
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
fn readable<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Option<T>, D::Error> {
    let member = Json::deserialize(deserializer)?;
    Ok(member.read().ok().filter(|_| member.as_str() != r#""""#))
}

/// An error object of the bank: its code and description, for a refused call or a failed operation.
///
/// On the wire: `{"code", "description", "reject_reasons"}`. The same code comes with many descriptions.
#[derive(Clone, Debug, Deserialize)]
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

    /// The bank's human-readable description.
    pub const fn description(&self) -> Option<&ProviderText> {
        self.error.description.as_ref()
    }

    /// The antifraud rules that rejected the operation.
    pub fn reject_reasons(&self) -> &[RejectReason] {
        &self.error.reject_reasons
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.code(), &self.error.description) {
            (Some(code), Some(description)) => write!(formatter, "{code}: {description}"),
            (Some(code), None) => write!(formatter, "{code}"),
            (None, Some(description)) => write!(formatter, "{description}"),
            (None, None) if self.by_http_alone => formatter.write_str("no reason was given; is the base URL right?"),
            (None, None) => formatter.write_str("no reason was given"),
        }
    }
}

/// A reason why an antifraud rule rejected an operation.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct RejectReason {
    /// The rule.
    #[serde(default, deserialize_with = "readable")]
    pub rule_alias: Option<ProviderText>,
    /// The list the rule checked.
    #[serde(default, deserialize_with = "readable")]
    pub list_alias: Option<ProviderText>,
    /// When the rejection expires.
    #[serde(default, deserialize_with = "readable")]
    pub expiration_date: Option<Timestamp>,
}
