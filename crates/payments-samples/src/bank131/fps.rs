//! The Faster Payments System.

use bank131_client::fps::{FpsBank, FpsBanks};

use super::apart_from_sessions;
use crate::{Checked, Sample, Sampled};

impl Sampled for FpsBanks {
    fn sample() -> Sample<Self> {
        apart_from_sessions(Sample::new("listed", || Ok(Self::new()), |banks| are_listed(&banks)))
            .case("with_sdk_body", || Ok(Self::new().with_sdk_body()), |banks| are_listed(&banks))
            .essence(
                |banks| {
                    let ids = banks.iter().map(|bank| bank.id.to_string());
                    ["banks[0].id", "banks[1].id"].map(Into::into).into_iter().zip(ids).collect()
                },
                &["banks[0]", "banks[1]"],
            )
            .without_echo("the list is the same for everybody")
    }
}

fn are_listed(banks: &[FpsBank]) -> Checked {
    let [first, second] = banks else { return Err("two banks are expected".into()) };
    assert_eq!((first.id.as_str(), second.id.as_str()), ("100000000069", "100000000008"));
    assert_eq!((&first.eng_name, &first.ru_name), (&Some("Bank 131".into()), &Some("Банк 131".into())));
    assert_eq!((&second.eng_name, &second.ru_name), (&None, &Some("Альфа-Банк".into())));
    Ok(())
}
