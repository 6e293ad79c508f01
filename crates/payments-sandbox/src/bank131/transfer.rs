//! The body of `session/multi/init` as the bank's page about transfers has it, checked member by member.

use jiff::Timestamp;

use super::destination::Destination;
use super::instrument::Instrument;
use super::participant::Participants;
use super::request::{Customer, Money, Options, currency, is_digits};
use crate::json::{Malformed, Object};

/// A checked request.
pub(super) struct Transfer {
    pub(super) instrument: Instrument,
    pub(super) destination: Option<Destination>,
    /// What the payer is charged.
    pub(super) source: Money,
    /// What the recipient gets.
    pub(super) amount: Money,
    pub(super) participants: Participants,
    pub(super) customer: Option<Customer>,
    pub(super) options: Option<Options>,
}

impl Transfer {
    pub(super) fn read(body: &Object<'_>, now: Timestamp) -> Result<Self, Malformed> {
        let amounts = body.object("amounts")?;
        check_rate(&amounts.object("rate")?)?;
        check_rate(&amounts.object("provider_rate")?)?;
        // Not in the documented example, so only looked at when it is there.
        Money::optional(&amounts, "destination")?;
        if let Some(metadata) = body.optional_object("payment_metadata")? {
            metadata.optional_string("provider_tx_id")?;
        }
        let details = one_of(body, "payment_details_multi")?.ok_or_else(|| body.missing("payment_details_multi"))?;
        let payout = one_of(body, "payout_details_multi")?;
        Ok(Self {
            instrument: Instrument::read(&details, now)?,
            destination: payout.map(|details| Destination::read(&details)).transpose()?,
            source: read_source(&amounts)?,
            amount: Money::read(&body.object("amount_details")?)?,
            participants: Participants::read(&body.object("participant_details")?)?,
            customer: Customer::read(body)?,
            options: Options::read(body)?,
        })
    }
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
}
