//! Timestamps and dates as providers write them.
//!
//! The text is kept unchanged: nothing is lost, an unexpected format does not make a response unreadable, and you
//! choose the time library that parses it.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::scrub::scrub;
use crate::serde_error::read_text;
use crate::validation::InvalidField;

/// A point in time, kept as the provider wrote it: usually RFC 3339, such as `2024-07-02T12:13:23.692217Z`.
///
/// Parse it with your time library, with the feature of the same name: `to_jiff`, `to_chrono`, `to_time`.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Timestamp(Box<str>);

impl Timestamp {
    /// Wraps the provider's text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into().into_boxed_str())
    }

    /// The provider's text, unchanged.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Parses the timestamp as RFC 3339 with jiff.
    ///
    /// # Errors
    ///
    /// The text is not RFC 3339.
    #[cfg(feature = "jiff")]
    #[cfg_attr(docsrs, doc(cfg(feature = "jiff")))]
    pub fn to_jiff(&self) -> Result<jiff::Timestamp, jiff::Error> {
        self.0.parse()
    }

    /// Parses the timestamp as RFC 3339 with chrono.
    ///
    /// # Errors
    ///
    /// The text is not RFC 3339.
    #[cfg(feature = "chrono")]
    #[cfg_attr(docsrs, doc(cfg(feature = "chrono")))]
    pub fn to_chrono(&self) -> Result<chrono::DateTime<chrono::FixedOffset>, chrono::ParseError> {
        chrono::DateTime::parse_from_rfc3339(&self.0)
    }

    /// Parses the timestamp as RFC 3339 with time.
    ///
    /// # Errors
    ///
    /// The text is not RFC 3339.
    #[cfg(feature = "time")]
    #[cfg_attr(docsrs, doc(cfg(feature = "time")))]
    pub fn to_time(&self) -> Result<time::OffsetDateTime, time::error::Parse> {
        time::OffsetDateTime::parse(&self.0, &time::format_description::well_known::Rfc3339)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_text(deserializer, "a text").map(|text| Self(text.into()))
    }
}

impl AsRef<str> for Timestamp {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// The scrubbed text: it may not be a time at all.
impl fmt::Debug for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Timestamp({:?})", scrub(&self.0))
    }
}

/// The scrubbed text; [`as_str`](Self::as_str) returns it unchanged.
impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&scrub(&self.0))
    }
}

/// A calendar date, written `YYYY-MM-DD`.
///
/// A date you create is checked; a date from a provider is kept unchanged.
///
/// ```
/// use payments_core::Date;
///
/// assert_eq!(Date::new(1998, 3, 15)?.as_str(), "1998-03-15");
/// assert!(Date::new(2023, 2, 29).is_err());
/// # Ok::<(), payments_core::InvalidField>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Date(Box<str>);

impl Date {
    /// Creates a date of the Gregorian calendar.
    ///
    /// # Errors
    ///
    /// The date does not exist, or the year does not have four digits.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, InvalidField> {
        if !(1000..=9999).contains(&year) {
            return Err(InvalidField::new("year", "must have four digits"));
        }
        if !(1..=12).contains(&month) {
            return Err(InvalidField::new("month", "must be 1 to 12"));
        }
        let last = days_in_month(year, month);
        if !(1..=last).contains(&day) {
            return Err(InvalidField::new("day", format!("must be 1 to {last}")));
        }
        Ok(Self(format!("{year:04}-{month:02}-{day:02}").into()))
    }

    /// The text, `YYYY-MM-DD` unless the provider sent something else.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

pub(crate) fn days_in_month(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_text(deserializer, "a text").map(|text| Self(text.into()))
    }
}

impl AsRef<str> for Date {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// The scrubbed text: it may not be a time at all.
impl fmt::Debug for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Date({:?})", scrub(&self.0))
    }
}

/// The scrubbed text; [`as_str`](Self::as_str) returns it unchanged.
impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&scrub(&self.0))
    }
}
