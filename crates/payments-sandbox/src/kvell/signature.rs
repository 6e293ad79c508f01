//! Signatures: SHA-256 over values written one after the other, the store's key first and its secret last; and RSA over the
//! body of a payout.

use crate::digest::sha256_hex;
use crate::keys::SignatureVerifier;

/// The credentials of a store.
pub(crate) struct Shop {
    pub(super) api_key: String,
    secret_key: String,
    payouts: SignatureVerifier,
}

impl Shop {
    pub(crate) fn new(api_key: &str, secret_key: &str, payouts: SignatureVerifier) -> Self {
        Self { api_key: api_key.to_owned(), secret_key: secret_key.to_owned(), payouts }
    }

    /// Whether it is the store's signature of a payout: over the body, or over the body and the secret. Clients of the
    /// provider do the one or the other.
    pub(super) fn has_signed(&self, body: &[u8], signature: &[u8]) -> bool {
        let with_secret = || [body, self.secret_key.as_bytes()].concat();
        self.payouts.accepts(body, signature) || self.payouts.accepts(&with_secret(), signature)
    }

    /// Of the values as they are, before any encoding. Sixty-four digits in lower case.
    pub(super) fn sign(&self, values: &[&str]) -> String {
        sha256_hex(self.signed(&values.concat()))
    }

    /// The text of a signature over these joined values.
    pub(super) fn signed(&self, values: &str) -> String {
        [self.api_key.as_str(), values, &self.secret_key].concat()
    }

    pub(super) fn secret(&self) -> &str {
        &self.secret_key
    }

    pub(super) fn payout_verifier(&self) -> &SignatureVerifier {
        &self.payouts
    }
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::Value;

    use super::*;

    fn payouts() -> Value {
        serde_json::from_str(include_str!("../../tests/fixtures/kvell/payouts.json")).unwrap()
    }

    /// A store whose key for payouts is that of the vectors.
    pub(in crate::kvell) fn shop(api_key: &str, secret_key: &str) -> Shop {
        let verifier = SignatureVerifier::from_public_pem(payouts()["public_spki_pem"].as_str().unwrap());
        Shop::new(api_key, secret_key, verifier.unwrap())
    }

    #[test]
    fn a_payout_is_signed_over_its_body_with_or_without_the_secret() {
        let shop = shop("key", "dossier-secret-9fQ2");
        for vector in payouts()["vectors"].as_array().unwrap() {
            let body = vector["body"].as_str().unwrap().as_bytes();
            for name in ["signature_of_body", "signature_of_body_and_secret"] {
                let signature = vector[name].as_str().unwrap().as_bytes();
                assert!(shop.has_signed(body, signature), "{name}");
                assert!(!shop.has_signed(&[body, b" "].concat(), signature), "{name}");
            }
        }
        assert!(!shop.has_signed(b"{}", b"broken_signature"));
    }

    #[test]
    fn signatures_are_those_of_the_vectors() {
        let vectors: Value = serde_json::from_str(include_str!("../../tests/fixtures/kvell/vectors.json")).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let (key, secret) = (text(&vectors["api_key"]), text(&vectors["secret_key"]));
        let shop = shop(&key, &secret);
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
