//! What the requests have in common: sums, customers, options, currencies.

use std::fmt;

use serde::Serialize;
use serde_json::Value;
use url::Url;

use crate::json::{Malformed, Object};
use crate::ledger::Sum;

/// A sum in minor units; the currency stays as the partner wrote it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Money {
    pub(super) amount: u64,
    pub(super) currency: String,
}

impl Money {
    pub(super) fn read(from: &Object<'_>) -> Result<Self, Malformed> {
        Ok(Self { amount: from.positive_integer("amount")?, currency: currency(from, "currency")?.to_owned() })
    }

    /// The sum in `name`, if it is there.
    pub(super) fn optional(from: &Object<'_>, name: &str) -> Result<Option<Self>, Malformed> {
        from.optional_object(name)?.map(|sum| Self::read(&sum)).transpose()
    }

    pub(super) fn with_amount(&self, amount: u64) -> Self {
        Self { amount, currency: self.currency.clone() }
    }

    pub(super) fn sum(&self) -> Sum {
        Sum::new(self.amount, &self.currency)
    }
}

/// Two decimals, whatever the currency: it is only shown for roubles.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, minor) = (self.amount / 100, self.amount % 100);
        write!(f, "{whole}.{minor:02} {}", self.currency.to_ascii_uppercase())
    }
}

/// One percent of a sum. Its currency differs in case from that of the request, as in the bank's sample: a client that
/// compares currencies case-sensitively fails.
pub(super) fn fee(of: &Money) -> Money {
    let currency = if of.currency == "RUB" { "rub" } else { "RUB" };
    let currency = if of.currency.eq_ignore_ascii_case("rub") { currency } else { of.currency.as_str() };
    Money { amount: (of.amount / 100).max(1), currency: currency.to_owned() }
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Customer {
    pub(super) reference: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    contacts: Option<Value>,
}

impl Customer {
    pub(super) fn read(body: &Object<'_>) -> Result<Option<Self>, Malformed> {
        let Some(customer) = body.optional_object("customer")? else {
            return Ok(None);
        };
        customer.optional_list("contacts")?;
        Ok(Some(Self {
            reference: customer.string("reference")?.to_owned(),
            contacts: customer.value("contacts").cloned(),
        }))
    }
}

/// `payment_options`.
#[derive(Clone, Debug)]
pub(super) struct Options {
    pub(super) return_url: Option<Url>,
    /// The partner asks for a token to repeat this payment with.
    pub(super) recurrent: bool,
    /// How often the bank is to repeat the payment by itself.
    pub(super) period: Option<String>,
    pub(super) has_platform: bool,
    /// As it was sent.
    pub(super) shown: Value,
}

impl Options {
    pub(super) fn read(body: &Object<'_>) -> Result<Option<Self>, Malformed> {
        let Some(options) = body.optional_object("payment_options")? else {
            return Ok(None);
        };
        options.optional_string("description")?;
        options.optional_string("expiration_at")?;
        let subscription = options.optional_object("subscription")?;
        let platform = options.optional_object("platform_details")?;
        if let Some(platform) = &platform {
            platform.string("type")?;
        }
        Ok(Some(Self {
            return_url: return_url(&options)?,
            recurrent: options.optional_boolean("recurrent")?.unwrap_or(false),
            period: subscription.map(|of| of.string("period").map(str::to_owned)).transpose()?,
            has_platform: platform.is_some(),
            shown: body.value("payment_options").cloned().unwrap_or_default(),
        }))
    }
}

/// Only an absolute web address: the payer's browser is going to be sent there.
fn return_url(options: &Object<'_>) -> Result<Option<Url>, Malformed> {
    let Some(text) = options.optional_string("return_url")? else {
        return Ok(None);
    };
    Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .map(Some)
        .ok_or_else(|| Malformed::new(options.path_of("return_url"), "must be an absolute http or https URL"))
}

/// Three letters of ISO 4217, or four: the bank's own list has `tonc`.
pub(super) fn currency<'a>(from: &Object<'a>, name: &str) -> Result<&'a str, Malformed> {
    let text = from.string(name)?;
    let is_code = (3..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_code.then_some(text).ok_or_else(|| Malformed::new(from.path_of(name), "must be a currency code"))
}

pub(super) fn is_digits(text: &str, shortest: usize, longest: usize) -> bool {
    (shortest..=longest).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A required text with a rule.
pub(super) fn checked<'a>(
    from: &Object<'a>,
    name: &str,
    rule: impl Fn(&str) -> bool,
    message: &'static str,
) -> Result<&'a str, Malformed> {
    let text = from.string(name)?;
    if rule(text) { Ok(text) } else { Err(Malformed::new(from.path_of(name), message)) }
}

/// The same for a text that may be absent.
pub(super) fn check_optional(
    from: &Object<'_>,
    name: &str,
    rule: impl Fn(&str) -> bool,
    message: &'static str,
) -> Result<(), Malformed> {
    match from.optional_string(name)? {
        Some(text) if !rule(text) => Err(Malformed::new(from.path_of(name), message)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_shown_with_kopecks() {
        let money = Money { amount: 100_005, currency: "rub".into() };
        assert_eq!(money.to_string(), "1000.05 RUB");
    }

    #[test]
    fn a_fee_in_roubles_is_spelled_otherwise() {
        let fee_of = |currency: &str| fee(&Money { amount: 1_000, currency: currency.into() }).currency;
        assert_eq!(["rub", "RUB", "usd"].map(fee_of), ["RUB", "rub", "usd"]);
    }
}
