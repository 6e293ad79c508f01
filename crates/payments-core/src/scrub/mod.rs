//! Making a provider's words safe to print.

mod character;
mod number;
mod shapes;

use std::borrow::Cow;

use self::character::{Escapes, digit, printable, read};
use self::number::Number;
use self::shapes::{UUID, shape_length};

/// Longest text that is printed, in characters; what is past it is cut.
const LONGEST: usize = 300;

/// Characters that are looked at. A few times the longest text, because the spaces within a hidden number are not printed; and no
/// more, because whoever sends a megabyte must not be able to make a line of a log expensive.
const WINDOW: usize = 4 * LONGEST;

/// Bytes in which all characters that are looked at surely lie, however they are escaped.
pub(crate) const WINDOW_IN_BYTES: usize = 12 * WINDOW;

/// Fewest digits that may be a card number.
const SHORTEST_CARD_NUMBER: usize = 13;

/// Makes text that came from outside fit for a message or a log line.
///
/// What may be a card number loses all digits but the last four:
///
/// - 13 or more digits in a row, also with spaces, line breaks, dashes or what cannot be seen between them;
/// - groups of 3 to 6 digits joined by dots, slashes, `_` or `+`, if they are three groups and 13 digits at least;
/// - groups as they are printed on cards (fours, 4-6-5, eights …) or pairs of digits, joined by any one sign, if the
///   check digit is right.
///
/// Digits of all scripts count, and escapes (`%20`, `\n`, `\u00a0`, `&nbsp;`) count as what they stand for. Dates, times, IP
/// addresses and UUIDs, by which people find their way in logs, are left alone.
///
/// Control characters become spaces, so that nobody forges a log line. What is past 300 characters is cut, and what is far
/// behind is not even read: the cost does not grow with the text.
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
    // What is left of one number, or of what was cut, may look like another. Each round hides digits, so there are few.
    loop {
        let again = scrub_once(&clean);
        if again == clean {
            return Cow::Owned(clean);
        }
        clean = again;
    }
}

/// Whether there may be anything to change. Reads no more than is printed.
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
    // What looks like an escape may be a sign before digits.
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

/// The beginning of a text less its card numbers and control characters, and whether more follows: then nothing is shown of the
/// number at its end.
fn hide_numbers(text: &str, escapes: Escapes, goes_on: bool) -> (String, bool) {
    let units = read(text, WINDOW, escapes);
    let mut end = units.last().map_or(0, |unit| unit.end);
    let mut line = Line { text, escapes, clean: String::with_capacity(end), printed: 0 };
    let mut number = Number::default();
    let mut place = 0;
    while let Some((before, [unit, ..])) = units.split_at_checked(place) {
        // What is cut by then is only of use to see how a number goes on.
        if line.printed > 2 * LONGEST {
            end = unit.start;
            break;
        }
        let rest = units.get(place..).unwrap_or_default();
        // A UUID that is going to be cut would no longer look like one, and digits before it may go on in it.
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

/// What is printed of a text.
struct Line<'a> {
    text: &'a str,
    escapes: Escapes,
    clean: String,
    /// Characters of it.
    printed: usize,
}

impl Line<'_> {
    /// Prints a number, and what stands between it and this place.
    fn end_number(&mut self, number: &Number, place: usize) {
        if let Some(end) = number.end() {
            self.push(&number.shown(self.text, self.escapes));
            self.copy(end, place);
        }
    }

    /// Prints what stands between these places.
    fn copy(&mut self, from: usize, to: usize) {
        self.push(self.text.get(from..to).unwrap_or_default());
    }

    fn push(&mut self, text: &str) {
        self.clean.extend(text.chars().map(printable));
        self.printed += text.chars().count();
    }
}
