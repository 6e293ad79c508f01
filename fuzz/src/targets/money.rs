//! Amounts and currencies.

use payments_core::{Currency, Money, MoneyError};

use crate::promises;

/// What is read prints itself as what it was, to the last minor unit. The input is a currency and, on the next line, a
/// decimal number.
pub(super) fn money(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let (code, decimal) = text.split_once('\n').unwrap_or(("RUB", &text));
    let currency = Currency::from_code(code);
    promises::debug_and_display(&currency);
    assert!(currency.as_str().eq_ignore_ascii_case(code), "the code is kept");
    assert_eq!(Currency::from_code(&code.to_ascii_lowercase()), currency);
    assert!(currency.exponent().is_none_or(|exponent| exponent <= 4), "no currency has more than 4 decimals");

    match (Money::parse(decimal, currency.clone()), currency.exponent()) {
        (Ok(money), Some(exponent)) => {
            assert_eq!(i128::from(money.minor_units()), exact(decimal, exponent).expect("a number was read"));
            comes_back(&money);
        }
        (Ok(_), None) => panic!("major units of a currency whose precision nobody knows"),
        (Err(MoneyError::TooLarge), Some(exponent)) => {
            assert!(exact(decimal, exponent).is_none_or(|exact| i64::try_from(exact).is_err()), "it fits");
        }
        (Err(error), _) => promises::debug_and_display(&error),
    }
    if let Some((bytes, _)) = input.split_first_chunk() {
        let money = Money::from_minor_units(i64::from_le_bytes(*bytes), currency);
        if money.currency().exponent().is_some() {
            comes_back(&money);
        }
        arithmetic(&money);
    }
}

fn comes_back(money: &Money) {
    let printed = money.to_decimal().expect("the precision is known");
    assert_eq!(Money::parse(&printed, money.currency().clone()).as_ref(), Ok(money), "{printed}");
    let plain = printed.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    assert!(plain && !printed.starts_with('.') && !printed.ends_with('.'), "{printed}");
}

/// The number of minor units, if 128 bits hold it.
fn exact(decimal: &str, exponent: u8) -> Option<i128> {
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
    let mut digits = String::from(whole);
    for place in 0..usize::from(exponent) {
        digits.push(fraction.chars().nth(place).unwrap_or('0'));
    }
    digits.parse().ok()
}

fn arithmetic(money: &Money) {
    let zero = Money::from_minor_units(0, money.currency().clone());
    assert_eq!(money.checked_add(&zero).as_ref(), Ok(money));
    assert_eq!(money.checked_sub(money).as_ref(), Ok(&zero));
    assert_eq!(money.checked_mul(1).as_ref(), Ok(money));
    let doubled = money.minor_units().checked_mul(2);
    assert_eq!(money.checked_add(money).ok().map(|sum| sum.minor_units()), doubled);
    assert_eq!(money.checked_mul(2).ok().map(|product| product.minor_units()), doubled);
    assert_eq!(money.is_positive(), *money > zero);
    let other = Money::from_minor_units(0, Currency::from_code("another"));
    assert!(*money.currency() == *other.currency() || money.checked_add(&other).is_err());
}
