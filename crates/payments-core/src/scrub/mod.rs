//! Redacts card numbers and control characters in text that is printed.

mod character;
mod number;
mod shapes;

use std::borrow::Cow;

use self::character::{Escapes, digit, printable, read};
use self::number::Number;
use self::shapes::{UUID, shape_length};

/// The maximum length of the printed text, in characters; the rest is cut.
const LONGEST: usize = 300;

/// The maximum number of characters that are read. A few times `LONGEST`, because the spaces within a hidden number are
/// not printed; and no more, because a text of a megabyte must not make a log line expensive.
const WINDOW: usize = 4 * LONGEST;

/// The bytes that surely contain all characters that are read, however they are escaped.
pub(crate) const WINDOW_IN_BYTES: usize = 12 * WINDOW;

/// The minimum number of digits of a card number.
const SHORTEST_CARD_NUMBER: usize = 13;

/// Redacts card numbers in untrusted text, so that it can be shown in a message or a log line.
///
/// In a possible card number all digits but the last four are hidden. These are possible card numbers:
///
/// - 13 or more digits in a row, also with spaces, line breaks, dashes or invisible characters between them;
/// - groups of 3 to 6 digits joined by dots, slashes, `_` or `+`, if there are at least three groups and 13 digits;
/// - groups as they are printed on cards (fours, 4-6-5, eights …) or pairs of digits, joined by any single sign, if the
///   check digit is correct.
///
/// Digits of all scripts count, and escapes (`%20`, `\n`, `\u00a0`, `&nbsp;`) count as the characters they mean. Dates,
/// times, IP addresses and UUIDs, which are needed to search logs, are left alone.
///
/// Control characters become spaces, which prevents log forging. The text is cut after 300 characters, and text far
/// beyond that is not even read: the cost does not grow with the length.
///
/// ```
/// use payments_core::scrub;
///
/// assert_eq!(scrub("no card 4242 4242-42424242"), "no card ************4242");
/// assert_eq!(scrub("pan=4242%204242%204242%204242"), "pan=************4242");
/// assert_eq!(scrub("order 1234567 of 2024-07-02 12:13:23"), "order 1234567 of 2024-07-02 12:13:23");
/// ```
pub fn scrub(text: &str) -> Cow<'_, str> {
    if !needs_care(text) {
        return Cow::Borrowed(text);
    }
    let mut clean = scrub_once(text);
    if clean == text {
        return Cow::Borrowed(text);
    }
    // The rest of one number, or of a cut text, may look like another. Each round hides digits, so there are few
    // rounds.
    loop {
        let again = scrub_once(&clean);
        if again == clean {
            return Cow::Owned(clean);
        }
        clean = again;
    }
}

/// Whether there may be anything to redact. Reads no more than is printed.
fn needs_care(text: &str) -> bool {
    let mut digits = 0;
    for (place, character) in text.chars().enumerate() {
        if place == LONGEST || character.is_control() {
            return true;
        }
        digits += usize::from(digit(character).is_some());
    }
    digits >= SHORTEST_CARD_NUMBER
}

fn scrub_once(text: &str) -> String {
    let (mut clean, mut goes_on) = hide_numbers(text, Escapes::Read, false);
    // What looks like an escape may be a plain sign before digits.
    if clean.contains(['%', '\\', '&']) {
        (clean, goes_on) = hide_numbers(&clean, Escapes::None, goes_on);
    }
    if let Some((end, _)) = clean.char_indices().nth(LONGEST) {
        clean.truncate(end);
        goes_on = true;
    }
    if goes_on {
        clean.push('…');
    }
    clean
}

/// Redacts the beginning of a text, and returns whether more follows: then the number at its end is hidden completely.
fn hide_numbers(text: &str, escapes: Escapes, goes_on: bool) -> (String, bool) {
    let units = read(text, WINDOW, escapes);
    let mut end = units.last().map_or(0, |unit| unit.end);
    let mut line = Line { text, escapes, clean: String::with_capacity(end), printed: 0 };
    let mut number = Number::default();
    let mut place = 0;
    while let Some((before, [unit, ..])) = units.split_at_checked(place) {
        // The text from here on will be cut; it is only needed to see how a number continues.
        if line.printed > 2 * LONGEST {
            end = unit.start;
            break;
        }
        let rest = units.get(place..).unwrap_or_default();
        // A UUID that will be cut would no longer look like one, and digits before it may continue in it.
        let uuid_fits = line.printed + UUID <= LONGEST && !number.is_open();
        let shape = shape_length(before, rest, uuid_fits);
        if shape == 0 && number.takes(unit) {
            place += 1;
            continue;
        }
        line.end_number(&number, unit.start);
        number = Number::default();
        place += shape.max(1);
        line.copy(unit.start, units.get(place - 1).map_or(unit.end, |last| last.end));
    }
    let goes_on = goes_on || end < text.len();
    if goes_on {
        line.push(&number.unfinished());
    } else {
        line.end_number(&number, end);
    }
    (line.clean, goes_on)
}

/// The printed part of a text.
struct Line<'a> {
    text: &'a str,
    escapes: Escapes,
    clean: String,
    /// The length of `clean`, in characters.
    printed: usize,
}

impl Line<'_> {
    /// Prints a number, and the text between it and this place.
    fn end_number(&mut self, number: &Number, place: usize) {
        if let Some(end) = number.end() {
            self.push(&number.shown(self.text, self.escapes));
            self.copy(end, place);
        }
    }

    /// Prints the text between these places.
    fn copy(&mut self, from: usize, to: usize) {
        self.push(self.text.get(from..to).unwrap_or_default());
    }

    fn push(&mut self, text: &str) {
        self.clean.extend(text.chars().map(printable));
        self.printed += text.chars().count();
    }
}
