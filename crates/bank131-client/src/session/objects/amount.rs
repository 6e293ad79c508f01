//! Amounts and exchange rates.

use std::fmt;

use payments_core::json::{self, Json};
use payments_core::{Currency, InvalidField, Money};
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Writes `{"amount": 10843, "currency": "tjs"}`: minor units, and the code in lower case as in the bank's examples.
pub(crate) fn write<S: Serializer>(money: &Money, serializer: S) -> Result<S::Ok, S::Error> {
    let mut amount = serializer.serialize_struct("Amount", 2)?;
    amount.serialize_field("amount", &money.minor_units())?;
    amount.serialize_field("currency", &money.currency().as_str().to_ascii_lowercase())?;
    amount.end()
}

/// Reads an amount. `None` unless both members are there.
pub(crate) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Money>, D::Error> {
    #[derive(Deserialize)]
    struct Amount {
        #[serde(default, deserialize_with = "json::integer")]
        amount: Option<i64>,
        #[serde(default, deserialize_with = "json::non_empty")]
        currency: Option<Currency>,
    }

    let amount: Option<Amount> = json::object(deserializer)?;
    Ok(amount.and_then(|Amount { amount, currency }| Some(Money::from_minor_units(amount?, currency?))))
}

pub(crate) fn check_positive(money: &Money) -> Result<(), InvalidField> {
    if money.is_positive() { Ok(()) } else { Err(InvalidField::new("amount", "must be above zero")) }
}

/// The amount to charge and both exchange rates of a transfer (`amounts`).
#[derive(Clone, Debug, Serialize)]
pub struct Amounts {
    #[serde(serialize_with = "write")]
    source: Money,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "write_some")]
    destination: Option<Money>,
    rate: ExchangeRate,
    provider_rate: ExchangeRate,
}

#[expect(clippy::ref_option, reason = "serde's signature")]
fn write_some<S: Serializer>(money: &Option<Money>, serializer: S) -> Result<S::Ok, S::Error> {
    match money {
        Some(money) => write(money, serializer),
        None => serializer.serialize_none(),
    }
}

impl Amounts {
    /// Creates the amounts from the amount to charge, always in roubles, the rate of this operation, and the rate at the
    /// paying CIS bank (`provider_rate`).
    ///
    /// The bank's document requires both rates, and does not say where to get the second: ask the bank.
    ///
    /// Amounts are sent in minor units. The document's table says twice "for 100 roubles write 1000"; its own example sends
    /// 100000 for 1000 roubles, which are kopecks.
    ///
    /// For a promotional rate, send the transfer through [`Client::with_project`](crate::Client::with_project).
    pub const fn new(source: Money, rate: ExchangeRate, provider_rate: ExchangeRate) -> Self {
        Self { source, destination: None, rate, provider_rate }
    }

    /// Adds the payout amount once more (`amounts.destination`). It must equal the payout amount.
    ///
    /// The document's table has a second pair of amount and currency without its place, and its example has none; newer pages
    /// of the bank put it here.
    #[must_use]
    pub fn destination(mut self, amount: Money) -> Self {
        self.destination = Some(amount);
        self
    }

    pub(crate) fn validate(&self, payout: &Money) -> Result<(), InvalidField> {
        check_positive(&self.source).map_err(|field| field.within("source"))?;
        if *self.source.currency() != Currency::RUB {
            return Err(InvalidField::new("source.currency", "must be rub"));
        }
        if let Some(destination) = &self.destination {
            check_positive(destination).map_err(|field| field.within("destination"))?;
            if destination != payout {
                return Err(InvalidField::new("destination", "must be the sum of the payout"));
            }
        }
        let payout_currency = payout.currency();
        self.rate.validate(payout_currency).map_err(|field| field.within("rate"))?;
        self.provider_rate.validate(payout_currency).map_err(|field| field.within("provider_rate"))
    }
}

/// Exchange rate: how many roubles one unit of the payout's currency costs.
#[derive(Clone, Debug, Serialize)]
pub struct ExchangeRate {
    rate: Rate,
    from_currency: &'static str,
    #[serde(serialize_with = "write_code")]
    to_currency: Currency,
}

fn write_code<S: Serializer>(currency: &Currency, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&currency.as_str().to_ascii_lowercase())
}

impl ExchangeRate {
    /// Creates a rate of roubles per one unit of `to_currency`, as a decimal text such as `"9.2222"`. The bank specifies four
    /// decimals, and shows two as well.
    ///
    /// # Errors
    ///
    /// The text is not a decimal number above zero, or is longer than 64 bytes.
    pub fn from_rub(rate: &str, to_currency: Currency) -> Result<Self, InvalidField> {
        Ok(Self { rate: Rate::new(rate)?, from_currency: "rub", to_currency })
    }

    fn validate(&self, payout_currency: &Currency) -> Result<(), InvalidField> {
        if self.to_currency == *payout_currency {
            return Ok(());
        }
        Err(InvalidField::new("to_currency", "must be the currency of the payout"))
    }
}

/// Three times what a rate could need. Longer texts are refused unread.
const LONGEST_RATE: usize = 64;

/// The decimal number of an exchange rate, without its currencies. Kept as text and never rounded.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Rate(Box<str>);

impl Rate {
    /// Creates a rate from digits with at most one dot between them, above zero, at most 64 bytes.
    ///
    /// # Errors
    ///
    /// The text is something else.
    pub fn new(decimal: &str) -> Result<Self, InvalidField> {
        if decimal.len() > LONGEST_RATE || !is_above_zero(decimal) {
            return Err(InvalidField::new("rate", "must be a decimal number above zero, such as 9.2222"));
        }
        Ok(Self(decimal.into()))
    }

    /// The number, as on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_above_zero(decimal: &str) -> bool {
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(fraction) && decimal.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
}

impl fmt::Debug for Rate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Rate({})", self.0)
    }
}

/// The bank writes rates as texts, and in one place as numbers; a number is kept as written, not as a float.
impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Json::deserialize(deserializer)?;
        Self::new(value.as_str().trim_matches('"'))
            .map_err(|_| de::Error::invalid_value(de::Unexpected::Other("another value"), &"a decimal number"))
    }
}

/// Amounts of an operation, before and after the fee.
#[derive(Clone, Debug, Default, Deserialize)]
#[non_exhaustive]
pub struct OperationAmounts {
    /// The amount before the fee.
    #[serde(default, deserialize_with = "read")]
    pub gross: Option<Money>,
    /// The amount after the fee.
    #[serde(default, deserialize_with = "read")]
    pub net: Option<Money>,
    /// The fee.
    #[serde(default, deserialize_with = "json::object")]
    pub fee: Option<Fee>,
}

/// The fee of an operation: the merchant's share.
#[derive(Clone, Debug, Default, Deserialize)]
#[non_exhaustive]
pub struct Fee {
    /// The merchant's share.
    #[serde(default, deserialize_with = "read")]
    pub merchant_fee: Option<Money>,
}
