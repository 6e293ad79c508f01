use std::time::{Duration, SystemTime};

use payments_core::{CardError, CardExpiry, CardMask, CardNumber, SecurityCode};
use proptest::prelude::*;

use crate::support::{PAN, assert_hides_card};

/// Card numbers that payment systems and processors publish for tests.
const PUBLISHED: [&str; 16] = [
    "4222222222222",
    "4111111111111111",
    "4242424242424242",
    "4012888888881881",
    "4000056655665556",
    "5555555555554444",
    "5105105105105100",
    "2223003122003222",
    "378282246310005",
    "371449635398431",
    "30569309025904",
    "38520000023237",
    "6011111111111117",
    "3530111333300000",
    "6200000000000005",
    "2200000000000004",
];

/// The check digit that completes `body`, with doubled digits from a table instead of arithmetic.
fn completed(body: &str) -> String {
    const DOUBLED: [u32; 10] = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
    let mut sum = 0;
    let mut doubled = true;
    for digit in body.chars().rev().map(|digit| digit.to_digit(10).unwrap()) {
        sum += if doubled { DOUBLED[digit as usize] } else { digit };
        doubled = !doubled;
    }
    format!("{body}{}", (10 - sum % 10) % 10)
}

#[test]
fn published_test_cards_are_accepted_and_exposed_unchanged() {
    for number in PUBLISHED {
        assert_eq!(CardNumber::new(number).expect(number).expose_digits(), number);
    }
}

proptest! {
    #[test]
    fn a_number_of_13_to_19_digits_with_its_check_digit_is_accepted(body in "[0-9]{12,18}") {
        prop_assert!(CardNumber::new(completed(&body)).is_ok());
    }

    #[test]
    fn one_wrong_digit_is_always_caught(body in "[0-9]{12,18}", place: prop::sample::Index, shift in 1_u8..10) {
        let mut digits = completed(&body).into_bytes();
        let place = place.index(digits.len());
        digits[place] = b'0' + (digits[place] - b'0' + shift) % 10;
        let wrong = String::from_utf8(digits).unwrap();
        prop_assert_eq!(CardNumber::new(wrong).err(), Some(CardError::NumberCheckDigit));
    }

    #[test]
    fn the_mask_keeps_six_first_and_four_last_digits_and_the_length(body in "[0-9]{12,18}") {
        let digits = completed(&body);
        let mask = CardNumber::new(digits.as_str()).unwrap().mask();
        prop_assert_eq!(mask.as_str().len(), digits.len());
        prop_assert_eq!(mask.first_digits(), digits.get(..6));
        prop_assert_eq!(mask.last4(), digits.get(digits.len() - 4..));
        prop_assert_eq!(mask.as_str().matches('*').count(), digits.len() - 10);
    }
}

#[test]
fn a_number_too_short_or_too_long_is_refused_whatever_its_check_digit() {
    for body in ["", "42424242424", "4242424242424242424"] {
        assert_eq!(CardNumber::new(completed(body)).unwrap_err(), CardError::NumberLength, "{body}");
    }
    assert_eq!(CardNumber::new("").unwrap_err(), CardError::NumberLength);
}

#[test]
fn a_number_with_anything_but_ascii_digits_is_refused() {
    for text in [
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "+4111111111111111",
        "４１１１１１１１１１１１１１１１",
        "411111111111111x",
    ] {
        assert_eq!(CardNumber::new(text).unwrap_err(), CardError::NumberNotDigits, "{text}");
    }
}

#[test]
fn card_data_never_prints_itself() {
    let number = CardNumber::new(PAN).unwrap();
    assert_eq!(format!("{number:?} {number:#?}"), "CardNumber(*1111) CardNumber(*1111)");
    assert_eq!(format!("{:?}", SecurityCode::new("7391").unwrap()), "SecurityCode([hidden])");
    assert_eq!(format!("{:?}", CardExpiry::new(12, 2031).unwrap()), "CardExpiry([hidden])");
}

#[test]
fn a_refusal_never_contains_the_data() {
    let refused = [
        CardNumber::new("4111111111111112").unwrap_err(),
        CardNumber::new("4111 1111 1111 1111").unwrap_err(),
        CardNumber::new("41111111111111111111").unwrap_err(),
        SecurityCode::new(PAN).unwrap_err(),
    ];
    for error in refused {
        let texts = [error.to_string(), format!("{error:?}")];
        assert_hides_card(&texts);
        assert!(texts.iter().all(|text| !text.contains("4111")), "{texts:?}");
    }
}

