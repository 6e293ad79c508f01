//! Who asks: the login in `X-Mfo`, and in `X-Token` a digest of the secret and of the very bytes of the body.

use axum::http::HeaderMap;

use crate::digest::sha1_hex;
use crate::record::SignatureVerdict;

pub(crate) struct Partner {
    mfo: String,
    secret: String,
}

impl Partner {
    pub(crate) fn new(mfo: &str, secret: &str) -> Self {
        Self { mfo: mfo.to_owned(), secret: secret.to_owned() }
    }

    pub(super) fn mfo(&self) -> &str {
        &self.mfo
    }

    pub(super) fn secret(&self) -> &str {
        &self.secret
    }

    pub(super) fn check(&self, headers: &HeaderMap, body: &[u8]) -> SignatureVerdict {
        let one = |name: &str| {
            let mut values = headers.get_all(name).iter();
            values.next().filter(|_| values.next().is_none()).filter(|value| !value.is_empty())
        };
        let (Some(mfo), Some(given)) = (one("x-mfo"), one("x-token")) else {
            return SignatureVerdict::Missing;
        };
        if mfo.as_bytes() == self.mfo.as_bytes() && given.as_bytes() == token(&self.secret, body).as_bytes() {
            return SignatureVerdict::Valid;
        }
        SignatureVerdict::Wrong
    }
}

/// Forty digits in lower case.
fn token(secret: &str, body: &[u8]) -> String {
    sha1_hex(sha1_hex(secret) + &sha1_hex(body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_those_of_the_vectors() {
        let vectors: serde_json::Value =
            serde_json::from_str(include_str!("../../tests/fixtures/vepay/vectors.json")).unwrap();
        let tokens = vectors["tokens"].as_array().unwrap();
        assert_eq!(tokens.len(), 17);
        for vector in tokens {
            let part = |name: &str| vector[name].as_str().unwrap();
            assert_eq!(token(part("secret"), part("body").as_bytes()), part("token"), "{}", part("name"));
        }
    }
}
