use std::hash::{DefaultHasher, Hash, Hasher};

use payments_core::Currency;

use crate::support::{PAN, assert_hides_card};

fn hash(currency: &Currency) -> u64 {
    let mut hasher = DefaultHasher::new();
    currency.hash(&mut hasher);
    hasher.finish()
}

/// ISO 4217, list one: every currency whose minor unit is not a hundredth, and the rest of those named as constants.
#[test]
fn every_currency_has_the_decimals_iso_4217_gives_it() {
    let table: [(u8, &str); 4] = [
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (2, "AMD AZN BYN CNY EUR GEL KGS KZT MDL RUB TJS TMT TRY USD UZS AED GBP INR CHF"),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
    ];
    for (exponent, codes) in table {
        for code in codes.split(' ') {
            assert_eq!(Currency::from_code(code).exponent(), Some(exponent), "{code}");
        }
    }
}

#[test]
fn a_code_without_minor_units_is_known_but_has_no_precision() {
    for code in ["XAU", "XXX", "XTS"] {
        let currency = Currency::from_code(code);
        assert_eq!((currency.is_known(), currency.exponent()), (true, None), "{code}");
    }
}

#[test]
fn the_constants_are_the_currencies_of_their_names() {
    let constants = [
        (Currency::AMD, "AMD"),
        (Currency::AZN, "AZN"),
        (Currency::BYN, "BYN"),
        (Currency::CNY, "CNY"),
        (Currency::EUR, "EUR"),
        (Currency::GEL, "GEL"),
        (Currency::KGS, "KGS"),
        (Currency::KZT, "KZT"),
        (Currency::MDL, "MDL"),
        (Currency::RUB, "RUB"),
        (Currency::TJS, "TJS"),
        (Currency::TMT, "TMT"),
        (Currency::TRY, "TRY"),
        (Currency::USD, "USD"),
        (Currency::UZS, "UZS"),
    ];
    for (constant, code) in constants {
        assert_eq!((constant.as_str(), &constant), (code, &Currency::from_code(code)));
    }
}

#[test]
fn a_known_code_is_read_in_any_case_and_written_in_capitals() {
    for code in ["rub", "RUB", "rUb"] {
        assert_eq!(Currency::from_code(code).as_str(), "RUB");
    }
}

#[test]
fn an_unknown_code_is_kept_as_it_came() {
    for code in ["tonc", "", "RUR", "643", "РУБ", "₽", "RUBB"] {
        let currency = Currency::from_code(code);
        assert_eq!((currency.as_str(), currency.is_known(), currency.exponent()), (code, false, None));
    }
}

#[test]
fn codes_that_differ_in_case_are_equal_and_hash_alike() {
    for (left, right) in [("rub", "RUB"), ("tonc", "TONC")] {
        let (left, right) = (Currency::from_code(left), Currency::from_code(right));
        assert_eq!(left, right);
        assert_eq!(hash(&left), hash(&right));
    }
    assert_ne!(Currency::from_code("tonc"), Currency::from_code("tona"));
}

#[test]
fn codes_that_differ_in_more_hash_apart() {
    assert_ne!(hash(&Currency::RUB), hash(&Currency::USD));
    assert_ne!(hash(&Currency::from_code("tonc")), hash(&Currency::from_code("tona")));
}

#[test]
fn a_currency_is_its_code_in_json() {
    assert_eq!(serde_json::to_string(&Currency::RUB).unwrap(), r#""RUB""#);
    assert_eq!(serde_json::from_str::<Currency>(r#""usd""#).unwrap(), Currency::USD);
    assert_eq!(serde_json::from_str::<Currency>(r#""\u0074onc""#).unwrap(), Currency::from_code("tonc"));
    let refused = serde_json::from_str::<Currency>("643").unwrap_err();
    assert!(refused.to_string().contains("expected a currency code"), "{refused}");
}

#[test]
fn a_currency_prints_as_its_code_and_keeps_to_the_width_asked_for() {
    assert_eq!((format!("{:>5}", Currency::RUB), format!("{:?}", Currency::RUB)), ("  RUB".into(), "RUB".into()));
}

#[test]
fn a_card_number_in_place_of_a_currency_is_not_printed() {
    let currency = Currency::from_code(PAN);
    assert_hides_card(&[currency.to_string(), format!("{currency:?}")]);
}
