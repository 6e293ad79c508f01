//! Exchange rates are decimal texts, kept digit for digit.

use std::hint::black_box;
use std::time::{Duration, Instant};

use bank131_client::session::{Amounts, ExchangeRate, Rate};
use bank131_client::{Currency, Money};

use crate::support::transfer_of;

#[test]
fn a_rate_is_kept_as_it_is_written_in_a_text_or_a_number() {
    for (document, kept) in [(r#""9.2222""#, "9.2222"), ("9.2222", "9.2222"), ("9.20", "9.20"), ("12", "12")] {
        let rate: Rate = serde_json::from_str(document).unwrap();
        assert_eq!((rate.as_str(), &rate), (kept, &Rate::new(kept).unwrap()));
        assert_eq!(serde_json::to_string(&rate).unwrap(), format!("\"{kept}\""));
    }
}

#[test]
fn only_a_decimal_number_above_zero_is_a_rate() {
    for document in [r#""""#, "0", "0.00", "-1.5", "1e3", "null", "[]", "true", r#""9,2""#] {
        let refused = serde_json::from_str::<Rate>(document).unwrap_err();
        assert!(refused.to_string().contains("expected a decimal number"), "{document}: {refused}");
    }
}

#[test]
fn a_rate_of_64_bytes_is_accepted_and_a_longer_one_is_refused() {
    let longest = format!("9.{}", "2".repeat(62));
    assert_eq!(Rate::new(&longest).unwrap().as_str(), longest);
    for too_long in [format!("{longest}2"), format!("0{longest}"), "2".repeat(65), "x".repeat(65)] {
        let refused = Rate::new(&too_long).unwrap_err().to_string();
        assert_eq!(refused, "rate must be a decimal number above zero, such as 9.2222");
    }
}

#[test]
fn amounts_that_do_not_fit_their_rate_are_noticed() {
    let check = |charged: &str, rate: &str, paid_out: &str, currency: &Currency, percent| {
        let rate = || ExchangeRate::from_rub(rate, currency.clone()).unwrap();
        let amounts = Amounts::new(Money::parse(charged, Currency::RUB).unwrap(), rate(), rate());
        transfer_of(amounts, Money::parse(paid_out, currency.clone()).unwrap()).check_rate(percent)
    };
    let tjs = Currency::TJS;
    assert!(check("1000.00", "9.2222", "108.43", &tjs, 1).is_ok());
    assert!(check("1000.00", "9.2222", "105.00", &tjs, 4).is_ok());
    let refused = check("1000.00", "9.2222", "105.00", &tjs, 3).unwrap_err().to_string();
    assert_eq!(refused, "amounts.rate does not lead from what is charged to what is paid out, within 3 percent");
    assert!(check("108.43", "9.2222", "1000.00", &tjs, 99).is_err(), "swapped");
    assert!(check("1000.00", "9.2222", "10843.00", &tjs, 99).is_err(), "minor units");
    // A currency without minor units.
    assert!(check("1000.00", "0.0032", "312500", &Currency::from_code("VND"), 0).is_ok());
    for unreadable in [format!("9.{}", "2".repeat(60)), "9".repeat(60)] {
        let refused = check("1000.00", &unreadable, "108.43", &tjs, 1).unwrap_err().to_string();
        assert_eq!(refused, "amounts.rate has amounts that cannot be compared by it");
    }
}

/// Time to refuse a text ten times: the best of five, because other load only adds.
#[expect(clippy::disallowed_methods, reason = "what the work costs is the question")]
fn cost(text: &str) -> Duration {
    let once = |()| {
        let start = Instant::now();
        assert!((0..10).all(|_| Rate::new(black_box(text)).is_err()));
        start.elapsed()
    };
    [(); 5].map(once).into_iter().min().unwrap()
}

/// Below this a clock is too coarse.
const GRAIN: Duration = Duration::from_micros(10);

#[test]
fn a_rate_of_64_mebibytes_costs_no_more_than_one_of_1_kibibyte() {
    let [short, long] = [1, 64 * 1024].map(|kibibytes| cost(&"2".repeat(kibibytes * 1024)));
    assert!(long < GRAIN.max(short) * 10, "{long:?}, and {short:?} for 1 KiB");
}
