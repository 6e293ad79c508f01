//! Signatures of requests, forms and callbacks: SHA-256 over concatenated values, and RSA for payouts.

use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue};
use payments_core::signing::{SignError, Signer};
use payments_core::{
    AuthError, AuthFuture, Authenticate, Hidden, InvalidField, Secret, UnsignedRequest, check_secret, to_hex,
    with_wiped_stack,
};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::auth::{CardByTransactionSignature, Covered, RsaMessage};
use crate::ids::is_uuid;
use crate::provider::Kvell;

pub(crate) const SIGNATURE: HeaderName = HeaderName::from_static("x-signature");
const API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// SHA-256 of the api key, the covered values and the secret, in lower-case hexadecimal digits. By Kvell's definition it is not
/// an HMAC, and the parts have no separator.
pub(crate) fn signature<'a>(api_key: &str, covered: impl IntoIterator<Item = &'a [u8]>, secret: &Secret) -> String {
    with_wiped_stack(|| {
        let mut hash = Sha256::new_with_prefix(api_key);
        for part in covered {
            hash.update(part);
        }
        hash.update(secret.expose());
        to_hex(&hash.finalize())
    })
}

/// The store's api key and secret.
#[derive(Debug)]
pub(crate) struct Credentials {
    api_key: Hidden<Box<str>>,
    api_key_header: Hidden<HeaderValue>,
    secret: Secret,
}

impl Credentials {
    pub(crate) fn new(api_key: String, secret: Secret) -> Result<Self, InvalidField> {
        let invalid = || InvalidField::new("api_key", "must be a UUID, such as 3a8c82d6-d2c6-4165-9a6b-ab3f14d965ae");
        if !is_uuid(&api_key) {
            return Err(invalid());
        }
        check_secret("secret_key", &secret)?;
        let api_key_header = HeaderValue::from_str(&api_key).map_err(|_| invalid())?;
        Ok(Self { api_key: Hidden::new(api_key.into()), api_key_header: api_key_header.into(), secret })
    }

    pub(crate) fn api_key(&self) -> &str {
        self.api_key.expose()
    }

    pub(crate) const fn secret(&self) -> &Secret {
        &self.secret
    }

    pub(crate) fn sign<'a>(&self, values: impl IntoIterator<Item = &'a str>) -> String {
        signature(self.api_key(), values.into_iter().map(str::as_bytes), &self.secret)
    }
}

/// The RSA signer of payouts, and what it signs.
#[derive(Clone, Debug)]
pub(crate) struct PayoutSigner {
    /// Hidden, because it may be the shop's own, with its key.
    signer: Hidden<Arc<dyn Signer>>,
    message: RsaMessage,
}

impl PayoutSigner {
    pub(crate) fn new(signer: impl Signer, message: RsaMessage) -> Self {
        Self { signer: Hidden::new(Arc::new(signer)), message }
    }

    async fn sign(&self, body: &[u8], secret: &Secret) -> Result<String, SignError> {
        let signature = match self.message {
            RsaMessage::Body => self.signer.expose().sign(body).await,
            RsaMessage::BodyAndSecret => {
                // In one allocation, which is wiped: growing it would leave the secret in the smaller one.
                let message = Zeroizing::new([body, secret.expose().as_bytes()].concat());
                self.signer.expose().sign(&message).await
            }
        };
        Ok(signature?.to_base64())
    }
}

/// Adds the api key header and, if the request is signed, the signature header.
#[derive(Clone)]
pub(crate) struct Authenticator {
    credentials: Arc<Credentials>,
    card_by_transaction: CardByTransactionSignature,
    payout_signer: Option<PayoutSigner>,
}

impl Authenticator {
    pub(crate) const fn new(
        credentials: Arc<Credentials>,
        card_by_transaction: CardByTransactionSignature,
        payout_signer: Option<PayoutSigner>,
    ) -> Self {
        Self { credentials, card_by_transaction, payout_signer }
    }

    async fn headers(&self, body: &[u8], covered: &Covered<'_>) -> Result<HeaderMap, AuthError> {
        let mut headers = HeaderMap::with_capacity(2);
        headers.insert(API_KEY, self.credentials.api_key_header.expose().clone());
        if let Some(signature) = self.signature(body, covered).await? {
            let mut signature = HeaderValue::from_str(&signature).map_err(|_| AuthError::Header("the signature"))?;
            signature.set_sensitive(true);
            headers.insert(SIGNATURE, signature);
        }
        Ok(headers)
    }

    async fn signature(&self, body: &[u8], covered: &Covered<'_>) -> Result<Option<String>, SignError> {
        let credentials = &self.credentials;
        Ok(Some(match (covered, self.card_by_transaction) {
            (Covered::NotSigned, _) => return Ok(None),
            (Covered::Values(values), _) => credentials.sign(values.iter().copied()),
            (
                Covered::CardByTransaction { transaction, customer_key },
                CardByTransactionSignature::TransactionAndCustomer,
            ) => credentials.sign([*transaction, *customer_key]),
            (Covered::CardByTransaction { customer_key, .. }, CardByTransactionSignature::CustomerOnly) => {
                credentials.sign([*customer_key])
            }
            (Covered::Body, _) => signature(credentials.api_key(), [body], &credentials.secret),
            (Covered::Rsa, _) => {
                let signer = self.payout_signer.as_ref().ok_or_else(|| SignError::new(NO_SIGNER))?;
                signer.sign(body, &credentials.secret).await?
            }
        }))
    }
}

const NO_SIGNER: &str = "the client has no signer of payouts; set it with ClientBuilder::payout_signer";

impl Authenticate<Kvell> for Authenticator {
    fn authenticate<'a>(&'a self, request: UnsignedRequest<'a>, covered: &'a Covered<'_>) -> AuthFuture<'a> {
        Box::pin(self.headers(request.body, covered))
    }
}
