//! `rust_decimal::Decimal` and `Money`, exactly, by way of text.

use bank131_client::common::MoneyError;
use bank131_client::{Currency, Money};
use rust_decimal::Decimal;

/// An amount of money from a number of major units. More decimals than the currency has are an error: round before, by your own
/// rule, for example with `Decimal::round_dp_with_strategy`.
pub fn to_money(decimal: Decimal, currency: Currency) -> Result<Money, MoneyError> {
    Money::parse(&decimal.to_string(), currency)
}

/// The number of major units, with as many decimals as the currency has. Every `Money` fits.
pub fn to_decimal(money: &Money) -> Result<Decimal, MoneyError> {
    Decimal::from_str_exact(&money.to_decimal()?).map_err(|_| MoneyError::TooLarge)
}
