mod hidden;
mod random;
mod readable;

use payments_core::scrub;
use proptest::prelude::*;

use crate::support::{PAN, assert_hides_card};

#[test]
fn ordinary_text_is_left_as_it_is_and_not_copied() {
    let longest = "x".repeat(300);
    for text in ["", "Недостаточно средств", "order 123456789012", "+7 (999) 123-45-67", &longest] {
        assert!(matches!(scrub(text), std::borrow::Cow::Borrowed(same) if same == text), "{text}");
    }
}

#[test]
fn a_timestamp_is_not_taken_for_a_card_number() {
    for text in ["1735689600.123456", "2024.07.02.12.13.23", "2024/07/02/1213/23", "2024_07_02_121323"] {
        assert_eq!(scrub(text), text);
    }
    for text in ["2024-07-02 12:13:23", "2024-07-02T12:13:23.692217Z", "12:13:23.692217 02.07.2024"] {
        assert_eq!(scrub(text), text);
    }
}

#[test]
fn a_card_number_keeps_its_last_four_digits_only() {
    let cases = [
        ("4111111111111", "*********1111"),
        ("card 4111111111111111 declined", "card ************1111 declined"),
        ("4111 1111 1111 1111", "************1111"),
        ("4111-1111-1111-1111.", "************1111."),
        ("4111 - 1111 - 1111 - 1111 -", "************1111 -"),
        ("(4111111111111111)", "(************1111)"),
        ("№4111111111111111,5555555555554444", "№************1111,************4444"),
    ];
    for (text, clean) in cases {
        assert_eq!(scrub(text), clean);
    }
}

#[test]
fn control_characters_become_spaces() {
    assert_eq!(scrub("declined\r\n2024 INFO paid\u{1b}[31m\u{0}\u{85}"), "declined  2024 INFO paid [31m  ");
}

#[test]
fn a_card_number_broken_up_by_lines_tabs_or_hard_spaces_is_still_one() {
    for separator in ["\n", "\r\n", "\t", "\u{0}", "\u{a0}", "\u{202f}", "–"] {
        let text = ["4111", "1111", "1111", "1111"].join(separator);
        assert_hides_card(&[scrub(&text).into_owned()]);
    }
}

#[test]
fn a_card_number_in_groups_is_one_however_they_are_joined() {
    for joined in ["4111.1111.1111.1111", "4111_1111_1111_1111", "4111/1111/1111/1111", "4111+1111+1111+1111"] {
        assert_eq!(scrub(joined), "************1111");
        assert_eq!(scrub(&format!("card{joined}.")), "card************1111.");
    }
    assert_eq!(scrub("3782.822463.10005"), "***********0005");
    assert_eq!(scrub("4111.1111/1111 1111.1111.1111.1111"), "************************1111");
    assert_eq!(scrub("4112.1111/1111 1111.1111.1111.1111"), "4112.1111/****************1111");
}

#[test]
fn a_card_number_with_invisible_characters_is_hidden() {
    for separator in ["\u{200b}", "\u{200d}", "\u{2060}", "\u{feff}", "\u{ad}", "\u{202e}"] {
        let text = ["4111", "1111", "1111", "1111"].join(separator);
        assert_eq!(scrub(&text), "************1111");
    }
}

#[test]
fn other_numbers_with_dots_and_slashes_are_left_alone() {
    for text in [
        "192.168.100.200",
        "10.0.0.1:8080/api/v1/2024/0702/17",
        "1.000.000.000.000,00 RUB",
        "12345678901.23",
        "+7 999 123 45 67 / +7 999 765 43 21",
        "rustls/0.23.31 hyper/1.7.0 http/1.3.1",
        "79991234567/79997654321",
    ] {
        assert_eq!(scrub(text), text);
    }
}

#[test]
fn long_text_is_cut_after_300_characters_of_any_alphabet() {
    assert_eq!(scrub(&"я".repeat(300)), "я".repeat(300));
    assert_eq!(scrub(&"я".repeat(301)), format!("{}…", "я".repeat(300)));
}

