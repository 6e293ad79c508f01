//! Numbers that are not card numbers and are searched for in logs: UUIDs, timestamps, IP addresses.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::RangeInclusive;

use super::character::{Kind, Unit};

/// The length of a UUID.
pub(super) const UUID: usize = 36;

/// Years that occur in logs. No card number begins like these.
const YEARS: RangeInclusive<u32> = 1900..=2099;

/// The maximum number of digits of a fraction of a second; fewer than a card number has.
const FRACTION: usize = 12;

/// The length of the longest IP address.
const LONGEST_ADDRESS: usize = 45;

/// The length of the UUID, timestamp or IP address that begins here as a separate word; 0 if there is none.
pub(super) fn shape_length(before: &[Unit], units: &[Unit], uuid_fits: bool) -> usize {
    let may_begin = units.first().is_some_and(|unit| unit.is_digit() || unit.character.is_ascii_hexdigit());
    if !may_begin || before.last().is_some_and(Unit::is_alphanumeric) {
        return 0;
    }
    if uuid_fits && is_uuid(units) {
        return UUID;
    }
    if matches!(before, [.., number, sign] if number.is_digit() && sign.is_glue()) {
        return 0;
    }
    behind_shape(units).map_or(0, |behind| units.len() - behind.len())
}

fn is_uuid(units: &[Unit]) -> bool {
    let Some((uuid, behind)) = units.split_at_checked(UUID) else { return false };
    let fits = uuid.iter().enumerate().all(|(place, unit)| match place {
        8 | 13 | 18 | 23 => unit.character == '-',
        _ => unit.character.is_ascii_hexdigit(),
    });
    // A UUID of digits only is rarer than a card number followed by more digits.
    let has_letter = uuid.iter().any(|unit| unit.kind == Kind::Letter);
    fits && has_letter && !behind.first().is_some_and(Unit::is_alphanumeric)
}

fn behind_shape(units: &[Unit]) -> Option<&[Unit]> {
    behind_moments(units).or_else(|| behind_ipv4(units)).or_else(|| behind_ipv6(units))
}

/// A timestamp, or an interval between two.
fn behind_moments(units: &[Unit]) -> Option<&[Unit]> {
    let other = || moment_ends(units).into_iter().filter_map(behind_to).find_map(behind_one_moment);
    behind_one_moment(units).or_else(other)
}

/// A timestamp, and no other after it.
fn behind_one_moment(units: &[Unit]) -> Option<&[Unit]> {
    moment_ends(units).into_iter().find(|behind| ends_word(behind))
}

/// The separator of an interval: `/`, a dash or two dots.
fn behind_to(units: &[Unit]) -> Option<&[Unit]> {
    let dots = || behind_sign(behind_sign(units, is('.'))?, is('.'));
    behind_sign(units, |unit| unit.character == '/' || unit.is_dash()).or_else(dots)
}

/// The possible ends of the timestamp that begins here, the latest first.
fn moment_ends(units: &[Unit]) -> Vec<&[Unit]> {
    let mut ends = Vec::new();
    let day = behind_day(units);
    let clock = match day {
        Some(behind) => behind_sign(behind, |unit| matches!(unit.character, 'T' | 't' | '_' | '+' | ' ' | '\u{a0}')),
        None => Some(units),
    };
    let minute = clock.and_then(behind_minute);
    let second = minute.and_then(|behind| behind_number(behind_sign(behind, is(':'))?, 2, 0..=60));
    for behind in [behind_fraction(second), second, minute.filter(|_| day.is_some())].into_iter().flatten() {
        ends.extend(behind_zone(behind));
        ends.push(behind);
    }
    ends.extend(day);
    ends
}

/// `2024-07-02`, `2024/07/02`, `2024.07.02`, `02.07.2024`, `02/07/2024`.
fn behind_day(units: &[Unit]) -> Option<&[Unit]> {
    let parts = |first: (usize, RangeInclusive<u32>), separator: char, last: (usize, RangeInclusive<u32>)| {
        let second = behind_sign(behind_number(units, first.0, first.1)?, is(separator))?;
        // In the US the month comes first.
        let third = behind_sign(behind_number(second, 2, 1..=31)?, is(separator))?;
        behind_number(third, last.0, last.1)
    };
    let year_first = ['-', '/', '.'].into_iter().find_map(|separator| parts((4, YEARS), separator, (2, 1..=31)));
    year_first.or_else(|| ['/', '.'].into_iter().find_map(|separator| parts((2, 1..=31), separator, (4, YEARS))))
}

