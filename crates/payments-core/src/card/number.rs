//! The full card number.

use std::fmt;
use std::str::FromStr;

use super::{CardError, CardMask, LONGEST_TEXT};
use crate::secret::Secret;

/// A full card number (PAN): 13 to 19 digits with a correct check digit.
///
/// `Debug` shows the last four digits, there is no `Display`, and the digits are wiped from memory when dropped.
///
/// ```
/// use payments_core::CardNumber;
///
/// let number: CardNumber = "4242424242424242".parse()?;
/// assert_eq!(number.last4(), "4242");
/// assert_eq!(format!("{number:?}"), "CardNumber(*4242)");
/// assert!("4242424242424241".parse::<CardNumber>().is_err());
/// # Ok::<(), payments_core::CardError>(())
/// ```
#[derive(Clone)]
pub struct CardNumber(Secret);

impl CardNumber {
    /// Checks and wraps a card number.
    ///
    /// # Errors
    ///
    /// [`CardError::NumberNotDigits`], [`CardError::NumberLength`], [`CardError::NumberCheckDigit`]. A text of more
    /// than 1 KiB is refused as [`CardError::NumberLength`] whatever it contains: it is neither read nor copied nor
    /// wiped.
    pub fn new(digits: impl AsRef<str> + Into<String>) -> Result<Self, CardError> {
        if digits.as_ref().len() > LONGEST_TEXT {
            return Err(CardError::NumberLength);
        }
        // Wrapped first, so that a refused number is wiped too.
        let digits = Secret::new(digits);
        check(digits.expose())?;
        Ok(Self(digits))
    }

    /// All digits. Only for the endpoint that sends them.
    pub fn expose_digits(&self) -> &str {
        self.0.expose()
    }

    /// The last four digits, which may be shown and stored.
    pub fn last4(&self) -> &str {
        let digits = self.0.expose();
        digits.get(digits.len() - 4..).unwrap_or_default()
    }

    /// The first six and the last four digits, which may be shown and stored.
    pub fn mask(&self) -> CardMask {
        let digits = self.0.expose();
        let first = digits.get(..6).unwrap_or_default();
        CardMask::new(format!("{first}{}{}", "*".repeat(digits.len() - 10), self.last4()))
    }
}

fn check(digits: &str) -> Result<(), CardError> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(CardError::NumberNotDigits);
    }
    if !(13..=19).contains(&digits.len()) {
        return Err(CardError::NumberLength);
    }
    if !luhn_sum(digits).is_multiple_of(10) {
        return Err(CardError::NumberCheckDigit);
    }
    Ok(())
}

/// ISO/IEC 7812-1, annex B: every second digit from the right counts double, its own digits added up.
pub(crate) fn luhn_sum(digits: &str) -> u32 {
    digits
        .bytes()
        .rev()
        .map(|byte| u32::from(byte - b'0'))
        .enumerate()
        .map(|(place, digit)| if place % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 })
        .sum()
}

impl FromStr for CardNumber {
    type Err = CardError;

    fn from_str(digits: &str) -> Result<Self, CardError> {
        Self::new(digits)
    }
}

impl fmt::Debug for CardNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "CardNumber(*{})", self.last4())
    }
}
