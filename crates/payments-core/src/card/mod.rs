//! Card data: types that never print themselves, and are wiped from memory when dropped.
//!
//! Handling full card numbers falls under PCI DSS; these types keep them out of logs and error messages, not out of
//! scope.

mod expiry;
mod mask;
mod number;
mod security_code;

pub use expiry::CardExpiry;
pub use mask::CardMask;
pub use number::CardNumber;
pub(crate) use number::luhn_sum;
pub use security_code::SecurityCode;

/// The longest text that is copied into a [`Secret`](crate::Secret), so that a card number within it is wiped. This
/// bounds the work that a long text can cause.
const LONGEST_TEXT: usize = 1024;

/// Why card data is invalid. The message never repeats the data.
#[derive(Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CardError {
    /// A card number holds something other than ASCII digits.
    #[error("a card number is digits only, without spaces or dashes")]
    NumberNotDigits,
    /// A card number is too short or too long.
    #[error("a card number has 13 to 19 digits")]
    NumberLength,
    /// The check digit is wrong: a typing mistake.
    #[error("the card number's check digit is wrong")]
    NumberCheckDigit,
    /// The month is not 1 to 12.
    #[error("the expiry month is 1 to 12")]
    ExpiryMonth,
    /// The year is not of this century.
    #[error("the expiry year has four digits, 2000 to 2099")]
    ExpiryYear,
    /// A security code is not 3 or 4 digits.
    #[error("a security code is 3 or 4 digits")]
    SecurityCode,
}

crate::debug_as_sentence!(CardError);
