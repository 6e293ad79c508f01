//! Decimals become money exactly or not at all.

use bank131_client::common::MoneyError;
use bank131_client::{Currency, Money};
use recipes_example::decimal::{to_decimal, to_money};
use rust_decimal::Decimal;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn an_amount_comes_back_as_it_went() {
    for units in [0, 1, -1, 99, 100, 12_345, 100_000, i64::MAX, i64::MIN] {
        for currency in [Currency::RUB, Currency::from_code("JPY"), Currency::from_code("KWD")] {
            let money = Money::from_minor_units(units, currency.clone());
            assert_eq!(to_money(to_decimal(&money).unwrap(), currency), Ok(money));
        }
    }
}

#[test]
fn a_decimal_keeps_its_value() {
    for (text, kopecks) in [("1000", 100_000), ("1000.5", 100_050), ("0.010000", 1), ("-0.00", 0), ("-12.34", -1234)] {
        let money = to_money(decimal(text), Currency::RUB).unwrap();
        assert_eq!(money.minor_units(), kopecks, "{text}");
        assert_eq!(to_decimal(&money), Ok(decimal(text)));
    }
    assert_eq!(to_decimal(&Money::from_minor_units(5, Currency::RUB)).unwrap().to_string(), "0.05");
}

#[test]
fn nothing_is_rounded() {
    assert_eq!(to_money(decimal("0.005"), Currency::RUB), Err(MoneyError::TooPrecise { exponent: 2 }));
    assert_eq!(to_money(decimal("0.1"), Currency::from_code("JPY")), Err(MoneyError::TooPrecise { exponent: 0 }));
    let third = decimal("1") / decimal("3");
    assert_eq!(to_money(third, Currency::RUB), Err(MoneyError::TooPrecise { exponent: 2 }));
    assert_eq!(to_money(third.round_dp(2), Currency::RUB), Ok(Money::from_minor_units(33, Currency::RUB)));
}

#[test]
fn what_does_not_fit_is_an_error() {
    assert_eq!(to_money(Decimal::MAX, Currency::RUB), Err(MoneyError::TooLarge));
    let unknown = Money::from_minor_units(1, Currency::from_code("TONC"));
    assert!(matches!(to_decimal(&unknown), Err(MoneyError::UnknownPrecision { .. })));
}
