use payments_core::{Currency, Money, MoneyError};
use proptest::prelude::*;

fn rub(minor_units: i64) -> Money {
    Money::from_minor_units(minor_units, Currency::RUB)
}

fn currency(code: &str) -> Currency {
    Currency::from_code(code)
}

/// One currency for each number of decimals.
fn any_currency() -> impl Strategy<Value = (Currency, u32)> {
    prop_oneof![
        Just((currency("JPY"), 0)),
        Just((Currency::RUB, 2)),
        Just((currency("KWD"), 3)),
        Just((currency("CLF"), 4)),
    ]
}

/// Amounts of any size, most of them near zero.
fn any_amount() -> impl Strategy<Value = i64> {
    prop_oneof![any::<i64>(), -20_000..20_000_i64]
}

/// Converts major units to minor ones by way of millionths.
fn oracle(negative: bool, whole: &str, fraction: &str, exponent: u32) -> Result<i64, MoneyError> {
    let whole: i128 = whole.parse().unwrap();
    let millionths: i128 = format!("{fraction:0<6}").parse().unwrap();
    let unit = 10_i128.pow(6 - exponent);
    let total = whole * 1_000_000 + millionths;
    if total % unit != 0 {
        return Err(MoneyError::TooPrecise { exponent: u8::try_from(exponent).unwrap() });
    }
    let signed = if negative { -total } else { total };
    i64::try_from(signed / unit).map_err(|_| MoneyError::TooLarge)
}

proptest! {
    #[test]
    fn parsing_agrees_with_arithmetic_in_millionths(
        (currency, exponent) in any_currency(),
        negative: bool,
        whole in "[0-9]{1,21}",
        fraction in "[0-9]{0,6}",
    ) {
        let sign = if negative { "-" } else { "" };
        let dot = if fraction.is_empty() { "" } else { "." };
        let parsed = Money::parse(&format!("{sign}{whole}{dot}{fraction}"), currency);
        prop_assert_eq!(parsed.map(|money| money.minor_units()), oracle(negative, &whole, &fraction, exponent));
    }

    #[test]
    fn printing_agrees_with_division_and_remainder((currency, exponent) in any_currency(), minor_units in any_amount()) {
        let unit = 10_i128.pow(exponent);
        let magnitude = i128::from(minor_units).abs();
        let sign = if minor_units < 0 { "-" } else { "" };
        let expected = match exponent {
            0 => format!("{sign}{magnitude}"),
            _ => format!("{sign}{}.{:0width$}", magnitude / unit, magnitude % unit, width = exponent as usize),
        };
        prop_assert_eq!(Money::from_minor_units(minor_units, currency).to_decimal(), Ok(expected));
    }

    #[test]
    fn what_is_printed_reads_back_as_the_same_amount((currency, _) in any_currency(), minor_units in any_amount()) {
        let money = Money::from_minor_units(minor_units, currency.clone());
        prop_assert_eq!(Money::parse(&money.to_decimal().unwrap(), currency), Ok(money));
    }

    #[test]
    fn only_plain_decimals_are_read(text in "[0-9.+e ,_٣-]{0,6}") {
        let unsigned = text.strip_prefix('-').unwrap_or(&text);
        let parts: Vec<&str> = unsigned.split('.').collect();
        let plain = parts.len() <= 2
            && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
        let read = Money::parse(&text, currency("CLF"));
        prop_assert_eq!(read == Err(MoneyError::NotDecimal), !plain, "{:?}", text);
    }

    #[test]
    fn sums_and_differences_are_exact_or_refused(left in any_amount(), right in any_amount()) {
        let exact = |sum: i128| i64::try_from(sum).map(rub).map_err(|_| MoneyError::TooLarge);
        prop_assert_eq!(rub(left).checked_add(&rub(right)), exact(i128::from(left) + i128::from(right)));
        prop_assert_eq!(rub(left).checked_sub(&rub(right)), exact(i128::from(left) - i128::from(right)));
        prop_assert_eq!(rub(left).checked_mul(right), exact(i128::from(left) * i128::from(right)));
    }
}

