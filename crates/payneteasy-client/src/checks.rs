//! The gateway's rules of texts. It drops white space around a value, which therefore does not count; an empty value is not
//! sent.

use std::borrow::Cow;

/// A rule that a text breaks, worded to follow the name of its field.
pub(crate) type Broken = Cow<'static, str>;

/// At most so many characters; it may be empty.
pub(crate) fn at_most<const MOST: usize>(text: &str) -> Result<(), Broken> {
    // Not counted to the end, because the text may be very long.
    let is_longer = text.trim().chars().nth(MOST).is_some();
    if is_longer { Err(format!("must have at most {MOST} characters").into()) } else { Ok(()) }
}

/// As [`at_most`], but not empty.
pub(crate) fn given<const MOST: usize>(text: &str) -> Result<(), Broken> {
    if text.trim().is_empty() { Err("must be given".into()) } else { at_most::<MOST>(text) }
}

/// At most so many digits; it may be empty.
pub(crate) fn digits<const MOST: usize>(text: &str) -> Result<(), Broken> {
    let is_number = text.trim().bytes().all(|byte| byte.is_ascii_digit());
    if is_number { at_most::<MOST>(text) } else { Err("must be digits only".into()) }
}

/// As [`digits`], but not empty.
pub(crate) fn given_digits<const MOST: usize>(text: &str) -> Result<(), Broken> {
    given::<{ usize::MAX }>(text)?;
    digits::<MOST>(text)
}
