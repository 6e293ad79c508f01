use payments_core::{Date, Timestamp};

#[test]
fn a_providers_text_is_kept_unchanged() {
    for text in ["2024-07-02T12:13:23.692217Z", "02.07.2024 12:13", "20240702121323", ""] {
        let json = serde_json::to_string(text).unwrap();
        let moment: Timestamp = serde_json::from_str(&json).unwrap();
        let day: Date = serde_json::from_str(&json).unwrap();
        assert_eq!((moment.as_str(), day.as_str()), (text, text));
        assert_eq!(
            (serde_json::to_string(&moment).unwrap(), serde_json::to_string(&day).unwrap()),
            (json.clone(), json)
        );
    }
}

#[test]
fn a_time_prints_itself_unless_it_could_be_a_card_number() {
    for text in ["2024-07-02T12:13:23.692217Z", "02.07.2024 12:13", "2024-07-02", ""] {
        assert_eq!((Timestamp::new(text).to_string(), read_day(text).to_string()), (text.to_owned(), text.to_owned()));
    }
    for text in ["4242424242424242", "4242 4242 4242 4242"] {
        assert_eq!(Timestamp::new(text).to_string(), "************4242");
        assert_eq!(read_day(text).to_string(), "************4242");
    }
    assert_eq!(Timestamp::new("20240702121323").to_string(), "**********1323", "as_str has it");
}

fn read_day(text: &str) -> Date {
    serde_json::from_value(text.into()).unwrap()
}

#[test]
fn a_day_is_written_with_four_two_and_two_digits() {
    assert_eq!(Date::new(1000, 1, 1).unwrap().as_str(), "1000-01-01");
    assert_eq!(Date::new(9999, 12, 31).unwrap().as_str(), "9999-12-31");
}

#[test]
fn a_day_that_does_not_exist_is_refused_by_the_part_that_is_wrong() {
    let refused = [
        (999, 1, 1, "year must have four digits"),
        (10_000, 1, 1, "year must have four digits"),
        (2024, 0, 1, "month must be 1 to 12"),
        (2024, 13, 1, "month must be 1 to 12"),
        (2024, 1, 0, "day must be 1 to 31"),
        (2024, 4, 31, "day must be 1 to 30"),
        (2024, 2, 30, "day must be 1 to 29"),
        (2023, 2, 29, "day must be 1 to 28"),
        (1900, 2, 29, "day must be 1 to 28"),
        (2000, 2, 30, "day must be 1 to 29"),
    ];
    for (year, month, day, sentence) in refused {
        assert_eq!(Date::new(year, month, day).unwrap_err().to_string(), sentence);
    }
}

#[cfg(feature = "jiff")]
#[test]
fn exactly_the_days_of_the_calendar_are_accepted() {
    for year in [1000, 1582, 1600, 1700, 1800, 1900, 1999, 2000, 2023, 2024, 2025, 2100, 2400, 9996, 9999] {
        for month in 0..=13_u8 {
            for day in 0..=32_u8 {
                let oracle = jiff::civil::Date::new(year.try_into().unwrap(), month.cast_signed(), day.cast_signed());
                let expected = oracle.ok().map(|day| day.to_string());
                let built = Date::new(year, month, day).ok().map(|day| day.to_string());
                assert_eq!(built, expected, "{year}-{month}-{day}");
            }
        }
    }
}

/// Timestamps in the forms of RFC 3339, and their microseconds since 1970.
#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
const MOMENTS: [(&str, i64); 5] = [
    ("1970-01-01T00:00:00Z", 0),
    ("2024-07-02T12:13:23.692217Z", 1_719_922_403_692_217),
    ("2024-07-02T15:13:23.692217+03:00", 1_719_922_403_692_217),
    ("2000-02-29T23:59:59-05:30", 951_888_599_000_000),
    ("1969-12-31T23:59:59.5Z", -500_000),
];

#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
const NO_MOMENTS: [&str; 4] = ["", "yesterday", "02.07.2024 12:13", "2024-02-30T00:00:00Z"];

#[cfg(feature = "jiff")]
#[test]
fn jiff_parses_timestamps() {
    for (text, microseconds) in MOMENTS {
        assert_eq!(Timestamp::new(text).to_jiff().unwrap().as_microsecond(), microseconds, "{text}");
    }
    assert!(NO_MOMENTS.iter().all(|text| Timestamp::new(*text).to_jiff().is_err()));
}

#[cfg(feature = "chrono")]
#[test]
fn chrono_parses_timestamps() {
    for (text, microseconds) in MOMENTS {
        assert_eq!(Timestamp::new(text).to_chrono().unwrap().timestamp_micros(), microseconds, "{text}");
    }
    assert!(NO_MOMENTS.iter().all(|text| Timestamp::new(*text).to_chrono().is_err()));
}

#[cfg(feature = "time")]
#[test]
fn time_parses_timestamps() {
    for (text, microseconds) in MOMENTS {
        let moment = Timestamp::new(text).to_time().unwrap();
        assert_eq!(moment.unix_timestamp_nanos(), i128::from(microseconds) * 1000, "{text}");
    }
    assert!(NO_MOMENTS.iter().all(|text| Timestamp::new(*text).to_time().is_err()));
}

#[test]
fn a_card_number_in_a_timestamp_is_hidden_in_debug() {
    let (moment, pan) = (Timestamp::new("2024-07-02T12:13:23.692217Z"), Timestamp::new("4242424242424242"));
    assert_eq!(format!("{moment:?}"), r#"Timestamp("2024-07-02T12:13:23.692217Z")"#);
    assert_eq!(format!("{pan:?}"), r#"Timestamp("************4242")"#);
    assert_eq!(format!("{:?}", Date::new(1998, 3, 15).unwrap()), r#"Date("1998-03-15")"#);
}
