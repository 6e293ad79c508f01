//! `calculate`: what a transfer would come to.

use http::Method;
use payments_core::json::{self, Json};
use payments_core::{
    Body, Currency, DecodeError, Endpoint, Evidence, InvalidField, Money, ProviderText, RawResponse, Reads, json_fields,
};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::provider::Bank131;
use crate::session::amount;
use crate::word;

json_fields! {
    /// Request of `calculate`: what a transfer into another currency would come to: what the recipient gets for an amount, or what
    /// the sender pays for it, with the rate and the fees. The response is a [`CalculateResponse`].
    ///
    /// `POST /api/v1/calculate` with `{"amounts": {"source": {"amount": 357912, "currency": "RUB"}, "destination": {"amount": null,
    /// "currency": "TRY"}}}`, in minor units; exactly one amount is given. It changes nothing and reserves nothing: the rate is for
    /// information, and that of the transfer may differ.
    ///
    /// ```
    /// use bank131_client::rate::Calculate;
    /// use bank131_client::{Client, Currency, Error, Money};
    ///
    /// /// What the recipient gets in liras for roubles, after the fees.
    /// async fn in_liras(client: &Client, roubles: Money) -> Result<Option<Money>, Error> {
    ///     let calculated = client.send(&Calculate::from_source(roubles, Currency::TRY)).await?;
    ///     Ok(calculated.amounts.destination)
    /// }
    /// ```
    ///
    /// Source: Bank 131, transfers without a widget (calculate).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Calculate;

    fn between;

    required amounts: Amounts = "amounts";
}

#[expect(clippy::needless_pass_by_value, reason = "a call reads better without a reference to each amount")]
impl Calculate {
    /// Creates a request: what does the recipient get in this currency for this amount, above zero?
    pub fn from_source(source: Money, destination: Currency) -> Self {
        Self::between(Amounts { source: Side::of(&source), destination: Side { amount: None, currency: destination } })
    }

    /// Creates a request: what does the sender pay in this currency for this amount, above zero?
    pub fn to_destination(source: Currency, destination: Money) -> Self {
        Self::between(Amounts { source: Side { amount: None, currency: source }, destination: Side::of(&destination) })
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Amounts {
    source: Side,
    destination: Side,
}

/// An amount that may be asked for. `null` is sent, and the currency in capital letters, as in the bank's example.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Side {
    amount: Option<i64>,
    currency: Currency,
}

impl Side {
    fn of(money: &Money) -> Self {
        Self { amount: Some(money.minor_units()), currency: money.currency().clone() }
    }

    fn is_above_zero(&self) -> bool {
        self.amount.is_none_or(|amount| amount > 0)
    }

    /// Checks the currency of an amount in the response.
    fn check(&self, place: &str, answered: Option<&Money>) -> Result<(), DecodeError> {
        match answered {
            Some(money) if *money.currency() != self.currency => {
                Err(DecodeError::new(place, "expected the currency that was asked about"))
            }
            _ => Ok(()),
        }
    }
}

/// Response of `calculate`: what a transfer would come to. For information; the transfer's own rate may differ.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct CalculateResponse {
    /// The amounts and the fees.
    #[serde(deserialize_with = "read_amounts")]
    pub amounts: CalculatedAmounts,
    /// The exchange by which they were calculated.
    #[serde(default, deserialize_with = "json::object")]
    pub exchanges: Option<CalculatedExchange>,
}

fn read_amounts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<CalculatedAmounts, D::Error> {
    json::object(deserializer)?.ok_or_else(|| D::Error::missing_field("amounts"))
}

/// The amounts and the fees of a transfer that was calculated.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct CalculatedAmounts {
    /// What is exchanged. May differ by one minor unit from the amount that was asked about.
    #[serde(default, deserialize_with = "amount::read")]
    pub source: Option<Money>,
    /// What the recipient gets.
    #[serde(default, deserialize_with = "amount::read")]
    pub destination: Option<Money>,
    /// The fee for the transfer.
    #[serde(default, deserialize_with = "amount::read")]
    pub transfer_fee: Option<Money>,
    /// The fee for text messages.
    #[serde(default, deserialize_with = "amount::read")]
    pub sms_fee: Option<Money>,
    /// What the sender pays, with the fees (*inferred* from its name).
    #[serde(default, deserialize_with = "amount::read")]
    pub payment: Option<Money>,
}

/// The exchange by which a transfer was calculated. It repeats the request: the amount that was not given there is missing here.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct CalculatedExchange {
    /// The amount that was given, if it was the sender's.
    #[serde(default, deserialize_with = "amount::read")]
    pub source: Option<Money>,
    /// The amount that was given, if it was the recipient's.
    #[serde(default, deserialize_with = "amount::read")]
    pub destination: Option<Money>,
    /// The rate.
    #[serde(default, deserialize_with = "json::object")]
    pub rate: Option<CalculatedRate>,
}

/// The rate of an exchange. It may be direct or inverse, depending on the direction and the currencies: take the amounts, and do
/// not calculate with it.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct CalculatedRate {
    /// The rate, a number on the wire: its digits as they were written, such as `2.7233`.
    #[serde(default, deserialize_with = "read_number")]
    pub fx_rate: Option<ProviderText>,
    /// For how many units of the currency the rate is.
    #[serde(default, deserialize_with = "word::quantity")]
    pub quantity: Option<u32>,
}

/// Reads a number without rounding it; anything else is `None`.
fn read_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<ProviderText>, D::Error> {
    let value = Json::deserialize(deserializer)?;
    let digits = value.as_str().trim_matches('"');
    Ok(digits.starts_with(|first: char| first.is_ascii_digit()).then(|| digits.into()))
}

impl Endpoint for Calculate {
    type Provider = Bank131;
    type Response = CalculateResponse;
    type Effect = Reads;

    const NAME: &'static str = "calculate";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v1/calculate";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn validate(&self) -> Result<(), InvalidField> {
        let Amounts { source, destination } = &self.amounts;
        let rule = "must be above zero";
        InvalidField::unless(source.is_above_zero(), "amounts.source.amount", rule)?;
        InvalidField::unless(destination.is_above_zero(), "amounts.destination.amount", rule)
    }

    fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
    }

    fn decode(&self, response: &RawResponse) -> Result<CalculateResponse, DecodeError> {
        let calculated: CalculateResponse = json::decode(&response.body)?;
        self.amounts.source.check("amounts.source.currency", calculated.amounts.source.as_ref())?;
        self.amounts.destination.check("amounts.destination.currency", calculated.amounts.destination.as_ref())?;
        Ok(calculated)
    }
}
