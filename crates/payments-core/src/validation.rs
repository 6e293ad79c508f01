//! Validation before anything is sent.

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;

use crate::secret::Secret;

/// Error: a field of a request is invalid; nothing was sent.
///
/// The message names the field as the provider's documentation does, and the rule. It never repeats the value.
///
/// ```
/// use payments_core::InvalidField;
///
/// let problem = InvalidField::new("amount", "must be above zero").within("source").within("amounts");
/// assert_eq!(problem.to_string(), "amounts.source.amount must be above zero");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct InvalidField {
    field: Cow<'static, str>,
    rule: Cow<'static, str>,
}

crate::debug_as_sentence!(InvalidField);

impl InvalidField {
    /// Creates an error from the field's wire name and the rule it breaks, worded to follow the name: "must be above
    /// zero".
    pub fn new(field: impl Into<Cow<'static, str>>, rule: impl Into<Cow<'static, str>>) -> Self {
        Self { field: field.into(), rule: rule.into() }
    }

    /// Fails unless the rule is kept.
    ///
    /// ```
    /// use payments_core::InvalidField;
    ///
    /// let months = 13;
    /// assert!(InvalidField::unless((1..=12).contains(&months), "month", "must be 1 to 12").is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// The field and the rule it breaks.
    pub fn unless(
        is_kept: bool,
        field: impl Into<Cow<'static, str>>,
        rule: impl Into<Cow<'static, str>>,
    ) -> Result<(), Self> {
        if is_kept { Ok(()) } else { Err(Self::new(field, rule)) }
    }

    /// Adds the object that contains the field to its path. A value that does not know its name has an empty one.
    #[must_use]
    pub fn within(self, parent: impl fmt::Display) -> Self {
        let path = if self.field.is_empty() { parent.to_string() } else { format!("{parent}.{}", self.field) };
        Self { field: path.into(), rule: self.rule }
    }

    /// Names the field in place of the kind of value, which is the path up to the first dot: a value that is checked before it
    /// is put into a request knows only its kind, and which of its members is invalid.
    ///
    /// ```
    /// use payments_core::InvalidField;
    ///
    /// let problem = InvalidField::new("period.from", "must be before the end").named("delivery");
    /// assert_eq!(problem.field(), "delivery.from");
    /// ```
    #[must_use]
    pub fn named(self, field: impl Into<Cow<'static, str>>) -> Self {
        let member = self.field.split_once('.').map(|(_, member)| member);
        let field = field.into();
        let path = member.map(|member| format!("{field}.{member}").into());
        Self { field: path.unwrap_or(field), rule: self.rule }
    }

    /// The path of the field on the wire, with dots.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// The rule it breaks.
    pub fn rule(&self) -> &str {
        &self.rule
    }
}

impl fmt::Display for InvalidField {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.field, self.rule)
    }
}

impl std::error::Error for InvalidField {}

/// A setter takes a checked value too, whose conversion cannot fail.
impl From<Infallible> for InvalidField {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// Checks that a text is not empty and has at most `longest` characters.
///
/// # Errors
///
/// The field and the rule it breaks.
pub fn check_length(field: &'static str, text: &str, longest: usize) -> Result<(), InvalidField> {
    if text.is_empty() {
        return Err(InvalidField::new(field, "must not be empty"));
    }
    // Not counted to the end, because the text may be very long.
    if text.chars().nth(longest).is_some() {
        return Err(InvalidField::new(field, format!("must have at most {longest} characters")));
    }
    Ok(())
}

/// Checks a shared secret for stray white space and control characters. It must not be empty either.
///
/// A line feed from the file it was read from would make every signature wrong, and no other error would say why.
///
/// # Errors
///
/// The field and the rule it breaks.
pub fn check_secret(field: &'static str, secret: &Secret) -> Result<(), InvalidField> {
    let text = secret.expose();
    if text.is_empty() || text.trim() != text || text.chars().any(char::is_control) {
        let rule = "must not be empty, hold control characters, or begin or end with white space";
        return Err(InvalidField::new(field, rule));
    }
    Ok(())
}
