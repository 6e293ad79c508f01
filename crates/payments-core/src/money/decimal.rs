//! Exact conversion between decimal text and minor units.

use super::MoneyError;

/// Three times the digits of the largest amount. A longer text is refused unread.
const LONGEST: usize = 64;

/// Parses `decimal` as a number with `exponent` decimals, in units of its last place.
pub(super) fn parse(decimal: &str, exponent: u8) -> Result<i64, MoneyError> {
    if decimal.len() > LONGEST {
        return Err(MoneyError::NotDecimal);
    }
    let (negative, unsigned) = match decimal.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, decimal),
    };
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((_, "")) => return Err(MoneyError::NotDecimal),
        Some(parts) => parts,
        None => (unsigned, ""),
    };
    let all_digits = whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits {
        return Err(MoneyError::NotDecimal);
    }

    let fraction = fraction.trim_end_matches('0');
    let missing = usize::from(exponent).checked_sub(fraction.len()).ok_or(MoneyError::TooPrecise { exponent })?;
    let digits = whole.bytes().chain(fraction.bytes()).chain(std::iter::repeat_n(b'0', missing));
    // Summed as a negative number, because the lowest i64 has no positive counterpart.
    let below_zero = digits
        .map(|byte| i64::from(byte - b'0'))
        .try_fold(0_i64, |sum, digit| sum.checked_mul(10)?.checked_sub(digit))
        .ok_or(MoneyError::TooLarge)?;
    if negative {
        return Ok(below_zero);
    }
    below_zero.checked_neg().ok_or(MoneyError::TooLarge)
}

/// Formats `minor_units` with `exponent` decimals.
pub(super) fn print(minor_units: i64, exponent: u8) -> String {
    let decimals = usize::from(exponent);
    let sign = if minor_units < 0 { "-" } else { "" };
    let mut digits = format!("{:0>width$}", minor_units.unsigned_abs(), width = decimals + 1);
    if decimals > 0 {
        digits.insert(digits.len() - decimals, '.');
    }
    format!("{sign}{digits}")
}
