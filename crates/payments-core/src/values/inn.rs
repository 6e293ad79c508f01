//! Russian taxpayer numbers.

use super::check_digits;
use crate::checked_text;

checked_text! {
    /// A Russian taxpayer number (ИНН): 10 digits of an organisation, or 12 of a person. The check digits are not checked:
    /// providers' test systems have numbers without valid ones.
    pub struct Inn: "INN", is_inn;
}

fn is_inn(text: &str) -> Result<(), &'static str> {
    check_digits(text, &[10, 12], "must be 10 or 12 digits")
}
