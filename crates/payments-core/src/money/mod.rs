//! Amounts of money: whole minor units of a currency, never a float.

mod currency;
mod decimal;

pub use currency::Currency;

use std::cmp::Ordering;
use std::fmt;

use crate::scrub::scrub;

/// An amount of money: a whole number of minor units (kopecks, dirams, cents) of a [`Currency`].
///
/// There is no conversion from or to a float. Arithmetic is checked: it returns `None` or an error where the result
/// does not fit or the currencies differ. The wire format of an amount belongs to the endpoint that sends it.
///
/// ```
/// use payments_core::{Currency, Money};
///
/// let source = Money::from_minor_units(100_000, Currency::RUB);
/// assert_eq!(source, Money::parse("1000.00", Currency::RUB)?);
/// assert_eq!(source.to_string(), "1000.00 RUB");
/// assert_eq!(source.to_decimal()?, "1000.00");
/// # Ok::<(), payments_core::MoneyError>(())
/// ```
///
/// `Debug` is for logs: a number of 13 digits or more is redacted to its last four, because it may be a card number
/// passed as an amount by mistake. `Display` is for people, and exact.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Money {
    minor_units: i64,
    currency: Currency,
}

impl Money {
    /// Creates an amount from minor units: `100_000` of RUB is 1000 roubles.
    pub const fn from_minor_units(minor_units: i64, currency: Currency) -> Self {
        Self { minor_units, currency }
    }

    /// Parses a decimal number of major units, exactly: `"1000.00"`, `"1000"`, `"-0.5"`.
    ///
    /// Only ASCII digits with an optional leading minus and one dot between digits are accepted. Zeros beyond the
    /// currency's precision are accepted; other digits there are an error, never rounded. Leading zeros are accepted
    /// too, but a text of more than 64 bytes is refused unread, as [`MoneyError::NotDecimal`].
    ///
    /// # Errors
    ///
    /// [`MoneyError::NotDecimal`], [`MoneyError::TooPrecise`], [`MoneyError::TooLarge`], and
    /// [`MoneyError::UnknownPrecision`] for a currency outside ISO 4217.
    pub fn parse(decimal: &str, currency: Currency) -> Result<Self, MoneyError> {
        let minor_units = decimal::parse(decimal, currency.known_exponent()?)?;
        Ok(Self { minor_units, currency })
    }

    /// The number of minor units.
    pub const fn minor_units(&self) -> i64 {
        self.minor_units
    }

    /// The currency.
    pub const fn currency(&self) -> &Currency {
        &self.currency
    }

    /// Formats major units with a dot and exactly as many decimals as the currency has: `"1000.00"`; for JPY `"1000"`.
    ///
    /// # Errors
    ///
    /// [`MoneyError::UnknownPrecision`] for a currency outside ISO 4217.
    pub fn to_decimal(&self) -> Result<String, MoneyError> {
        Ok(decimal::print(self.minor_units, self.currency.known_exponent()?))
    }

    /// The sum.
    ///
    /// # Errors
    ///
    /// [`MoneyError::CurrenciesDiffer`] and [`MoneyError::TooLarge`].
    pub fn checked_add(&self, other: &Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_add)
    }

    /// The difference, which may be negative.
    ///
    /// # Errors
    ///
    /// [`MoneyError::CurrenciesDiffer`] and [`MoneyError::TooLarge`].
    pub fn checked_sub(&self, other: &Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_sub)
    }

    /// The amount multiplied by `times`.
    ///
    /// # Errors
    ///
    /// [`MoneyError::TooLarge`].
    pub fn checked_mul(&self, times: i64) -> Result<Self, MoneyError> {
        let minor_units = self.minor_units.checked_mul(times).ok_or(MoneyError::TooLarge)?;
        Ok(Self { minor_units, currency: self.currency.clone() })
    }

    /// Whether the amount is above zero, which every provider requires of a payment.
    pub const fn is_positive(&self) -> bool {
        self.minor_units > 0
    }

    fn combine(&self, other: &Self, operation: fn(i64, i64) -> Option<i64>) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrenciesDiffer { left: self.currency.clone(), right: other.currency.clone() });
        }
        let minor_units = operation(self.minor_units, other.minor_units).ok_or(MoneyError::TooLarge)?;
        Ok(Self { minor_units, currency: self.currency.clone() })
    }
}

/// Amounts of the same currency are ordered; amounts of different currencies are not comparable.
impl PartialOrd for Money {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self.currency == other.currency).then(|| self.minor_units.cmp(&other.minor_units))
    }
}

/// `1000.00 RUB`; where the precision is unknown, `100000 minor units of TONC`.
impl fmt::Display for Money {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_decimal() {
            Ok(decimal) => write!(formatter, "{decimal} {}", self.currency),
            Err(_) => write!(formatter, "{} minor units of {}", self.minor_units, self.currency),
        }
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minor_units = self.minor_units.to_string();
        formatter
            .debug_struct("Money")
            .field("minor_units", &format_args!("{}", scrub(&minor_units)))
            .field("currency", &self.currency)
            .finish()
    }
}

/// Why an amount could not be parsed, formatted or computed.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// The text is not a plain decimal number, or is longer than 64 bytes.
    #[error("an amount is digits with at most one dot between them, such as 1000.00")]
    NotDecimal,
    /// More decimals than the currency has.
    #[error("the currency has {exponent} decimals, the amount has more")]
    TooPrecise {
        /// How many decimals the currency has.
        exponent: u8,
    },
    /// The amount does not fit in 64 bits of minor units.
    #[error("the amount is too large")]
    TooLarge,
    /// The number of decimals of this currency is unknown, so major units have no meaning.
    #[error("how many decimals {currency} has is unknown; give the amount in minor units")]
    UnknownPrecision {
        /// The currency in question.
        currency: Currency,
    },
    /// Two amounts of different currencies were combined.
    #[error("{left} and {right} cannot be combined")]
    CurrenciesDiffer {
        /// Currency of the left amount.
        left: Currency,
        /// Currency of the right amount.
        right: Currency,
    },
}

crate::debug_as_sentence!(MoneyError);
