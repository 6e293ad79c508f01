//! Card numbers that are hidden: in every grouping, with every separator, in digits of several scripts.

use payments_core::scrub;
use proptest::prelude::*;

use super::random::Random;

/// Beginnings of card numbers.
const BEGINNINGS: [&str; 10] = ["4", "51", "2200", "2720", "34", "37", "36", "6011", "8600", "9860"];

/// How people write the digits of a card number in groups.
const GROUPINGS: [&[usize]; 16] = [
    &[4, 4, 4, 4],
    &[4, 6, 5],
    &[4, 6, 4],
    &[4, 4, 5],
    &[4, 4, 4, 1],
    &[4, 4, 4, 2],
    &[4, 4, 4, 3],
    &[4, 4, 4, 4, 1],
    &[4, 4, 4, 4, 3],
    &[8, 8],
    &[8, 8, 3],
    &[2, 2, 2, 2, 2, 2, 2],
    &[2, 2, 2, 2, 2, 2, 2, 2],
    &[2, 2, 2, 2, 2, 2, 2, 2, 2, 1],
    &[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    &[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
];

/// Separators that are spaces, dashes or invisible: groups of any size are hidden, whatever the check digit.
const FILLERS: [&str; 34] = [
    "",
    " ",
    "  ",
    "-",
    " - ",
    "\n",
    "\r\n",
    "\t",
    "\u{0}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{202f}",
    "\u{3000}",
    "–",
    "—",
    "−",
    "\u{200b}",
    "\u{200d}",
    "\u{2060}",
    "\u{2066}",
    "\u{feff}",
    "\u{ad}",
    "\u{202e}",
    "\u{fe0f}\u{20e3}",
    "%20",
    "%2D",
    "%C2%A0",
    "%E2%80%8B",
    "&nbsp;",
    "&#160;",
    "&#xA0;",
    "\\u00a0",
    "\\u{200b}",
];

/// Signs that also join other numbers: hidden in groups as on a card, if the check digit is correct.
const JOINERS: [&str; 48] = [
    "!", "\"", "#", "$", "%", "&", "'", "(", ")", "*", "+", ",", ".", "/", ":", ";", "<", "=", ">", "?", "@", "[",
    "\\", "]", "^", "_", "`", "{", "|", "}", "~", "·", "•", "…", "§", "№", "£", "、", "。", "|", "\\/", "\\\"", "%2C",
    "%3A", "%7C", "&middot;", "&#44;", "\\u002c",
];

/// Zeros of several scripts: ASCII, full-width, Arabic, Persian, Devanagari, mathematical bold.
const ZEROS: [char; 6] = ['0', '0', '٠', '۰', '०', '𝟎'];

/// The text around a card number.
const SURROUNDINGS: [(&str, &str); 5] = [("", ""), ("card", "."), ("(", ")"), ("no card «", "» declined"), ("№", "?")];

/// A card number of this length with a correct check digit.
fn card_number(random: &mut Random, length: usize) -> String {
    let mut digits = random.one_of(&BEGINNINGS).to_owned();
    while digits.len() < length - 1 {
        digits.push(random.digit());
    }
    digits.push(check_digit(&digits));
    digits
}

/// As the standard says: from the right, every second digit counts double, less 9 if above 9.
fn check_digit(digits: &str) -> char {
    let double = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let values = digits.bytes().rev().map(|digit| u32::from(digit - b'0')).enumerate();
    let sum: u32 = values.map(|(place, digit)| if place % 2 == 0 { double(digit) } else { digit }).sum();
    char::from_digit((10 - sum % 10) % 10, 10).unwrap()
}

fn grouped(digits: &str, sizes: &[usize], joiner: &str) -> String {
    let mut rest = digits;
    let groups = sizes.iter().map(|size| {
        let (group, behind) = rest.split_at(*size);
        rest = behind;
        group
    });
    groups.collect::<Vec<_>>().join(joiner)
}

fn in_script(digits: &str, zero: char) -> String {
    let digit = |character: char| match character.to_digit(10) {
        Some(value) => char::from_u32(u32::from(zero) + value).unwrap(),
        None => character,
    };
    digits.chars().map(digit).collect()
}

fn hidden(digits: &str) -> String {
    let (hidden, shown) = digits.split_at(digits.len() - 4);
    format!("{}{shown}", "*".repeat(hidden.len()))
}

/// Joined by the sign alone, and with spaces around it.
fn joiners() -> Vec<String> {
    let spaced = JOINERS.iter().flat_map(|sign| [format!(" {sign} "), format!("{sign} "), format!(" {sign}")]);
    FILLERS.iter().chain(&JOINERS).map(|joiner| (*joiner).to_owned()).chain(spaced).collect()
}

#[test]
fn a_card_number_is_hidden_however_it_is_written() {
    let random = &mut Random(1);
    let mut written = 0;
    for sizes in GROUPINGS {
        for joiner in joiners() {
            for zero in ZEROS {
                let digits = card_number(random, sizes.iter().sum());
                // An escape, or an emoji of a digit, keeps its own digits.
                let groups: Vec<String> =
                    grouped(&digits, sizes, " ").split(' ').map(|group| in_script(group, zero)).collect();
                let text = groups.join(&joiner);
                let (before, after) = random.one_of(&SURROUNDINGS);
                let text = format!("{before}{text}{after}");
                let clean = scrub(&text);
                if joiner.ends_with(['%', '\\']) {
                    // With digits after it, it may be an escape, and then other digits are the last four.
                    assert!(clean.chars().filter(char::is_ascii_digit).count() <= 8, "{text} became {clean}");
                } else {
                    assert_eq!(clean, format!("{before}{}{after}", hidden(&digits)), "{text}");
                }
                written += 1;
            }
        }
    }
    assert_eq!(written, GROUPINGS.len() * joiners().len() * ZEROS.len());
}

#[test]
fn with_spaces_and_similar_neither_the_grouping_nor_the_check_digit_counts() {
    let random = &mut Random(2);
    for filler in FILLERS {
        for _ in 0..100 {
            let length = 13 + random.below(7);
            let digits = random.digits(length);
            let pieces = digits.chars().flat_map(|digit| [random.one_of(&["", filler]).to_owned(), digit.to_string()]);
            let text: String = pieces.collect();
            assert!(scrub(&text).ends_with(&hidden(&digits)), "{text} became {}", scrub(&text));
        }
    }
}

#[test]
fn digits_that_are_escaped_are_digits() {
    for number in ["4242424242424242", "378282246310005"] {
        let escaped =
            |escape: &dyn Fn(u32) -> String| number.chars().map(|digit| escape(digit.into())).collect::<String>();
        let all = [
            escaped(&|digit| format!("%{digit:02X}")),
            escaped(&|digit| format!("&#{digit};")),
            escaped(&|digit| format!("&#x{digit:x};")),
            escaped(&|digit| format!("\\u{digit:04x}")),
            escaped(&|digit| format!("\\u{{{digit:x}}}")),
            escaped(&|digit| format!("\\x{digit:x}")),
        ];
        for text in all {
            assert_eq!(scrub(&text), hidden(number), "{text}");
        }
    }
}

#[test]
fn an_apparent_escape_before_a_card_number_takes_no_digits_from_it() {
    for before in ["%", "\\", "\\u", "\\x", "&#", "\\u{", "\\0", "%B", "%25"] {
        for number in ["4222222222222", "4242424242424242", "2200700000000003", "30569309025904"] {
            let text = format!("{before}{number}");
            let shown = scrub(&text).chars().filter(char::is_ascii_digit).count();
            let own = before.chars().filter(char::is_ascii_digit).count();
            // Two may be taken for an escape. They are among those that may be shown, the first six and the last four.
            assert!(shown <= 4 + own.max(2), "{text} became {}", scrub(&text));
        }
    }
}

/// A card number may have other groups before and after its own.
#[test]
fn a_card_number_among_other_numbers_is_hidden() {
    for (text, clean) in [
        ("17,4242,4242,4242,4242,03", "17,************4242,03"),
        ("17;4242|4242|4242|4242;100.00", "17;************4242;100.00"),
        ("[1000, 4242, 4242, 4242, 4242]", "[1000, ************4242]"),
        ("4242,4242,4242,4242,5555,5555,5555,4444", "************4242,************4444"),
        ("4242424242424242,5555555555554444", "************4242,************4444"),
        ("2024-07-02 12:13:23 4242 4242 4242 4242 (17)", "2024-07-02 12:13:23 ************4242 (17)"),
        ("10.0.0.1:4242:4242:4242:4242", "10.0.0.1:************4242"),
        ("10.0.0.1/4242/4242/4242/4242", "10.0.0.1/************4242"),
    ] {
        assert_eq!(scrub(text), clean, "{text}");
    }
}

/// Shapes that stay readable do not swallow a card number.
#[test]
fn a_card_number_is_not_taken_for_a_timestamp_or_an_address() {
    for text in [
        "22-02-2020 1234 5678",
        "2024-07-02T12:13:23.4242424242424242",
        "2024-07-02-4242-4242-4242-4242",
        "2024-07-022024-07-03",
        "2024-07-02 12:13:23+2202 2020 1234 5678",
        "12:13:23+12:13:23.692233740737 45836",
        "23:59:12.06:59:12.0666666 66666623",
        "12:13:23.4242424242424242Z",
        "4242:4242:4242:4242::",
        "42:42:42:42:42:42:42:42",
        "4242:4242:4242:4242:5555:5555:5555:4444",
        "2202:2020:1234:5678::",
        "::4242:4242:4242:4242",
        "220.220.111.222.3456",
        "2024-07-02/4242/4242/4242/4242",
        "02.07.2024.4242.4242.4242",
    ] {
        let clean = scrub(text).into_owned();
        assert!(clean.contains("*********"), "{text} became {clean}");
    }
}

proptest! {
    /// Digits of every script in Unicode: the generator has them all.
    #[test]
    fn decimal_digits_of_all_scripts_are_hidden(text in "\\p{Nd}{13,19}") {
        let clean = scrub(&text);
        let stars = text.chars().count() - 4;
        prop_assert_eq!(clean.chars().filter(|character| *character == '*').count(), stars, "{} became {}", text, clean);
        prop_assert!(clean.chars().skip(stars).all(|character| character.is_ascii_digit()));
    }

    #[test]
    fn a_number_in_a_long_text_never_escapes(before in "[a ,.%\u{200b}]{0,40}", times in 1_usize..60, joiner in "[ \u{200b}-]{0,30}") {
        let number = grouped("4242424242424242", &[4, 4, 4, 4], &joiner);
        let clean = scrub(&format!("{}{number}", before.repeat(times))).into_owned();
        let digits = clean.chars().filter(char::is_ascii_digit).count();
        prop_assert!(digits <= 4, "{clean}");
    }
}
