//! What `return` of version 2 asks for, and its checksum.

use super::fields::Fields;
use super::refusal::Refusal;
use crate::digest::sha1_hex;

/// A return of an order's money, carried out at once.
#[derive(Debug)]
pub(super) struct Reversal {
    /// The serial number of the request that asked for it.
    pub(super) serial_number: String,
    /// As the gateway writes amounts: `10.50`.
    pub(super) amount: String,
    minor_units: u64,
    pub(super) approved: bool,
    pub(super) comment: Option<String>,
}

pub(super) const APPROVED: &str = "approved";
pub(super) const DECLINED: &str = "declined";
pub(super) const TYPE: &str = "reversal";

impl Reversal {
    /// Checks a return against the order's amount and what was returned of it before.
    pub(super) fn read(
        fields: &Fields,
        serial_number: &str,
        (amount, currency): (&str, &str),
        earlier: &[Self],
    ) -> Result<Self, Refusal> {
        let returned: u64 = earlier.iter().filter(|earlier| earlier.approved).map(|earlier| earlier.minor_units).sum();
        let left = minor_units(amount, currency).unwrap_or_default().saturating_sub(returned);
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
        Ok(Self {
            serial_number: serial_number.to_owned(),
            amount: decimal(wanted, currency),
            minor_units: wanted,
            approved: fields.get("comment") != Some("sandbox-declined"),
            comment: fields.get("comment").map(str::to_owned),
        })
    }

    pub(super) fn status(&self) -> &'static str {
        if self.approved { APPROVED } else { DECLINED }
    }
}

/// Whether the request's checksum is over its own values: login, both numbers, and an amount and a currency if they are there.
pub(super) fn has_control(fields: &Fields, merchant_control: &str) -> bool {
    let value = |name: &str| fields.get(name).unwrap_or_default();
    let amount = match fields.get("amount") {
        None => String::new(),
        Some(amount) => match minor_units(amount, value("currency")) {
            Some(minor_units) => minor_units.to_string(),
            None => return false,
        },
    };
    let text =
        [value("login"), value("client_orderid"), value("orderid"), &amount, value("currency"), merchant_control]
            .concat();
    value("control") == sha1_hex(text)
}

/// The digits after the dot of a currency's amounts.
fn digits(currency: &str) -> usize {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI" | "VND"
        | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// `10.5` of a currency with cents is 1050. Zeros too many at the end do no harm.
fn minor_units(amount: &str, currency: &str) -> Option<u64> {
    let (whole, fraction) = amount.split_once('.').unwrap_or((amount, ""));
    let (digits, fraction) = (digits(currency), fraction.trim_end_matches('0'));
    if fraction.len() > digits {
        return None;
    }
    format!("{whole}{fraction:0<digits$}").parse().ok()
}

fn decimal(minor_units: u64, currency: &str) -> String {
    let digits = digits(currency);
    let text = format!("{minor_units:0>width$}", width = digits + 1);
    let (whole, fraction) = text.split_at(text.len() - digits);
    // The gateway writes two digits, also of a currency that has none.
    format!("{whole}.{fraction:0<2}")
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
    fn amounts_have_the_digits_of_their_currency() {
        let minor = |amount, currency| minor_units(amount, currency);
        assert_eq!(
            [minor("10.5", "USD"), minor("0.94", "USD"), minor("100.00", "JPY")],
            [Some(1050), Some(94), Some(100)]
        );
        assert_eq!([minor("1.5", "KWD"), minor("1.234", "USD"), minor("1.5", "JPY")], [Some(1500), None, None]);
        let shown = [decimal(1050, "USD"), decimal(4, "USD"), decimal(100, "JPY"), decimal(1500, "KWD")];
        assert_eq!(shown, ["10.50", "0.04", "100.00", "1.500"]);
    }

    #[test]
    fn no_more_is_returned_than_was_paid() {
        let part = |amount| fields(&[("amount", amount), ("currency", "USD")]);
        let order = ("100.00", "USD");
        let first = Reversal::read(&part("60"), "1", order, &[]).unwrap();
        assert_eq!((first.amount.as_str(), first.status()), ("60.00", "approved"));
        let earlier = [first];
        assert!(Reversal::read(&part("40.01"), "2", order, &earlier).is_err());
        assert_eq!(Reversal::read(&fields(&[]), "2", order, &earlier).unwrap().amount, "40.00");
        let declined = fields(&[("comment", "sandbox-declined")]);
        let declined = [Reversal::read(&declined, "1", order, &[]).unwrap()];
        assert_eq!(declined[0].status(), "declined");
        assert_eq!(Reversal::read(&fields(&[]), "2", order, &declined).unwrap().amount, "100.00");
        for (name, value) in [("amount", "1"), ("currency", "USD")] {
            assert!(Reversal::read(&fields(&[(name, value)]), "1", order, &[]).is_err(), "{name} alone");
        }
        assert!(Reversal::read(&fields(&[("amount", "1"), ("currency", "EUR")]), "1", order, &[]).is_err());
    }
}
