//! Numbers that are no card numbers by their shape, read in another way than the core reads them.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// `d` is a digit.
const DAYS: [&str; 10] = [
    "19dd-dd-dd",
    "20dd-dd-dd",
    "19dd/dd/dd",
    "20dd/dd/dd",
    "19dd.dd.dd",
    "20dd.dd.dd",
    "dd.dd.19dd",
    "dd.dd.20dd",
    "dd/dd/19dd",
    "dd/dd/20dd",
];

/// Most digits of a fraction of a second.
const FRACTION: usize = 12;

/// Bytes of a day.
const DAY: usize = 10;

/// Bytes of a UUID.
const UUID: usize = 36;

/// Bytes of the longest address.
const ADDRESS: usize = 45;

/// The bytes of the UUIDs, the days, the times and the addresses that a text may be read to begin with.
pub(crate) fn lengths(text: &str) -> Vec<usize> {
    if text.get(..UUID).is_some_and(is_uuid) {
        return vec![UUID];
    }
    let is_day = DAYS.iter().any(|day| fits(text, day));
    let moments = if is_day { days_and_times(text) } else { times(text, &["dd:dd:dd"]) };
    if moments.is_empty() { address(text).into_iter().collect() } else { moments }
}

/// `2024-07-02`, with a time behind it or without.
fn days_and_times(text: &str) -> Vec<usize> {
    let behind = text.get(DAY..).unwrap_or_default();
    let separator =
        behind.chars().next().filter(|separator| matches!(separator, 'T' | 't' | '_' | '+' | ' ' | '\u{a0}'));
    let separator = separator.map_or(0, char::len_utf8);
    let times = times(behind.get(separator..).unwrap_or_default(), &["dd:dd:dd", "dd:dd"]);
    times.into_iter().map(|time| DAY + separator + time).chain([DAY]).collect()
}

fn is_uuid(text: &str) -> bool {
    let fits = |(place, byte): (usize, u8)| match place {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.bytes().enumerate().all(fits) && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Whether a text begins like this.
fn fits(text: &str, pattern: &str) -> bool {
    let fits = |(byte, wanted): (u8, u8)| byte == wanted || (wanted == b'd' && byte.is_ascii_digit());
    text.len() >= pattern.len() && text.bytes().zip(pattern.bytes()).all(fits)
}

/// `12:13:23`, with a fraction and an offset or without.
fn times(text: &str, patterns: &[&str]) -> Vec<usize> {
    let mut ends = Vec::new();
    for pattern in patterns.iter().filter(|pattern| fits(text, pattern)) {
        let second = pattern.len();
        ends.push(second);
        ends.extend(fraction(text.get(second..).unwrap_or_default()).map(|length| second + length));
    }
    let zoned = |end: &usize| end + offset(text.get(*end..).unwrap_or_default());
    let zoned: Vec<_> = ends.iter().map(zoned).collect();
    ends.extend(zoned);
    ends
}

/// `.692217`, or with a comma.
fn fraction(text: &str) -> Option<usize> {
    let digits = text.strip_prefix(['.', ','])?.bytes().take_while(u8::is_ascii_digit).count();
    (1..=FRACTION).contains(&digits).then_some(1 + digits)
}

/// `+03`, `+0300`, `+03:00`, with any dash for a minus.
fn offset(text: &str) -> usize {
    let signs = [
        '+', '-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2015}', '\u{2212}', '\u{fe58}',
        '\u{fe63}', '\u{ff0d}',
    ];
    let Some(digits) = text.strip_prefix(signs) else { return 0 };
    let forms = ["dd:dd", "dddd", "dd"];
    forms.iter().find(|form| fits(digits, form)).map_or(0, |form| text.len() - digits.len() + form.len())
}

/// The punctuation of a sentence may follow it.
fn address(text: &str) -> Option<usize> {
    let four = beginning(text, |byte| byte.is_ascii_digit() || byte == b'.');
    let six = beginning(text, |byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.'));
    parsed::<Ipv4Addr>(four).or_else(|| parsed::<Ipv6Addr>(six))
}

fn beginning(text: &str, belongs: fn(u8) -> bool) -> &str {
    let length = text.bytes().take(ADDRESS + 1).take_while(|byte| belongs(*byte)).count();
    text.get(..length).unwrap_or_default()
}

fn parsed<A: FromStr>(text: &str) -> Option<usize> {
    let shorter = text.strip_suffix(['.', ':']).unwrap_or_default();
    [text, shorter].iter().find(|address| address.parse::<A>().is_ok()).map(|address| address.len())
}