/// `12:13`.
fn behind_minute(units: &[Unit]) -> Option<&[Unit]> {
    behind_number(behind_sign(behind_number(units, 2, 0..=24)?, is(':'))?, 2, 0..=59)
}

/// `.692217`, or with a comma.
fn behind_fraction(second: Option<&[Unit]>) -> Option<&[Unit]> {
    let digits = behind_sign(second?, |unit| matches!(unit.character, '.' | ','))?;
    let length = digits.iter().take(FRACTION + 1).take_while(|unit| unit.is_digit()).count();
    digits.get(length..).filter(|_| (1..=FRACTION).contains(&length))
}

/// `Z`, `+03`, `+0300`, `+03:00`.
fn behind_zone(units: &[Unit]) -> Option<&[Unit]> {
    if let Some(behind) = behind_sign(units, |unit| matches!(unit.character, 'Z' | 'z')) {
        return Some(behind);
    }
    // No card number begins with one of these after a plus or a dash.
    let hour = behind_number(behind_sign(units, |unit| unit.character == '+' || unit.is_dash())?, 2, 0..=14)?;
    behind_number(behind_sign(hour, is(':')).unwrap_or(hour), 2, 0..=59).or(Some(hour))
}

/// `192.168.100.200`, followed by any port or prefix.
fn behind_ipv4(units: &[Unit]) -> Option<&[Unit]> {
    let (behind, _) = behind_parsed::<Ipv4Addr>(units, |unit| unit.is_digit() || unit.character == '.')?;
    (ends_word(behind) || begins_port(behind) || begins_prefix(behind)).then_some(behind)
}

/// `2001:db8::1`, followed by any prefix.
fn behind_ipv6(units: &[Unit]) -> Option<&[Unit]> {
    let sign = |unit: &Unit| unit.character.is_ascii_hexdigit() || matches!(unit.character, ':' | '.');
    let (behind, written) = behind_parsed::<Ipv6Addr>(units, sign)?;
    // With digits only, pairs and four groups of four may be a card number, unless no card number begins like this.
    let has_letter = written.contains(|character: char| character.is_ascii_alphabetic());
    let beginning = if written.contains("::") { "20" } else { "2" };
    let is_address = has_letter || (written.starts_with(beginning) && written.find(':') == Some(4));
    (is_address && (ends_word(behind) || begins_prefix(behind))).then_some(behind)
}

/// The units after an address, and the address. The punctuation of a sentence may follow it.
fn behind_parsed<A: std::str::FromStr>(units: &[Unit], belongs: fn(&Unit) -> bool) -> Option<(&[Unit], String)> {
    let written: String =
        units.iter().take(LONGEST_ADDRESS + 1).take_while(|unit| belongs(unit)).map(|unit| unit.character).collect();
    let shorter = written.strip_suffix(['.', ':']).unwrap_or_default();
    let address = [written.as_str(), shorter].into_iter().find(|text| text.parse::<A>().is_ok())?.to_owned();
    // All its characters are ASCII.
    Some((units.get(address.len()..)?, address))
}

fn begins_port(units: &[Unit]) -> bool {
    units.first().is_some_and(|unit| unit.character == ':')
}

/// `/24`.
fn begins_prefix(units: &[Unit]) -> bool {
    let Some(digits) = behind_sign(units, is('/')) else { return false };
    let length = digits.iter().take_while(|unit| unit.is_digit()).take(4).count();
    (1..=3).contains(&length) && digits.get(length..).is_some_and(ends_word)
}

/// Whether a word ends before this, with no further digits joined to it.
fn ends_word(behind: &[Unit]) -> bool {
    match behind {
        [sign, next, ..] if sign.is_glue() => !next.is_digit(),
        [sign, ..] => !sign.is_alphanumeric(),
        [] => true,
    }
}

/// The units after a number of this length, if its value is within the range.
fn behind_number(units: &[Unit], length: usize, values: RangeInclusive<u32>) -> Option<&[Unit]> {
    let (digits, behind) = units.split_at_checked(length)?;
    let value = digits.iter().try_fold(0, |sum, unit| match unit.kind {
        Kind::Digit(value) => Some(10 * sum + u32::from(value)),
        _ => None,
    })?;
    values.contains(&value).then_some(behind)
}

fn behind_sign(units: &[Unit], fits: impl FnOnce(&Unit) -> bool) -> Option<&[Unit]> {
    let (first, behind) = units.split_first()?;
    fits(first).then_some(behind)
}

fn is(character: char) -> impl FnOnce(&Unit) -> bool {
    move |unit| unit.character == character
}
