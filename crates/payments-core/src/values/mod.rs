//! Kinds of values with a rule or a redaction of their own, for all providers.

mod bank_codes;
mod email;
mod hidden;
mod inn;
mod minutes;
mod phone;
mod provider_text;

pub use self::bank_codes::{AccountNumber, Bik};
pub use self::email::Email;
pub use self::hidden::Hidden;
pub use self::inn::Inn;
pub use self::minutes::Minutes;
pub use self::phone::Phone;
pub use self::provider_text::ProviderText;

fn check_digits(text: &str, lengths: &[usize], rule: &'static str) -> Result<(), &'static str> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if digits && lengths.contains(&text.len()) { Ok(()) } else { Err(rule) }
}
