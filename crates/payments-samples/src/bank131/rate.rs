//! Exchange rates.

use bank131_client::rate::{Calculate, CalculateResponse};
use bank131_client::{Currency, Money};

use super::apart_from_sessions;
use crate::{Checked, Sample, Sampled};

fn money(minor_units: i64, currency: &Currency) -> Money {
    Money::from_minor_units(minor_units, currency.clone())
}

fn from_roubles(kopecks: i64) -> Calculate {
    Calculate::from_source(money(kopecks, &Currency::RUB), Currency::TRY)
}

fn to_roubles(kopecks: i64) -> Calculate {
    Calculate::to_destination(Currency::UZS, money(kopecks, &Currency::RUB))
}

impl Sampled for Calculate {
    fn sample() -> Sample<Self> {
        apart_from_sessions(Sample::new("from_source", || Ok(from_roubles(357_912)), |rate| by_source(&rate)))
            .case("to_destination", || Ok(to_roubles(357_912)), |rate| by_destination(&rate))
            .essence(
                |calculated| {
                    let liras = calculated.amounts.destination.as_ref().map(|liras| liras.minor_units().to_string());
                    vec![("amounts.destination".into(), liras.unwrap_or_default())]
                },
                &["amounts"],
            )
            .broken("a source of 0", || Ok(from_roubles(0)), "amounts.source.amount", "must be above zero")
            .broken("a destination of -1", || Ok(to_roubles(-1)), "amounts.destination.amount", "must be above zero")
    }
}

fn by_source(calculated: &CalculateResponse) -> Checked {
    let (roubles, liras) = (|kopecks| Some(money(kopecks, &Currency::RUB)), |kurus| Some(money(kurus, &Currency::TRY)));
    let amounts = &calculated.amounts;
    assert_eq!((&amounts.source, &amounts.destination), (&roubles(357_913), &liras(131_426)));
    assert_eq!((&amounts.transfer_fee, &amounts.sms_fee), (&roubles(15_000), &roubles(0)));
    assert_eq!(amounts.payment, roubles(372_913));
    let exchange = calculated.exchanges.as_ref().ok_or("there is no exchange")?;
    assert_eq!((&exchange.source, &exchange.destination), (&roubles(357_912), &None));
    let rate = exchange.rate.as_ref().ok_or("there is no rate")?;
    assert_eq!((&rate.fx_rate, rate.quantity), (&Some("2.7233".into()), Some(1)));
    Ok(())
}

fn by_destination(calculated: &CalculateResponse) -> Checked {
    assert_eq!(calculated.amounts.source, Some(money(46_943_404, &Currency::UZS)));
    let exchange = calculated.exchanges.as_ref().ok_or("there is no exchange")?;
    assert_eq!((&exchange.source, &exchange.destination), (&None, &Some(money(357_912, &Currency::RUB))));
    let rate = exchange.rate.as_ref().ok_or("there is no rate")?;
    assert_eq!((&rate.fx_rate, rate.quantity), (&Some("0.76243000".into()), Some(100)));
    Ok(())
}
