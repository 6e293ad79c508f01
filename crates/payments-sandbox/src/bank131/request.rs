//! The body of `session/multi/init`, checked member by member.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use url::Url;

use super::cards::{self, CardFace, Decision, PaymentPlan, PayoutPlan};
use super::error::CARD_EXPIRED;
use super::participant::Participants;
use crate::clock;
use crate::json::{Malformed, Object};
use crate::ledger::Sum;

/// Month and year of the card in the bank's example.
const EXAMPLE_EXPIRY: (&str, &str) = ("01", "22");

/// A checked request. The numbers of the cards are gone: only what is shown and what is going to happen is kept.
pub(super) struct Init {
    pub(super) instrument: Instrument,
    pub(super) payout: Option<PayoutCard>,
    /// What the payer is charged.
    pub(super) source: Money,
    /// What the recipient gets.
    pub(super) amount: Money,
    pub(super) participants: Participants,
    pub(super) customer: Option<Customer>,
    pub(super) return_url: Option<Url>,
    /// The partner asks for a token to repeat this payment with.
    pub(super) recurrent: bool,
}

/// How the payer pays.
pub(super) enum Instrument {
    Card { face: CardFace, plan: PaymentPlan },
    Recurrent { token: String, initiator: Initiator },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Initiator {
    Merchant,
    Client,
}

/// Where the payout goes.
#[derive(Debug)]
pub(super) struct PayoutCard {
    pub(super) face: CardFace,
    pub(super) plan: PayoutPlan,
}

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

#[derive(Debug, Serialize)]
pub(super) struct Customer {
    reference: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    contacts: Option<Value>,
}

impl Init {
    pub(super) fn read(body: &Object<'_>, now: Timestamp) -> Result<Self, Malformed> {
        let options = body.optional_object("payment_options")?;
        let amounts = body.object("amounts")?;
        check_rate(&amounts.object("rate")?)?;
        check_rate(&amounts.object("provider_rate")?)?;
        // Not in the documented example, so only looked at when it is there.
        if let Some(destination) = amounts.optional_object("destination")? {
            Money::read(&destination)?;
        }
        if let Some(metadata) = body.optional_object("payment_metadata")? {
            metadata.optional_string("provider_tx_id")?;
        }
        Ok(Self {
            instrument: read_instrument(body, now)?,
            payout: read_payout(body)?,
            source: read_source(&amounts)?,
            amount: Money::read(&body.object("amount_details")?)?,
            participants: Participants::read(&body.object("participant_details")?)?,
            customer: read_customer(body)?,
            return_url: options.as_ref().map_or(Ok(None), read_return_url)?,
            recurrent: match options {
                Some(options) => options.optional_boolean("recurrent")?.unwrap_or(false),
                None => false,
            },
        })
    }
}

fn read_instrument(body: &Object<'_>, now: Timestamp) -> Result<Instrument, Malformed> {
    let name = "payment_details_multi";
    let details = one_of(body, name)?.ok_or_else(|| body.missing(name))?;
    match details.string("type")? {
        "card" => {
            let (number, card) = read_card(&details)?;
            let mut plan = cards::payment_plan(number);
            if is_expired(&card, now)? {
                plan.decision = Decision::Declined(CARD_EXPIRED);
            }
            Ok(Instrument::Card { face: CardFace::of(number), plan })
        }
        "recurrent" => read_recurrent(&details.object("recurrent")?),
        _ => Err(Malformed::new(
            details.path_of("type"),
            "must be card or recurrent, the sandbox knows no other payments",
        )),
    }
}

fn read_recurrent(from: &Object<'_>) -> Result<Instrument, Malformed> {
    let initiator = match from.optional_string("initiator")? {
        None | Some("merchant") => Initiator::Merchant,
        Some("client") => Initiator::Client,
        Some(_) => {
            return Err(Malformed::new(from.path_of("initiator"), "must be merchant or client"));
        }
    };
    Ok(Instrument::Recurrent { token: from.string("token")?.to_owned(), initiator })
}

fn read_payout(body: &Object<'_>) -> Result<Option<PayoutCard>, Malformed> {
    let Some(details) = one_of(body, "payout_details_multi")? else {
        return Ok(None);
    };
    if details.string("type")? != "card" {
        return Err(Malformed::new(details.path_of("type"), "must be card, the sandbox knows no other payouts"));
    }
    let (number, _) = read_card(&details)?;
    Ok(Some(PayoutCard { face: CardFace::of(number), plan: cards::payout_plan(number) }))
}

/// The single element of a list. The bank's example has one; what it does with more is not known.
fn one_of<'a>(body: &Object<'a>, name: &str) -> Result<Option<Object<'a>>, Malformed> {
    let Some(mut items) = body.optional_list(name)? else {
        return Ok(None);
    };
    match (items.pop(), items.is_empty()) {
        (Some(only), true) => Ok(Some(only)),
        _ => Err(Malformed::new(body.path_of(name), "must have exactly one element in the sandbox")),
    }
}

