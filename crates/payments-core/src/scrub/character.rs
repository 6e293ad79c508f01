//! Splits a text into characters, each written as it is or as an escape.

use std::str::from_utf8;

/// The zeros of all decimal digits (Unicode 17, general category Nd), each followed by the digits one to nine.
const ZEROS: [u32; 77] = [
    0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
    0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620,
    0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x10d40, 0x11066, 0x110f0, 0x11136,
    0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x116d0, 0x116da, 0x11730, 0x118e0, 0x11950, 0x11bf0,
    0x11c50, 0x11d50, 0x11da0, 0x11de0, 0x11f50, 0x16130, 0x16a60, 0x16ac0, 0x16b50, 0x16d70, 0x1ccf0, 0x1d7ce,
    0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e5f1, 0x1e950, 0x1fbf0,
];

/// HTML escapes of characters that may separate digits.
const ENTITIES: [(&str, char); 9] = [
    ("&nbsp;", '\u{a0}'),
    ("&ensp;", '\u{2002}'),
    ("&emsp;", '\u{2003}'),
    ("&thinsp;", '\u{2009}'),
    ("&shy;", '\u{ad}'),
    ("&ndash;", '–'),
    ("&mdash;", '—'),
    ("&minus;", '−'),
    ("&middot;", '·'),
];

/// The maximum number of digits in a numeric escape.
const LONGEST_NUMBER: usize = 7;

/// A character of a text, and its byte range.
#[derive(Clone, Copy)]
pub(super) struct Unit {
    pub(super) character: char,
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The role of a character in a card number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A decimal digit of any script, with its value.
    Digit(u8),
    /// A space, a dash, a control character or an invisible one: people write card numbers with these.
    Filler,
    /// A character that also joins the digits of dates, decimal numbers and addresses.
    Joiner,
    /// Any other sign.
    Sign,
    /// A letter, or an alphanumeric character like one.
    Letter,
}

impl Unit {
    pub(super) fn is_digit(&self) -> bool {
        matches!(self.kind, Kind::Digit(_))
    }

    pub(super) fn is_alphanumeric(&self) -> bool {
        matches!(self.kind, Kind::Digit(_) | Kind::Letter)
    }

    pub(super) fn is_dash(&self) -> bool {
        is_dash(self.character)
    }

    /// Whether it joins two numbers into one without a gap.
    pub(super) fn is_glue(&self) -> bool {
        self.is_dash() || self.kind == Kind::Joiner || self.character == ':'
    }
}

/// Whether escapes are decoded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Escapes {
    Read,
    None,
}

/// The first characters of a text, at most `most`.
pub(super) fn read(text: &str, most: usize, escapes: Escapes) -> Vec<Unit> {
    let mut start = 0;
    let next = || {
        let (character, length) = first(text.get(start..)?, escapes)?;
        let unit = Unit { character, kind: kind(character), start, end: start + length };
        start = unit.end;
        Some(unit)
    };
    std::iter::from_fn(next).take(most).collect()
}

/// The value of a decimal digit.
pub(super) fn digit(character: char) -> Option<u8> {
    if character.is_ascii() {
        return character.to_digit(10).and_then(|value| u8::try_from(value).ok());
    }
    let code = u32::from(character);
    let scripts = ZEROS.partition_point(|zero| *zero <= code);
    let value = code - ZEROS.get(scripts.checked_sub(1)?)?;
    u8::try_from(value).ok().filter(|value| *value < 10)
}

/// The character to print: a space for a control character.
pub(super) fn printable(character: char) -> char {
    if character.is_control() { ' ' } else { character }
}

fn kind(character: char) -> Kind {
    // The most common case first.
    if character.is_ascii_alphabetic() {
        return Kind::Letter;
    }
    if let Some(value) = digit(character) {
        return Kind::Digit(value);
    }
    // Control characters are printed as spaces.
    if character.is_whitespace() || character.is_control() || is_dash(character) || is_invisible(character) {
        return Kind::Filler;
    }
    match character {
        '.' | '_' | '/' | '+' => Kind::Joiner,
        _ if character.is_alphanumeric() => Kind::Letter,
        _ => Kind::Sign,
    }
}

const fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// Soft hyphens, fillers, zero-width spaces, direction marks and combining marks.
const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{20d0}'..='\u{20ff}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// The first character of a text, and its length in bytes.
fn first(text: &str, escapes: Escapes) -> Option<(char, usize)> {
    let plain = text.chars().next()?;
    let read = match plain {
        _ if escapes == Escapes::None => None,
        '%' => percent(text),
        '\\' => backslash(text),
        '&' => entity(text),
        _ => None,
    };
    // An escaped letter hides nothing, but the hexadecimal digits of the escape may be the first digits of a number
    // after a lone `%`.
    read.filter(|(character, _)| !character.is_alphabetic()).or(Some((plain, plain.len_utf8())))
}

/// `%20`, `%C2%A0`: escapes of URLs and forms.
fn percent(text: &str) -> Option<(char, usize)> {
    let byte = |place: usize| {
        let escape = text.get(3 * place..3 * place + 3)?;
        u8::try_from(number(escape.strip_prefix('%')?, 16)?).ok()
    };
    let length = match byte(0)? {
        0..=0x7f => 1,
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    };
    let bytes: Vec<u8> = (0..length).map_while(byte).collect();
    let character = from_utf8(&bytes).ok()?.chars().next()?;
    Some((character, 3 * length))
}

/// `\n`, `\u00a0`, `\u{a0}`, `\/`: escapes of JSON and `Debug`.
fn backslash(text: &str) -> Option<(char, usize)> {
    let escape = text.get(1..)?;
    let short = match escape.chars().next()? {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '0' => '\0',
        'u' if escape.starts_with("u{") => return numbered(text, "\\u{", 16, '}'),
        'u' => return Some((char::from_u32(number(escape.get(1..5)?, 16)?)?, 6)),
        'x' => return Some((char::from_u32(number(escape.get(1..3)?, 16)?)?, 4)),
        sign if sign.is_ascii_punctuation() => sign,
        _ => return None,
    };
    Some((short, 2))
}

/// `&nbsp;`, `&#160;`, `&#xa0;`: escapes of HTML.
fn entity(text: &str) -> Option<(char, usize)> {
    let named = ENTITIES.iter().find(|(name, _)| text.starts_with(name)).map(|(name, is)| (*is, name.len()));
    named
        .or_else(|| numbered(text, "&#x", 16, ';'))
        .or_else(|| numbered(text, "&#X", 16, ';'))
        .or_else(|| numbered(text, "&#", 10, ';'))
}

/// A character by its number, between `before` and `after`.
fn numbered(text: &str, before: &str, radix: u32, after: char) -> Option<(char, usize)> {
    let behind = text.strip_prefix(before)?;
    let length = behind.chars().take(LONGEST_NUMBER).take_while(char::is_ascii_hexdigit).count();
    let character = char::from_u32(number(behind.get(..length)?, radix)?)?;
    behind.get(length..)?.starts_with(after).then(|| (character, before.len() + length + after.len_utf8()))
}

fn number(digits: &str, radix: u32) -> Option<u32> {
    // `from_str_radix` accepts a sign.
    let plain = digits.chars().all(|digit| digit.is_digit(radix));
    u32::from_str_radix(digits, radix).ok().filter(|_| plain)
}
