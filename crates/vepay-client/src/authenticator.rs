//! Authentication of requests to Vepay: `X-Mfo` and `X-Token`.

use http::{HeaderMap, HeaderName, HeaderValue};
use payments_core::{
    AuthError, AuthFuture, Authenticate, InvalidField, Secret, UnsignedRequest, check_length, check_secret, to_hex,
    with_wiped_stack,
};
use sha1::{Digest as _, Sha1};

use crate::provider::Vepay;

const MFO: HeaderName = HeaderName::from_static("x-mfo");
const TOKEN: HeaderName = HeaderName::from_static("x-token");

/// The longest secret that Vepay can store, in characters.
const LONGEST_SECRET: usize = 50;

/// Adds the partner id and the token: SHA-1 over the hexadecimal SHA-1 of the secret followed by that of the body.
///
/// The secret is hashed once and then dropped. The token covers the body bytes only: no time, address or nonce.
pub(crate) struct Authenticator {
    mfo: HeaderValue,
    hashed_secret: Secret,
}

impl Authenticator {
    pub(crate) fn new(mfo: &str, secret: &Secret) -> Result<Self, InvalidField> {
        if mfo.is_empty() || !mfo.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(InvalidField::new("X-Mfo", "must be the partner's number: digits only"));
        }
        check_length("secret", secret.expose(), LONGEST_SECRET)?;
        check_secret("secret", secret)?;
        let mfo = HeaderValue::from_str(mfo).map_err(|_| InvalidField::new("X-Mfo", "is not a valid header value"))?;
        Ok(Self { mfo, hashed_secret: with_wiped_stack(|| Secret::new(hex_sha1(&[secret.expose().as_bytes()]))) })
    }

    fn token(&self, body: &[u8]) -> String {
        with_wiped_stack(|| hex_sha1(&[self.hashed_secret.expose().as_bytes(), hex_sha1(&[body]).as_bytes()]))
    }
}

fn hex_sha1(parts: &[&[u8]]) -> String {
    let mut hash = Sha1::new();
    for part in parts {
        hash.update(part);
    }
    to_hex(&hash.finalize())
}

impl Authenticate<Vepay> for Authenticator {
    fn authenticate<'a>(&'a self, request: UnsignedRequest<'a>, _auth: &'a ()) -> AuthFuture<'a> {
        Box::pin(async move {
            let token = self.token(request.body);
            let mut token = HeaderValue::try_from(token).map_err(|_| AuthError::Header("the token"))?;
            token.set_sensitive(true);

            let mut headers = HeaderMap::with_capacity(2);
            headers.insert(MFO, self.mfo.clone());
            headers.insert(TOKEN, token);
            Ok(headers)
        })
    }
}
