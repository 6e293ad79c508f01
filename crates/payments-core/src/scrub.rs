//! Making a provider's words safe to print.

use std::borrow::Cow;
use std::ops::RangeInclusive;

/// Longest text that is printed; what is past it is cut.
const LONGEST: usize = 300;

/// The same in bytes, where every character has four of them.
const LONGEST_IN_BYTES: usize = 4 * LONGEST;

/// Fewest digits in a row that may be a card number.
const SHORTEST_CARD_NUMBER: usize = 13;

/// Digits of a group, where groups are joined by what also stands in dates, decimal numbers and addresses.
const GROUP: RangeInclusive<usize> = 3..=6;

/// Fewest of such groups: a decimal number has two.
const FEWEST_GROUPS: usize = 3;

/// Makes text that came from outside fit for a message or a log line.
///
/// Runs of 13 or more digits, also with spaces, line breaks, dashes or what cannot be seen between them, lose all but the last
/// four, and so do groups of 3 to 6 digits joined by dots, slashes, `_` or `+`; control characters become spaces, so that
/// nobody forges a log line; what is past 300 characters is cut. UUIDs, by which providers number their requests, are left
/// alone.
///
/// ```
/// use payments_core::scrub;
///
/// assert_eq!(scrub("no card 4242 4242-42424242"), "no card ************4242");
/// assert_eq!(scrub("order 1234567"), "order 1234567");
/// ```
pub fn scrub(text: &str) -> Cow<'_, str> {
    let needs_care = text.len() > LONGEST
        || text.chars().any(char::is_control)
        || text.bytes().filter(u8::is_ascii_digit).count() >= SHORTEST_CARD_NUMBER;
    if !needs_care {
        return Cow::Borrowed(text);
    }

    let mut clean = String::with_capacity(text.len().min(LONGEST));
    let mut run = Run::default();
    let mut within_word = false;
    let mut after_digit = false;
    let mut rest = text.chars();
    // What is surely past the longest text is not looked at: a megabyte makes one line, too.
    while let Some(character) = rest.clone().next().filter(|_| clean.len() <= LONGEST_IN_BYTES) {
        // A UUID that is going to be cut would no longer look like one.
        let fits = |uuid: &&str| run.digits == 0 && clean.chars().count() + uuid.len() <= LONGEST;
        if !within_word && let Some(uuid) = leading_uuid(rest.as_str()).filter(fits) {
            clean.push_str(uuid);
            rest = rest.as_str().get(uuid.len()..).unwrap_or_default().chars();
            within_word = true;
            continue;
        }
        if let Some(groups) = leading_groups(rest.as_str()).filter(|_| !after_digit) {
            run.takes_all(groups);
            rest = rest.as_str().get(groups.len()..).unwrap_or_default().chars();
            (within_word, after_digit) = (true, true);
            continue;
        }
        within_word = character.is_alphanumeric();
        after_digit = character.is_ascii_digit();
        rest.next();
        let before_digit = rest.as_str().starts_with(|next: char| next.is_ascii_digit());
        if !run.takes(character, before_digit) {
            run.finish(&mut clean);
            clean.push(printable(character));
        }
    }
    run.finish(&mut clean);

    if let Some((cut, _)) = clean.char_indices().nth(LONGEST) {
        clean.truncate(cut);
        clean.push('…');
    }
    Cow::Owned(clean)
}

/// The UUID that the text begins with, if that is a word of its own.
fn leading_uuid(text: &str) -> Option<&str> {
    let uuid = text.get(..36)?;
    let fits = uuid.bytes().enumerate().all(|(place, byte)| match place {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    });
    // Sixteen bytes of digits alone are rarer than a card number with more digits after it.
    let has_letter = uuid.bytes().any(|byte| byte.is_ascii_alphabetic());
    let ends_there = !text.get(36..)?.starts_with(char::is_alphanumeric);
    (fits && has_letter && ends_there).then_some(uuid)
}

/// The groups of digits that the text begins with, if they may be a card number.
fn leading_groups(text: &str) -> Option<&str> {
    let (mut groups, mut digits, mut end) = (0, 0, 0);
    let mut rest = text;
    loop {
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        if !GROUP.contains(&length) {
            break;
        }
        (groups, digits) = (groups + 1, digits + length);
        end = text.len() - rest.len() + length;
        match rest.get(length..).and_then(|behind| behind.strip_prefix(joins)) {
            Some(behind) => rest = behind,
            None => break,
        }
    }
    let fits = groups >= FEWEST_GROUPS && digits >= SHORTEST_CARD_NUMBER;
    text.get(..end).filter(|_| fits)
}

fn printable(character: char) -> char {
    if character.is_control() { ' ' } else { character }
}

/// What may stand between the digits of a card number. Control characters do, because they are printed as spaces.
fn separates(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || is_invisible(character)
        || matches!(character, '-' | '‐'..='―')
}

/// Soft hyphens, spaces without width and marks of direction.
const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// What also joins the digits of other things than card numbers.
const fn joins(character: char) -> bool {
    matches!(character, '.' | '_' | '/' | '+')
}

/// Digits with spaces, dashes and the like between them, as people write card numbers.
#[derive(Default)]
struct Run {
    text: String,
    digits: usize,
}

impl Run {
    fn takes_all(&mut self, groups: &str) {
        self.digits += groups.bytes().filter(u8::is_ascii_digit).count();
        self.text.push_str(groups);
    }

    fn takes(&mut self, character: char, before_digit: bool) -> bool {
        let digit = character.is_ascii_digit();
        // What is left of a card number must not be the first group of another.
        let joiner = self.digits >= SHORTEST_CARD_NUMBER && before_digit && joins(character);
        let separator = joiner || self.digits > 0 && separates(character);
        if digit || separator {
            self.digits += usize::from(digit);
            self.text.push(printable(character));
        }
        digit || separator
    }

    fn finish(&mut self, clean: &mut String) {
        let Self { text, digits } = std::mem::take(self);
        if digits < SHORTEST_CARD_NUMBER {
            clean.push_str(&text);
            return;
        }
        let trailing = text.len() - text.trim_end_matches(separates).len();
        let numerals: String = text.chars().filter(char::is_ascii_digit).collect();
        let (hidden, shown) = numerals.split_at(digits - 4);
        clean.extend(std::iter::repeat_n('*', hidden.len()));
        clean.push_str(shown);
        clean.push_str(text.get(text.len() - trailing..).unwrap_or_default());
    }
}