/// The number of a bank card whose members all have the right shape.
fn read_card<'a>(details: &Object<'a>) -> Result<(&'a str, Object<'a>), Malformed> {
    let card = details.object("card")?;
    if card.string("type")? != "bank_card" {
        return Err(Malformed::new(
            card.path_of("type"),
            "must be bank_card, the sandbox issues no hashes or card tokens",
        ));
    }
    let card = card.object("bank_card")?;
    let number = card.string("number")?;
    if !is_digits(number, 14, 19) {
        return Err(Malformed::new(card.path_of("number"), "must be 14 to 19 digits"));
    }
    check_optional(&card, "expiration_month", is_month, "must be 01 to 12")?;
    check_optional(&card, "expiration_year", |text| is_digits(text, 2, 2), "must be two digits")?;
    check_optional(&card, "security_code", |text| is_digits(text, 3, 4), "must be three or four digits")?;
    card.optional_string("cardholder_name")?;
    Ok((number, card))
}

/// Whether the month of a card is over. That of the bank's own example is long over, and counts as good.
fn is_expired(card: &Object<'_>, now: Timestamp) -> Result<bool, Malformed> {
    let (month, year) = (card.optional_string("expiration_month")?, card.optional_string("expiration_year")?);
    let (Some(month), Some(year)) = (month, year) else { return Ok(false) };
    let (Ok(number), Ok(short)) = (month.parse(), year.parse::<i16>()) else { return Ok(false) };
    Ok((month, year) != EXAMPLE_EXPIRY && !clock::is_not_over(now, 2000 + short, number))
}

fn check_optional(
    from: &Object<'_>,
    name: &str,
    rule: fn(&str) -> bool,
    message: &'static str,
) -> Result<(), Malformed> {
    match from.optional_string(name)? {
        Some(text) if !rule(text) => Err(Malformed::new(from.path_of(name), message)),
        _ => Ok(()),
    }
}

fn is_digits(text: &str, shortest: usize, longest: usize) -> bool {
    (shortest..=longest).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_month(text: &str) -> bool {
    is_digits(text, 2, 2) && ("01"..="12").contains(&text)
}

fn read_source(amounts: &Object<'_>) -> Result<Money, Malformed> {
    let source = amounts.object("source")?;
    let money = Money::read(&source)?;
    if !money.currency.eq_ignore_ascii_case("rub") {
        return Err(Malformed::new(source.path_of("currency"), "must be rub"));
    }
    Ok(money)
}

fn check_rate(rate: &Object<'_>) -> Result<(), Malformed> {
    if !is_positive_decimal(rate.string("rate")?) {
        return Err(Malformed::new(rate.path_of("rate"), "must be a positive decimal in a string, such as \"9.2222\""));
    }
    if !currency(rate, "from_currency")?.eq_ignore_ascii_case("rub") {
        return Err(Malformed::new(rate.path_of("from_currency"), "must be rub"));
    }
    currency(rate, "to_currency")?;
    Ok(())
}

/// Digits with one dot among them at most. The bank's text says four decimals and its example has two, so any number.
fn is_positive_decimal(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| is_digits(part, 1, 18);
    digits(whole) && digits(fraction) && text.bytes().any(|byte| (b'1'..=b'9').contains(&byte))
}

/// Three letters of ISO 4217, or four: the bank's own list has `tonc`.
fn currency<'a>(from: &Object<'a>, name: &str) -> Result<&'a str, Malformed> {
    let text = from.string(name)?;
    let is_code = (3..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_code.then_some(text).ok_or_else(|| Malformed::new(from.path_of(name), "must be a currency code"))
}

fn read_customer(body: &Object<'_>) -> Result<Option<Customer>, Malformed> {
    let Some(customer) = body.optional_object("customer")? else {
        return Ok(None);
    };
    customer.optional_list("contacts")?;
    Ok(Some(Customer {
        reference: customer.string("reference")?.to_owned(),
        contacts: customer.value("contacts").cloned(),
    }))
}

/// Only an absolute web address: the payer's browser is going to be sent there.
fn read_return_url(options: &Object<'_>) -> Result<Option<Url>, Malformed> {
    let Some(text) = options.optional_string("return_url")? else {
        return Ok(None);
    };
    Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .map(Some)
        .ok_or_else(|| Malformed::new(options.path_of("return_url"), "must be an absolute http or https URL"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_positive_decimals() {
        for good in ["9.2222", "8.22", "1", "0.0001"] {
            assert!(is_positive_decimal(good), "{good}");
        }
        for bad in ["", ".", "1.", ".5", "0", "0.000", "-1", "1,5", "1.2.3", "1e3", " 1"] {
            assert!(!is_positive_decimal(bad), "{bad}");
        }
    }

    #[test]
    fn months_end_at_twelve() {
        assert!(is_month("01") && is_month("12"));
        assert!(!is_month("00") && !is_month("13") && !is_month("1") && !is_month("+1"));
    }

    #[test]
    fn money_is_shown_with_kopecks() {
        let money = Money { amount: 100_005, currency: "rub".into() };
        assert_eq!(money.to_string(), "1000.05 RUB");
    }
}
