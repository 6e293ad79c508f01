//! The security code of a card.

use std::fmt;
use std::str::FromStr;

use super::{CardError, LONGEST_TEXT};
use crate::secret::Secret;

/// A card's security code (CVV2, CVC2, CVP2): 3 or 4 digits. It may never be stored, and never prints itself.
#[derive(Clone)]
pub struct SecurityCode(Secret);

impl SecurityCode {
    /// Checks and wraps a security code.
    ///
    /// # Errors
    ///
    /// [`CardError::SecurityCode`]. A text of more than 1 KiB is neither read nor copied nor wiped.
    pub fn new(digits: impl AsRef<str> + Into<String>) -> Result<Self, CardError> {
        if digits.as_ref().len() > LONGEST_TEXT {
            return Err(CardError::SecurityCode);
        }
        let digits = Secret::new(digits);
        let text = digits.expose();
        if !matches!(text.len(), 3 | 4) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(CardError::SecurityCode);
        }
        Ok(Self(digits))
    }

    /// The digits. Only for the endpoint that sends them.
    pub fn expose_digits(&self) -> &str {
        self.0.expose()
    }
}

impl FromStr for SecurityCode {
    type Err = CardError;

    fn from_str(digits: &str) -> Result<Self, CardError> {
        Self::new(digits)
    }
}

impl fmt::Debug for SecurityCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecurityCode([hidden])")
    }
}
