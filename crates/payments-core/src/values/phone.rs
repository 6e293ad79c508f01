//! Phone numbers.

use crate::checked_text;

checked_text! {
    /// A phone number with its country code: 7 to 15 digits, with or without a plus in front, and nothing between.
    pub struct Phone: "phone number", is_phone;
}

fn is_phone(text: &str) -> Result<(), &'static str> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let valid = (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if valid { Ok(()) } else { Err("must be 7 to 15 digits with the country code, with or without a plus in front") }
}
