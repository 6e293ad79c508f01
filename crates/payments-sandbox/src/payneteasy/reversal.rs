//! What `return` of version 2 asks for, and its checksum.

use super::amount::{decimal, minor_units};
use super::fields::Fields;
use super::refusal::Refusal;
use crate::digest::sha1_hex;
use crate::ledger::Sum;

/// A return of an order's money, carried out at once.
#[derive(Debug)]
pub(super) struct Reversal {
    /// The serial number of the request that asked for it.
    pub(super) serial_number: String,
    /// As the gateway writes amounts: `10.50`.
    pub(super) amount: String,
    pub(super) approved: bool,
    pub(super) comment: Option<String>,
}

pub(super) const APPROVED: &str = "approved";
pub(super) const DECLINED: &str = "declined";
pub(super) const TYPE: &str = "reversal";

impl Reversal {
    /// Checks a return against what is left to be returned of the order's amount. Returns what it is to give back, too.
    pub(super) fn read(
        fields: &Fields,
        serial_number: &str,
        currency: &str,
        left: u64,
    ) -> Result<(Self, Sum), Refusal> {
        let wanted = match (fields.get("amount"), fields.get("currency")) {
            (None, None) => left,
            (None, Some(_)) => return Err(Refusal::required("amount")),
            (Some(_), None) => return Err(Refusal::required("currency")),
            (Some(_), Some(other)) if other != currency => {
                return Err(Refusal::invalid("currency", "is not the currency of the order"));
            }
            (Some(part), Some(_)) => minor_units(part, currency)
                .ok_or_else(|| Refusal::invalid("amount", "has more digits than its currency"))?,
        };
        if wanted == 0 || wanted > left {
            return Err(Refusal::too_much());
        }
        if fields.get("comment").is_some_and(|comment| comment.chars().count() > 50) {
            return Err(Refusal::invalid("comment", "is longer than 50"));
        }
        let reversal = Self {
            serial_number: serial_number.to_owned(),
            amount: decimal(wanted, currency),
            approved: fields.get("comment") != Some("sandbox-declined"),
            comment: fields.get("comment").map(str::to_owned),
        };
        Ok((reversal, Sum::new(wanted, currency)))
    }

    pub(super) fn status(&self) -> &'static str {
        if self.approved { APPROVED } else { DECLINED }
    }
}

/// Whether the request's checksum is over its own values: login, both numbers, and an amount and a currency if they are there.
pub(super) fn has_control(fields: &Fields, merchant_control: &str) -> bool {
    signed_values(fields)
        .is_some_and(|values| fields.get("control") == Some(sha1_hex(values.concat() + merchant_control).as_str()))
}

/// The values that the checksum is over, but for the key; `None` if the amount is none.
pub(super) fn signed_values(fields: &Fields) -> Option<[String; 5]> {
    let value = |name: &str| fields.get(name).unwrap_or_default().to_owned();
    let amount = match fields.get("amount") {
        None => String::new(),
        Some(amount) => minor_units(amount, &value("currency"))?.to_string(),
    };
    Some([value("login"), value("client_orderid"), value("orderid"), amount, value("currency")])
}

#[cfg(test)]
mod tests {
    use super::super::oauth::vectors;
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        let pairs: Vec<(String, String)> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Fields::new(&pairs).unwrap()
    }

    #[test]
    fn the_checksum_is_the_published_one() {
        let key = vectors()["control_callback"][0]["parts"][3].as_str().unwrap().to_owned();
        assert_eq!(key, "11111111-2222-3333-4444-555555555555");
        let whole = [("login", "test-login"), ("client_orderid", "ORDER-42"), ("orderid", "6863810")];
        let control = [("control", "28b810a81c27956241a22dec426eab4d37741e1f")];
        assert!(has_control(&fields(&[&whole[..], &control].concat()), &key));
        let part = [("amount", "10.15"), ("currency", "USD"), ("control", "4e6369c92a76d7bed44888123d97f7006f3f04d9")];
        assert!(has_control(&fields(&[&whole[..], &part].concat()), &key));
        assert!(!has_control(&fields(&whole), &key), "none");
        assert!(!has_control(&fields(&[&whole[..], &part[..2], &control].concat()), &key), "over other values");
    }

    #[test]
    fn no_more_is_returned_than_is_left() {
        let read = |pairs: &[(&str, &str)], left| Reversal::read(&fields(pairs), "1", "USD", left);
        let part = |amount, left| read(&[("amount", amount), ("currency", "USD")], left);
        let (first, sum) = part("60", 10_000).unwrap();
        assert_eq!((first.amount.as_str(), first.status(), sum), ("60.00", "approved", Sum::new(6_000, "USD")));
        assert!(part("40.01", 4_000).is_err());
        assert_eq!(read(&[], 4_000).unwrap().0.amount, "40.00");
        assert!(read(&[], 0).is_err());
        assert_eq!(read(&[("comment", "sandbox-declined")], 10_000).unwrap().0.status(), "declined");
        for (name, value) in [("amount", "1"), ("currency", "USD")] {
            assert!(read(&[(name, value)], 10_000).is_err(), "{name} alone");
        }
        assert!(read(&[("amount", "1"), ("currency", "EUR")], 10_000).is_err());
    }
}
