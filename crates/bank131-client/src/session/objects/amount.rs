//! Amounts and exchange rates.

use std::fmt;

use payments_core::__private::JsonForm;
use payments_core::json::{self, Json};
use payments_core::{Currency, InvalidField, Money, json_fields, scrub};
use serde::{Deserialize, Deserializer, Serialize, de};

/// Writes `{"amount": 10843, "currency": "tjs"}`: minor units, and the code in lower case as in the bank's examples.
pub(crate) fn write(money: &Money) -> impl Serialize {
    #[derive(Serialize)]
    struct Amount {
        amount: i64,
        currency: String,
    }

    Amount { amount: money.minor_units(), currency: write_code(money.currency()) }
}

fn write_code(currency: &Currency) -> String {
    currency.as_str().to_ascii_lowercase()
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

/// An amount above zero, which [`Money`] converts into. On the wire: `{"amount": 50000, "currency": "rub"}`, in minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositiveAmount(Money);

impl PositiveAmount {
    /// The amount.
    pub const fn money(&self) -> &Money {
        &self.0
    }
}

impl TryFrom<Money> for PositiveAmount {
    type Error = InvalidField;

    fn try_from(money: Money) -> Result<Self, InvalidField> {
        InvalidField::unless(money.is_positive(), "money.amount", "must be above zero")?;
        Ok(Self(money))
    }
}

impl JsonForm for PositiveAmount {
    fn json_form(&self) -> impl Serialize {
        write(&self.0)
    }
}

json_fields! {
    /// The amount to charge and both exchange rates of a transfer (`amounts`).
    #[derive(Clone, Debug)]
    pub struct Amounts;

    /// Creates the amounts from the amount to charge, above zero and always in roubles, the rate of this operation, and the
    /// rate at the paying CIS bank (`provider_rate`).
    ///
    /// The bank's document requires both rates, and does not say where to get the second: ask the bank.
    ///
    /// Amounts are sent in minor units. The document's table says twice "for 100 roubles write 1000"; its own example sends
    /// 100000 for 1000 roubles, which are kopecks.
    ///
    /// For a promotional rate, send the transfer through [`Client::with_project`](crate::Client::with_project).
    pub fn new;

    /// The amount to charge.
    required source(try): PositiveAmount = "source";
    /// Adds the payout amount once more (`amounts.destination`). It must equal the payout amount.
    ///
    /// The document's table has a second pair of amount and currency without its place, and its example has none; newer pages
    /// of the bank put it here.
    optional destination(try): PositiveAmount = "destination";
    /// The rate of this operation.
    required rate: ExchangeRate = "rate";
    /// The rate at the paying CIS bank.
    required provider_rate: ExchangeRate = "provider_rate";
}

impl Amounts {
    pub(crate) fn validate(&self, payout: &PositiveAmount) -> Result<(), InvalidField> {
        let in_roubles = self.source.as_ref().is_none_or(|source| *source.money().currency() == Currency::RUB);
        InvalidField::unless(in_roubles, "source.currency", "must be rub")?;
        let is_payout = self.destination.as_ref().is_none_or(|destination| destination == payout);
        InvalidField::unless(is_payout, "destination", "must be the sum of the payout")?;
        let payout_currency = payout.money().currency();
        self.rate.validate(payout_currency).map_err(|field| field.within("rate"))?;
        self.provider_rate.validate(payout_currency).map_err(|field| field.within("provider_rate"))
    }
}

json_fields! {
    /// Exchange rate: how many roubles one unit of the payout's currency costs.
    #[derive(Clone, Debug)]
    pub struct ExchangeRate;

    fn between;

    required rate: Rate = "rate";
    required from_currency: Currency as write_code = "from_currency";
    required to_currency: Currency as write_code = "to_currency";
}

impl Amounts {
    /// Whether what is charged and what is paid out fit the rate, within this many percent of what is charged.
    pub(crate) fn fit_rate(&self, payout: &PositiveAmount, percent: u8) -> Result<(), InvalidField> {
        let Some(source) = &self.source else { return Ok(()) };
        let unchecked = || InvalidField::new("amounts.rate", "has amounts that cannot be compared by it");
        let (charged, paid_out) = (source.money(), payout.money());
        let scaled = |money: &Money, by: i128| {
            let scale = 10_i128.checked_pow(money.currency().exponent()?.into())?;
            i128::from(money.minor_units()).checked_mul(by).map(|amount| (amount, scale))
        };
        let (rate, rate_scale) = self.rate.rate.scaled().ok_or_else(unchecked)?;
        let (left, left_scale) = scaled(paid_out, rate).ok_or_else(unchecked)?;
        let (right, right_scale) = scaled(charged, rate_scale).ok_or_else(unchecked)?;
        let left = left.checked_mul(right_scale).ok_or_else(unchecked)?;
        let right = right.checked_mul(left_scale).ok_or_else(unchecked)?;
        let allowed = right.checked_mul(percent.into()).ok_or_else(unchecked)?;
        let off = (left - right).checked_mul(100).ok_or_else(unchecked)?;
        let rule = format!("does not lead from what is charged to what is paid out, within {percent} percent");
        InvalidField::unless(off.abs() <= allowed, "amounts.rate", rule)
    }
}

impl ExchangeRate {
    /// Creates a rate of roubles per one unit of `to_currency`, as a decimal text such as `"9.2222"`. The bank specifies four
    /// decimals, and shows two as well.
    ///
    /// # Errors
    ///
    /// The text is not a decimal number above zero, or is longer than 64 bytes.
    pub fn from_rub(rate: &str, to_currency: Currency) -> Result<Self, InvalidField> {
        Ok(Self::between(Rate::new(rate)?, Currency::RUB, to_currency))
    }

    fn validate(&self, payout_currency: &Currency) -> Result<(), InvalidField> {
        let is_same = self.to_currency == *payout_currency;
        InvalidField::unless(is_same, "to_currency", "must be the currency of the payout")
    }
}

/// Three times what a rate could need. Longer texts are refused unread.
const LONGEST_RATE: usize = 64;

/// The decimal number of an exchange rate, without its currencies. Kept as text and never rounded.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Rate(Box<str>);

/// Scrubbed: the digits may be those of a card.
impl fmt::Debug for Rate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Rate").field(&scrub(&self.0)).finish()
    }
}

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

    /// The number without its dot, and what to divide it by; `None` if it has too many digits.
    fn scaled(&self) -> Option<(i128, i128)> {
        let (whole, fraction) = self.0.split_once('.').unwrap_or((&self.0, ""));
        let scale = 10_i128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
        Some(([whole, fraction].concat().parse().ok()?, scale))
    }
}

fn is_above_zero(decimal: &str) -> bool {
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(fraction) && decimal.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
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
