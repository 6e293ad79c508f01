//! What opens the form of a card: the parameters of `bind/card/preauthorize`, by GET or by POST.

use std::collections::BTreeMap;

use url::{Url, form_urlencoded};

use super::error::Refusal;
use super::signature::Shop;
use crate::record::SignatureVerdict;

/// Parameters that keep all the rules and are signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Opening {
    pub(super) customer_key: String,
    pub(super) transaction: String,
    /// In kopecks.
    pub(super) amount: u64,
    pub(super) description: String,
    pub(super) success_url: Url,
    pub(super) fail_url: Url,
    /// After how many seconds the browser goes on by itself.
    pub(super) auto_return: Option<u32>,
}

const REQUIRED: [&str; 8] =
    ["api_key", "customer_key", "transaction", "amount", "description", "success_url", "fail_url", "signature"];

/// The last of the documented amounts in kopecks is far below: a milliard roubles has twelve digits.
const LONGEST_AMOUNT: usize = 12;

impl Opening {
    pub(super) fn read(encoded: &[u8], shop: &Shop) -> Result<Self, (SignatureVerdict, Refusal)> {
        let unchecked = |refusal| (SignatureVerdict::NotChecked, refusal);
        let mut parameters = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(encoded).into_owned() {
            if parameters.contains_key(&name) {
                return Err(unchecked(Refusal::field(&name, "given more than once")));
            }
            parameters.insert(name, value);
        }
        let get = |name: &str| parameters.get(name).map(String::as_str).filter(|value| !value.is_empty());
        for name in REQUIRED {
            if get(name).is_none() {
                let verdict =
                    if name == "signature" { SignatureVerdict::Missing } else { SignatureVerdict::NotChecked };
                return Err((verdict, Refusal::missing(name)));
            }
        }
        let text = |name: &str| get(name).unwrap_or_default();
        if text("api_key") != shop.api_key {
            return Err(unchecked(Refusal::wrong_api_key()));
        }
        let signed = ["customer_key", "transaction", "amount", "success_url", "fail_url"].map(text);
        if shop.sign(&signed) != text("signature") {
            return Err((SignatureVerdict::Wrong, Refusal::wrong_signature()));
        }
        let rules = |refusal| (SignatureVerdict::Valid, refusal);
        let auto_return = get("auto_return").map(|seconds| whole("auto_return", seconds)).transpose().map_err(rules)?;
        Ok(Self {
            customer_key: text("customer_key").to_owned(),
            transaction: text("transaction").to_owned(),
            amount: amount(text("amount")).map_err(rules)?,
            description: text("description").to_owned(),
            success_url: url("success_url", text("success_url")).map_err(rules)?,
            fail_url: url("fail_url", text("fail_url")).map_err(rules)?,
            auto_return,
        })
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn whole(name: &str, text: &str) -> Result<u32, Refusal> {
    let number = text.parse().ok().filter(|_| digits(text));
    number.ok_or_else(|| Refusal::field(name, "must be a whole number of seconds"))
}

fn amount(text: &str) -> Result<u64, Refusal> {
    let number = text.parse().ok().filter(|_| digits(text) && !text.starts_with('0') && text.len() <= LONGEST_AMOUNT);
    number.ok_or_else(|| Refusal::field("amount", "must be a positive whole number of kopecks"))
}

fn url(name: &str, text: &str) -> Result<Url, Refusal> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    url.ok_or_else(|| Refusal::field(name, "must be an http or https URL"))
}

#[cfg(test)]
mod tests {
    use super::super::signature::tests::shop;
    use super::*;

    fn refused(changes: &[(&str, &str)]) -> Option<(SignatureVerdict, u16, String)> {
        let shop = shop("key", "secret");
        let mut parameters: BTreeMap<&str, &str> = [
            ("api_key", "key"),
            ("customer_key", "c"),
            ("transaction", "t"),
            ("amount", "100"),
            ("description", "d"),
            ("success_url", "http://127.0.0.1:5500"),
            ("fail_url", "http://127.0.0.1:5500"),
        ]
        .into();
        parameters.extend(changes.iter().copied());
        let signed = ["customer_key", "transaction", "amount", "success_url", "fail_url"].map(|name| parameters[name]);
        let signature = shop.sign(&signed);
        parameters.insert("signature", &signature);
        let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
        let refusal = Opening::read(encoded.as_bytes(), &shop).err();
        refusal.map(|(verdict, refusal)| (verdict, refusal.code, refusal.message))
    }

    #[test]
    fn a_refusal_names_the_field() {
        assert_eq!(refused(&[]), None);
        assert_eq!(refused(&[("auto_return", "0"), ("unknown", "x")]), None);
        for (name, value) in [
            ("amount", "0"),
            ("amount", "0100"),
            ("amount", "1.5"),
            ("amount", "-1"),
            ("amount", "1000000000000"),
            ("success_url", "javascript:alert(1)"),
            ("fail_url", "shop.example"),
            ("auto_return", "-1"),
            ("auto_return", "soon"),
        ] {
            let (verdict, code, message) = refused(&[(name, value)]).unwrap();
            assert_eq!((verdict, code), (SignatureVerdict::Valid, 20098));
            assert!(message.starts_with(&format!("{name}: ")), "{message}");
        }
        let (verdict, code, message) = refused(&[("description", "")]).unwrap();
        assert_eq!(
            (verdict, code, message.as_str()),
            (SignatureVerdict::NotChecked, 20098, "description: Field required")
        );
        assert_eq!(refused(&[("api_key", "another")]).unwrap().1, 20001);
    }
}