#[test]
fn text_far_beyond_the_cut_makes_no_difference() {
    for token in
        ["1", "1 ", "123.", "1\u{200b}", "\u{200b}", "4242,", "28f284e6-", "2024-07-02 ", "10.0.0.1 ", "%31", "a", "я"]
    {
        let [long, longer] = [2_000, 100_000].map(|times| token.repeat(times));
        let clean = scrub(&long).into_owned();
        assert_eq!(scrub(&format!("{long}{longer}")), clean, "{token}");
        assert!(clean.chars().count() <= 301 && clean.ends_with('…'), "{token}");
    }
}

/// The window ends within a number, so its end is unknown.
#[test]
fn a_number_that_is_not_read_to_its_end_shows_no_digit() {
    for token in ["4242 4242 4242", "4242.4242.4242", "4242,4242,4242", "4242&nbsp;4242", "4242%204242", "42"] {
        for spaces in 1_000..1_210 {
            let text = format!("4242424242424242{}{token}{}", " ".repeat(spaces), "4242 ".repeat(100));
            let clean = scrub(&text).into_owned();
            let digits = clean.chars().filter(char::is_ascii_digit).count();
            assert!(digits <= 4, "{clean}");
        }
    }
}

#[test]
fn a_card_number_across_the_cut_does_not_escape() {
    for place in 280..300 {
        assert_hides_card(&[scrub(&format!("{}{PAN}", "x".repeat(place))).into_owned()]);
    }
}

proptest! {
    #[test]
    fn thirteen_digits_in_a_row_never_come_out(text in "[0-9 \\-\n\tax]{0,80}") {
        let clean = scrub(&text);
        let mut digits = 0;
        for character in clean.chars() {
            match character {
                '0'..='9' => digits += 1,
                ' ' | '-' => {}
                _ => digits = 0,
            }
            prop_assert!(digits < 13, "{:?} became {:?}", text, clean);
        }
    }

    #[test]
    fn scrubbing_twice_changes_nothing_more(
        text in "\\PC{0,400}|[0-9 \\-]{0,60}|[0-9 ._/+]{0,60}|([0-9]{4}[,:.; ]{1,2}){1,20}|([0-9a-f]{1,4}[:.%\\\\&#-]){1,90}"
    ) {
        let once = scrub(&text).into_owned();
        prop_assert_eq!(scrub(&once), once.as_str());
    }
}

#[test]
fn a_uuid_is_not_taken_for_a_card_number() {
    let request = "(request 28f284e6-33c4-4123-8567-5416b08bdd1f)";
    assert_eq!(scrub(request), request);
    assert_eq!(scrub("28f284e6-33c4-4123-8567-541608112233"), "28f284e6-33c4-4123-8567-541608112233");
}

#[test]
fn a_card_number_that_looks_like_a_uuid_is_hidden() {
    let hidden = |stars: usize, rest: &str| format!("{}{rest}", "*".repeat(stars));
    // Digits only; one character too many; digits before it.
    assert_eq!(scrub("42424242-4242-4242-4242-424242424242"), hidden(28, "4242"));
    assert_eq!(scrub("42424242-4242-4242-4242-42424242424ab"), hidden(27, "2424ab"));
    assert!(scrub("4242424242424242 28f284e6-33c4-4123-8567-5416b08bdd1f").starts_with(&hidden(14, "4228f")));
}

/// Cut in the middle, a UUID is only digits with dashes between them.
#[test]
fn a_uuid_that_is_cut_shows_no_thirteen_digits_in_a_row() {
    let text = format!("{} 42424242-4242-4242-8242-42424242424a", "x".repeat(279));
    let clean = scrub(&text).into_owned();
    assert_eq!(clean, format!("{} {}…", "x".repeat(279), "*".repeat(20)));
    assert_eq!(scrub(&clean), clean);
    let fits = format!("{} 42424242-4242-4242-8242-42424242424a", "x".repeat(263));
    assert_eq!(scrub(&fits), fits, "as long as the longest text");
}
