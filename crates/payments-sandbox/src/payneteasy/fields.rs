//! The parameters of a request, and the one rule that is about any of them: its type and its length.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;

use url::Url;

use super::cards::CardFace;
use super::refusal::Refusal;

/// Parameters that are there: neither repeated nor empty, without white space around them.
pub(super) struct Fields(BTreeMap<String, String>);

// There are card numbers among them.
impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Fields {
    pub(super) fn new(pairs: &[(String, String)]) -> Result<Self, Refusal> {
        let mut fields = BTreeMap::new();
        for (name, value) in pairs {
            if fields.insert(name.clone(), value.trim().to_owned()).is_some() {
                return Err(Refusal::invalid(name, "is given more than once"));
            }
        }
        fields.retain(|_, value| !value.is_empty());
        Ok(Self(fields))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(super) fn require(&self, name: &str) -> Result<&str, Refusal> {
        self.get(name).ok_or_else(|| Refusal::required(name))
    }

    /// Checks type and length of every parameter the table knows. Others are nobody's business.
    pub(super) fn check_shapes(&self) -> Result<(), Refusal> {
        for (name, kind, longest) in TABLE {
            if let Some(value) = self.get(name) {
                self.check_shape(name, *kind, *longest, value)?;
            }
        }
        Ok(())
    }

    fn check_shape(&self, name: &str, kind: Kind, longest: usize, value: &str) -> Result<(), Refusal> {
        // The table says two letters, the list of states it refers to has three for most of Australia.
        let longest = if name == "state" && self.get("country") == Some("AU") { 3 } else { longest };
        if value.chars().count() > longest {
            return Err(Refusal::invalid(name, &format!("is longer than {longest}")));
        }
        if kind.fits(value) {
            return Ok(());
        }
        Err(Refusal::invalid(name, kind.rule()))
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Digits,
    Letters(usize),
    CapitalLetters(usize),
    Boolean,
    Amount,
    CardNumber,
    Cvv2,
    Month,
    Year,
    Ip,
    Url,
    Macros,
}

/// Name, type, and greatest length in characters. For the ids of recurring payments no length is documented; 19 digits
/// are what their type, Long, can hold.
const TABLE: &[(&str, Kind, usize)] = &[
    ("deposit2card", Kind::Boolean, 5),
    ("destination-card-no", Kind::CardNumber, 19),
    ("destination", Kind::CardNumber, 19),
    ("destination_card_recurring_payment_id", Kind::Digits, 19),
    ("destination_card_printed_name", Kind::Text, 128),
    ("destination_expire_month", Kind::Month, 2),
    ("destination_expire_year", Kind::Year, 4),
    ("credit_card_number", Kind::CardNumber, 19),
    ("cvv2", Kind::Cvv2, 4),
    ("expire_month", Kind::Month, 2),
    ("expire_year", Kind::Year, 4),
    ("card_printed_name", Kind::Text, 128),
    ("card_recurring_payment_id", Kind::Digits, 19),
    ("ipaddress", Kind::Ip, 45),
    ("amount", Kind::Amount, 10),
    ("currency", Kind::CapitalLetters(3), 3),
    ("order_desc", Kind::Text, 65_536),
    ("client_orderid", Kind::Text, 128),
    ("first_name", Kind::Text, 50),
    ("last_name", Kind::Text, 50),
    ("ssn", Kind::Digits, 4),
    ("birthday", Kind::Digits, 8),
    ("address1", Kind::Text, 256),
    ("city", Kind::Text, 50),
    ("state", Kind::Text, 2),
    ("zip_code", Kind::Text, 10),
    ("country", Kind::CapitalLetters(2), 2),
    ("phone", Kind::Text, 15),
    ("cell_phone", Kind::Text, 15),
    ("purpose", Kind::Text, 128),
    ("email", Kind::Text, 50),
    ("site_url", Kind::Text, 128),
    ("redirect_url", Kind::Url, 1024),
    ("redirect_success_url", Kind::Url, 1024),
    ("redirect_fail_url", Kind::Url, 1024),
    ("preferred_language", Kind::Letters(2), 2),
    ("merchant_form_data", Kind::Macros, 128),
    ("server_callback_url", Kind::Url, 1024),
    ("notify_url", Kind::Url, 1024),
    // Of the other commands.
    ("login", Kind::Text, 20),
    ("orderid", Kind::Digits, 20),
    ("by-request-sn", Kind::Text, 36),
];

impl Kind {
    fn fits(self, value: &str) -> bool {
        match self {
            Self::Text => true,
            Self::Digits => all_digits(value),
            Self::Letters(count) => value.len() == count && value.bytes().all(|byte| byte.is_ascii_alphabetic()),
            Self::CapitalLetters(count) => value.len() == count && value.bytes().all(|byte| byte.is_ascii_uppercase()),
            Self::Boolean => matches!(value, "true" | "false"),
            Self::Amount => is_amount(value),
            Self::CardNumber => CardFace::of(value).is_some(),
            Self::Cvv2 => is_cvv2(value),
            Self::Month => all_digits(value) && value.parse().is_ok_and(|month| (1..=12).contains(&month)),
            Self::Year => matches!(value.len(), 2 | 4) && all_digits(value),
            Self::Ip => value.parse::<IpAddr>().is_ok(),
            Self::Url => Url::parse(value).is_ok_and(|url| matches!(url.scheme(), "http" | "https")),
            Self::Macros => value.split('&').all(is_macro),
        }
    }

    fn rule(self) -> &'static str {
        match self {
            Self::Text => "must be a text",
            Self::Digits => "must be digits",
            Self::Letters(_) => "must be a code of letters",
            Self::CapitalLetters(_) => "must be a code of capital letters",
            Self::Boolean => "must be true or false",
            Self::Amount => "must be a positive decimal number such as 100.50",
            Self::CardNumber => "must be a card number: 13 to 19 digits, the last of which checks the others",
            Self::Cvv2 => "must be three or four digits",
            Self::Month => "must be a month from 01 to 12",
            Self::Year => "must be a year of two or four digits",
            Self::Ip => "must be an IP address",
            Self::Url => "must be an http or https URL",
            Self::Macros => "must be letters and digits as name=value, joined by &",
        }
    }
}

pub(super) fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn is_cvv2(text: &str) -> bool {
    matches!(text.len(), 3 | 4) && all_digits(text)
}

fn is_amount(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    all_digits(whole) && all_digits(fraction) && text.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
}

fn is_macro(pair: &str) -> bool {
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    pair.split_once('=').is_some_and(|(name, value)| plain(name) && plain(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(pairs: &[(&str, &str)]) -> Option<String> {
        let pairs: Vec<(String, String)> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let checked = Fields::new(&pairs).and_then(|fields| fields.check_shapes());
        checked.err().map(|refusal| refusal.message().to_owned())
    }

    #[test]
    fn shapes_of_the_documented_examples_fit() {
        for (name, value) in [
            ("ipaddress", "0000:0000:0000:0000:0000:0000:192.168.100.101"),
            ("amount", "100.5"),
            ("amount", "0.94"),
            ("merchant_form_data", "theme=dark"),
            ("merchant_form_data", "testparam=test1&mynewparam=test2"),
            ("expire_year", "23"),
            ("expire_month", "12"),
            ("preferred_language", "ru"),
            ("purpose", "+9999999999;mail@example.com"),
        ] {
            assert_eq!(refused(&[(name, value)]), None, "{name}={value}");
        }
        assert_eq!(refused(&[("country", "AU"), ("state", "NSW")]), None);
    }

    #[test]
    fn a_refusal_names_the_parameter_and_the_rule() {
        for (name, value) in [
            ("amount", "1e3"),
            ("amount", "0.00"),
            ("amount", "-1"),
            ("amount", "1,5"),
            ("amount", "1.2.3"),
            ("amount", "12345678.90"),
            ("currency", "usd"),
            ("ipaddress", "localhost"),
            ("expire_month", "13"),
            ("expire_year", "023"),
            ("cvv2", "12"),
            ("deposit2card", "True"),
            ("state", "NSW"),
            ("redirect_url", "javascript:alert(1)"),
            ("merchant_form_data", "theme%3Ddark"),
            ("birthday", "1990-01-01"),
        ] {
            let message = refused(&[(name, value)]).unwrap_or_default();
            assert!(message.starts_with(&format!("Parameter {name} ")), "{name}={value}: {message}");
        }
        assert_eq!(refused(&[("a", "1"), ("a", "1")]).as_deref(), Some("Parameter a is given more than once"));
        for (name, kind, longest) in TABLE {
            if matches!(kind, Kind::Text) {
                assert_eq!(refused(&[(name, &"я".repeat(*longest))]), None, "{name}");
                let message = refused(&[(name, &"я".repeat(longest + 1))]);
                assert_eq!(message, Some(format!("Parameter {name} is longer than {longest}")));
            }
        }
    }
}