#[test]
fn the_lowest_and_highest_amounts_read_and_print() {
    assert_eq!(Money::parse("-92233720368547758.08", Currency::RUB), Ok(rub(i64::MIN)));
    assert_eq!(Money::parse("92233720368547758.07", Currency::RUB), Ok(rub(i64::MAX)));
    assert_eq!(Money::parse("92233720368547758.08", Currency::RUB), Err(MoneyError::TooLarge));
    assert_eq!(rub(i64::MIN).to_string(), "-92233720368547758.08 RUB");
}

#[test]
fn a_text_that_is_no_number_at_all_is_refused() {
    for text in ["", "-", ".", "1.", ".5", "--1", "1.2.3", "1,5", "1e3", "0x10", "NaN", "inf", " 1", "1\n", "1\0"] {
        assert_eq!(Money::parse(text, Currency::RUB), Err(MoneyError::NotDecimal), "{text:?}");
    }
}

#[test]
fn zeros_past_the_precision_are_read_and_other_digits_are_not() {
    assert_eq!(Money::parse("1.50000000000000000000000000", Currency::RUB), Ok(rub(150)));
    assert_eq!(Money::parse("1.501", Currency::RUB), Err(MoneyError::TooPrecise { exponent: 2 }));
    assert_eq!(Money::parse("100.0", currency("JPY")), Ok(Money::from_minor_units(100, currency("JPY"))));
    assert_eq!(Money::parse("100.5", currency("JPY")), Err(MoneyError::TooPrecise { exponent: 0 }));
}

#[test]
fn a_currency_of_unknown_precision_has_minor_units_only() {
    let unknown = currency("TONC");
    let refused = MoneyError::UnknownPrecision { currency: unknown.clone() };
    let money = Money::from_minor_units(100_000, unknown.clone());
    assert_eq!(Money::parse("1", unknown), Err(refused.clone()));
    assert_eq!(money.to_decimal(), Err(refused));
    assert_eq!(money.to_string(), "100000 minor units of TONC");
}

#[test]
fn amounts_of_two_currencies_are_neither_combined_nor_ordered_nor_equal() {
    let dollars = Money::from_minor_units(100, Currency::USD);
    let refused = MoneyError::CurrenciesDiffer { left: Currency::RUB, right: Currency::USD };
    assert_eq!(rub(100).checked_add(&dollars), Err(refused.clone()));
    assert_eq!(rub(100).checked_sub(&dollars), Err(refused));
    assert_eq!(rub(100).partial_cmp(&dollars), None);
    assert_ne!(rub(100), dollars);
}

#[test]
fn amounts_of_one_currency_are_ordered_by_their_size() {
    assert!(rub(-1) < rub(0) && rub(99) < rub(100));
}

#[test]
fn zero_is_printed_without_a_sign() {
    assert_eq!(rub(0).to_decimal().as_deref(), Ok("0.00"));
    assert_eq!(Money::from_minor_units(0, currency("JPY")).to_string(), "0 JPY");
}

#[test]
fn only_what_is_above_zero_is_positive() {
    assert_eq!([-1, 0, 1].map(|minor_units| rub(minor_units).is_positive()), [false, false, true]);
}

#[test]
fn every_refusal_is_a_sentence() {
    let sentences = [
        (MoneyError::NotDecimal, "an amount is digits with at most one dot between them, such as 1000.00"),
        (MoneyError::TooPrecise { exponent: 2 }, "the currency has 2 decimals, the amount has more"),
        (MoneyError::TooLarge, "the amount is too large"),
        (
            MoneyError::UnknownPrecision { currency: currency("TONC") },
            "how many decimals TONC has is unknown; give the amount in minor units",
        ),
        (MoneyError::CurrenciesDiffer { left: Currency::RUB, right: Currency::USD }, "RUB and USD cannot be combined"),
    ];
    for (error, sentence) in sentences {
        assert_eq!(error.to_string(), sentence);
    }
}

#[test]
fn a_card_number_in_an_amount_is_hidden_from_logs() {
    let stray = Money::from_minor_units(4_111_111_111_111_111, Currency::RUB);
    assert_eq!(format!("{stray:?}"), "Money { minor_units: ************1111, currency: RUB }");
    assert_eq!(stray.to_string(), "41111111111111.11 RUB", "people read the exact amount");
    let sum = Money::from_minor_units(-999_999_999_999, Currency::RUB);
    assert_eq!(format!("{sum:?}"), "Money { minor_units: -999999999999, currency: RUB }");
}