#[test]
fn a_security_code_is_three_or_four_ascii_digits() {
    for code in ["000", "123", "0001"] {
        assert_eq!(code.parse::<SecurityCode>().unwrap().expose_digits(), code);
    }
    for code in ["", "12", "12345", "12a", "１２３", "ё1", "-12"] {
        assert_eq!(SecurityCode::new(code).unwrap_err(), CardError::SecurityCode, "{code}");
    }
}

#[test]
fn an_expiry_is_a_month_of_this_century_in_two_digits_each() {
    let digits = |month, year| CardExpiry::new(month, year).map(|expiry| (expiry.month_digits(), expiry.year_digits()));
    assert_eq!(digits(1, 2000), Ok(("01".into(), "00".into())));
    assert_eq!(digits(12, 2099), Ok(("12".into(), "99".into())));
    assert_eq!(CardExpiry::new(6, 2031).map(|expiry| expiry.full_year_digits()), Ok("2031".into()));
    for month in [0, 13, 255] {
        assert_eq!(digits(month, 2030), Err(CardError::ExpiryMonth));
    }
    for year in [0, 30, 1999, 2100] {
        assert_eq!(digits(6, year), Err(CardError::ExpiryYear));
    }
}

#[test]
fn a_mask_is_read_in_every_shape_providers_send() {
    let shapes = [
        ("220220******8801", Some("220220"), Some("8801")),
        ("22022011****8801", Some("22022011"), Some("8801")),
        ("2202 20** **** 8801", Some("2202"), Some("8801")),
        ("220220••••••8801", Some("220220"), Some("8801")),
        ("************8801", None, Some("8801")),
        ("*8801", None, Some("8801")),
        ("8801", None, Some("8801")),
        ("220220******", Some("220220"), None),
        ("****22801", None, None),
        ("*801", None, None),
        ("unknown", None, None),
        ("", None, None),
    ];
    for (text, first, last) in shapes {
        let mask = CardMask::new(text);
        assert_eq!((mask.as_str(), mask.first_digits(), mask.last4()), (text, first, last));
    }
}

#[test]
fn a_mask_that_is_a_whole_number_shows_no_parts_and_is_not_printed() {
    let mask: CardMask = serde_json::from_str(&format!("\"{PAN}\"")).unwrap();
    assert_eq!((mask.first_digits(), mask.last4()), (None, None));
    assert_hides_card(&[format!("{mask:?}")]);
}

#[test]
fn a_mask_prints_as_it_is() {
    assert_eq!(format!("{:?}", CardMask::new("220220******8801")), "CardMask(220220******8801)");
}

#[test]
fn a_card_is_valid_to_the_end_of_its_month_everywhere() {
    let at = |date: &str| httpdate::parse_http_date(date).unwrap();
    for (month, year, last, first) in [
        (1, 2030, "Thu, 31 Jan 2030 23:59:59 GMT", "Fri, 01 Feb 2030 12:00:00 GMT"),
        (12, 2029, "Mon, 31 Dec 2029 23:59:59 GMT", "Tue, 01 Jan 2030 12:00:00 GMT"),
        (2, 2028, "Wed, 01 Mar 2028 11:59:59 GMT", "Wed, 01 Mar 2028 12:00:00 GMT"),
        (2, 2000, "Tue, 29 Feb 2000 23:59:59 GMT", "Wed, 01 Mar 2000 12:00:00 GMT"),
        (12, 2099, "Thu, 31 Dec 2099 23:59:59 GMT", "Fri, 01 Jan 2100 12:00:00 GMT"),
    ] {
        let expiry = CardExpiry::new(month, year).unwrap();
        assert!(!expiry.has_passed(at(last)) && expiry.has_passed(at(first)), "{month}/{year}");
        assert!(!expiry.has_passed(at(first) - Duration::from_secs(1)), "{month}/{year}");
    }
    assert!(!CardExpiry::new(1, 2000).unwrap().has_passed(SystemTime::UNIX_EPOCH - Duration::from_secs(1)));
}
