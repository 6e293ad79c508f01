//! Signatures: SHA-256 over values written one after the other, the store's key first and its secret last.

use crate::digest::sha256_hex;

/// The credentials of a store.
pub(super) struct Shop {
    pub(super) api_key: String,
    secret_key: String,
}

impl Shop {
    pub(super) fn new(api_key: &str, secret_key: &str) -> Self {
        Self { api_key: api_key.to_owned(), secret_key: secret_key.to_owned() }
    }

    /// Of the values as they are, before any encoding. Sixty-four digits in lower case.
    pub(super) fn sign(&self, values: &[&str]) -> String {
        sha256_hex([self.api_key.as_str(), &values.concat(), &self.secret_key].concat())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn signatures_are_those_of_the_vectors() {
        let vectors: Value = serde_json::from_str(include_str!("../../tests/fixtures/kvell/vectors.json")).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let (key, secret) = (text(&vectors["api_key"]), text(&vectors["secret_key"]));
        let shop = Shop::new(&key, &secret);
        for form in vectors["preauthorize"].as_array().unwrap() {
            let names = ["customer_key", "transaction", "amount", "success_url", "fail_url"];
            let values = names.map(|name| text(&form["params"][name]));
            assert_eq!(shop.sign(&values.each_ref().map(String::as_str)), form["signature"], "{}", form["name"]);
        }
        let headers = vectors["header_signatures"].as_object().unwrap();
        assert_eq!(headers.len(), 9);
        for (name, vector) in headers {
            let signed = text(&vector["pre_sign"]);
            let middle = signed.strip_prefix(&key).and_then(|rest| rest.strip_suffix(&secret)).unwrap();
            assert_eq!(shop.sign(&[middle]), vector["signature"], "{name}");
        }
        let callback = &vectors["callback"];
        assert_eq!(shop.sign(&[callback["raw_body"].as_str().unwrap()]), callback["x_signature"]);
    }
}
