//! Input longer than any valid value is refused before it is read.

use std::hint::black_box;
use std::time::{Duration, Instant};

use payments_core::{CardError, CardNumber, Currency, Money, MoneyError, SecurityCode, check_length};

/// Reads a text, and returns whether it is refused.
type Refuses = fn(&str) -> bool;

const READERS: [(&str, Refuses); 6] = [
    ("CardNumber::new", |text| CardNumber::new(text).is_err()),
    ("CardNumber::from_str", |text| text.parse::<CardNumber>().is_err()),
    ("SecurityCode::new", |text| SecurityCode::new(text).is_err()),
    ("SecurityCode::from_str", |text| text.parse::<SecurityCode>().is_err()),
    ("Money::parse", |text| Money::parse(text, Currency::RUB).is_err()),
    ("check_length", |text| check_length("order", text, 20).is_err()),
];

/// The time to read a text ten times: the best of five, because other load on the machine only adds to it.
#[expect(clippy::disallowed_methods, reason = "what the work costs is the question")]
fn cost(refuses: Refuses, text: &str) -> Duration {
    let once = |()| {
        let start = Instant::now();
        assert!((0..10).all(|_| refuses(black_box(text))), "it is taken");
        start.elapsed()
    };
    [(); 5].map(once).into_iter().min().unwrap()
}

/// Shorter times cannot be measured reliably.
const GRAIN: Duration = Duration::from_micros(10);

#[test]
fn a_text_of_64_mebibytes_costs_no_more_than_one_of_1_kibibyte() {
    for character in ["1", "0", "-"] {
        let [short, long] = [1, 64 * 1024].map(|kibibytes| character.repeat(kibibytes * 1024));
        for (name, refuses) in READERS {
            let [short, long] = [cost(refuses, &short), cost(refuses, &long)];
            assert!(long < GRAIN.max(short) * 10, "{name} of {character:?}: {long:?}, and {short:?} for 1 KiB");
        }
    }
}

#[test]
fn a_card_number_within_a_short_text_gets_a_specific_error() {
    assert_eq!(CardNumber::new(" ".repeat(1024)).unwrap_err(), CardError::NumberNotDigits);
    assert_eq!(CardNumber::new("4".repeat(1024)).unwrap_err(), CardError::NumberLength);
    for character in [" ", "4"] {
        assert_eq!(CardNumber::new(character.repeat(1025)).unwrap_err(), CardError::NumberLength);
        assert_eq!(SecurityCode::new(character.repeat(1025)).unwrap_err(), CardError::SecurityCode);
    }
}

#[test]
fn an_amount_of_64_bytes_is_read_and_of_one_more_is_not() {
    for (text, minor_units) in [
        (format!("{}1.50", "0".repeat(60)), 150),
        (format!("1.5{}", "0".repeat(61)), 150),
        (format!("-{}1.50", "0".repeat(59)), -150),
    ] {
        assert_eq!(text.len(), 64);
        assert_eq!(
            Money::parse(&text, Currency::RUB),
            Ok(Money::from_minor_units(minor_units, Currency::RUB)),
            "{text}"
        );
        let longer = format!("{text}0");
        assert_eq!(Money::parse(&longer, Currency::RUB), Err(MoneyError::NotDecimal), "{longer}");
    }
    assert_eq!(Money::parse(&"9".repeat(64), Currency::RUB), Err(MoneyError::TooLarge));
    assert_eq!(Money::parse(&"9".repeat(65), Currency::RUB), Err(MoneyError::NotDecimal));
}

#[test]
fn a_length_is_exact_to_the_character_also_where_it_is_not_counted_to_the_end() {
    for (text, fits) in [("абвгд", true), ("абвгде", false), ("12345", true), ("123456", false), ("1", true)]
    {
        assert_eq!(check_length("order", text, 5).is_ok(), fits, "{text}");
    }
    assert_eq!(check_length("order", "абвгде", 5).unwrap_err().to_string(), "order must have at most 5 characters");
}
