//! Card data.

use payments_core::{CardExpiry, CardMask, CardNumber, SecurityCode};

use crate::promises;

/// A card number is 13 to 19 digits with a good check digit, and shows its ends only.
pub(super) fn card_number(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Ok(code) = SecurityCode::new(text.as_ref()) {
        assert_eq!(code.expose_digits(), text);
        assert_eq!(format!("{code:?}"), "SecurityCode([hidden])");
    }
    let accepted = text.len() >= 13 && text.len() <= 19 && check_digit_fits(input);
    match CardNumber::new(text.as_ref()) {
        Ok(number) => {
            assert!(accepted, "a number that is none is taken");
            promises::debug(&number);
            assert_eq!(number.expose_digits(), text);
            let mask = number.mask();
            assert_eq!(mask.as_str().len(), text.len());
            assert_eq!(mask.last4(), Some(number.last4()));
            assert_eq!(mask.first_digits(), text.get(..6));
            card_mask(mask.as_str().as_bytes());
        }
        Err(error) => {
            assert!(!accepted, "a good number is refused: {error}");
            promises::debug_and_display(&error);
        }
    }
}

/// The check digit, by the standard's own words: from the right, every second digit counts double, less 9 if above 9.
fn check_digit_fits(digits: &[u8]) -> bool {
    let value = |(place, digit): (usize, &u8)| match (place % 2, u32::from(*digit - b'0')) {
        (0, digit) => digit,
        (_, digit) if digit > 4 => 2 * digit - 9,
        (_, digit) => 2 * digit,
    };
    digits.iter().all(u8::is_ascii_digit) && digits.iter().rev().enumerate().map(value).sum::<u32>() % 10 == 0
}

/// A mask keeps what the provider wrote, and what it shows of the number is in it.
pub(super) fn card_mask(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let mask = CardMask::new(text.as_ref());
    promises::debug(&mask);
    assert_eq!(mask.as_str(), text, "the text is kept");
    if let Some(first) = mask.first_digits() {
        assert!(text.starts_with(first) && first.bytes().all(|byte| byte.is_ascii_digit()));
        assert!(first.len() < text.len(), "something is hidden");
    }
    if let Some(last) = mask.last4() {
        assert!(text.ends_with(last) && last.len() == 4 && last.bytes().all(|byte| byte.is_ascii_digit()));
    }
    let written = serde_json::to_vec(text.as_ref()).expect("a text is JSON");
    let read: CardMask = payments_core::json::decode(&written).expect("a text is a mask");
    assert_eq!(read, mask);
}

/// The month and the year come back as they were given.
pub(super) fn card_expiry(input: &[u8]) {
    let [month, high, low, ..] = *input else { return };
    let year = u16::from_be_bytes([high, low]);
    match CardExpiry::new(month, year) {
        Ok(expiry) => {
            assert_eq!(format!("{expiry:?}"), "CardExpiry([hidden])");
            assert_eq!(expiry.month_digits().parse(), Ok(month));
            assert_eq!(expiry.full_year_digits().parse(), Ok(year));
            assert_eq!(expiry.year_digits().parse(), Ok(year - 2000));
            assert_eq!((expiry.month_digits().len(), expiry.year_digits().len()), (2, 2));
        }
        Err(_) => assert!(!(1..=12).contains(&month) || !(2000..=2099).contains(&year)),
    }
}
