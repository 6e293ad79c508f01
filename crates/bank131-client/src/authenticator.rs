//! Authentication of requests: the project and signature headers.

use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue};
use payments_core::{AuthError, AuthFuture, Authenticate, InvalidField, Signer, UnsignedRequest};

use crate::provider::Bank131;

pub(crate) const SIGNATURE: HeaderName = HeaderName::from_static("x-partner-sign");
const PROJECT: HeaderName = HeaderName::from_static("x-partner-project");
const SUBMERCHANT: HeaderName = HeaderName::from_static("x-partner-submerchant");
pub(crate) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("x-partner-idempotency-key");

/// The signer of the shop. `Debug` shows nothing of it: it may hold a private key.
#[derive(Clone)]
pub(crate) struct SharedSigner(Arc<dyn Signer>);

impl SharedSigner {
    pub(crate) fn new(signer: impl Signer) -> Self {
        Self(Arc::new(signer))
    }
}

impl fmt::Debug for SharedSigner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[hidden]")
    }
}

/// Adds the project, the sub-merchant if there is one, and the signature: RSA PKCS#1 v1.5 with SHA-256 over the body and
/// nothing else, in standard Base64.
#[derive(Clone, Debug)]
pub(crate) struct Authenticator {
    signer: SharedSigner,
    project: HeaderValue,
    submerchant: Option<HeaderValue>,
}

impl Authenticator {
    pub(crate) fn new(signer: SharedSigner, project: &str) -> Result<Self, InvalidField> {
        Ok(Self { signer, project: header("X-PARTNER-PROJECT", project)?, submerchant: None })
    }

    pub(crate) fn with_project(&self, project: &str) -> Result<Self, InvalidField> {
        Ok(Self { project: header("X-PARTNER-PROJECT", project)?, ..self.clone() })
    }

    pub(crate) fn with_submerchant(&self, submerchant: &str) -> Result<Self, InvalidField> {
        Ok(Self { submerchant: Some(header("X-PARTNER-SUBMERCHANT", submerchant)?), ..self.clone() })
    }
}

fn header(name: &'static str, value: &str) -> Result<HeaderValue, InvalidField> {
    if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(InvalidField::new(name, "must be visible ASCII characters without spaces"));
    }
    HeaderValue::from_str(value).map_err(|_| InvalidField::new(name, "is not a valid header value"))
}

impl Authenticate<Bank131> for Authenticator {
    fn authenticate<'a>(&'a self, request: UnsignedRequest<'a>, _auth: &'a ()) -> AuthFuture<'a> {
        Box::pin(async move {
            let signature = self.signer.0.sign(request.body).await?;
            let mut signature =
                HeaderValue::try_from(signature.to_base64()).map_err(|_| AuthError::Header("the signature"))?;
            signature.set_sensitive(true);

            let mut headers = HeaderMap::with_capacity(3);
            headers.insert(PROJECT, self.project.clone());
            headers.insert(SIGNATURE, signature);
            if let Some(submerchant) = &self.submerchant {
                headers.insert(SUBMERCHANT, submerchant.clone());
            }
            Ok(headers)
        })
    }
}
