//! Who is calling, and whether the bytes are theirs.

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue};

use super::error::Refusal;
use crate::keys::SignatureVerifier;
use crate::record::SignatureVerdict;

pub(super) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("x-partner-idempotency-key");

pub(super) const SIGN: HeaderName = HeaderName::from_static("x-partner-sign");

/// The end of the project that confirms every operation by itself.
pub(super) const CONFIRMED: &str = "-confirm";

/// The one partner of this bank.
#[derive(Debug)]
pub(crate) struct Partner {
    project: String,
    promo_prefix: String,
    verifier: SignatureVerifier,
}

impl Partner {
    pub(crate) fn new(project: &str, verifier: SignatureVerifier) -> Self {
        Self { project: project.to_owned(), promo_prefix: format!("{project}-promo"), verifier }
    }

    pub(super) fn verifier(&self) -> &SignatureVerifier {
        &self.verifier
    }

    /// The project of the request: the announced one, one for a promo rate, or the one that confirms everything by itself.
    pub(super) fn identify(&self, headers: &HeaderMap) -> Result<String, Refusal> {
        let project = single(headers, "x-partner-project")
            .and_then(|value| value.to_str().ok())
            .ok_or_else(|| Refusal::identification("X-PARTNER-PROJECT is missing or not one plain text"))?;
        let own = project.strip_suffix(CONFIRMED).unwrap_or(project);
        if own != self.project && !project.starts_with(&self.promo_prefix) {
            return Err(Refusal::identification("X-PARTNER-PROJECT is not known"));
        }
        Ok(project.to_owned())
    }

    /// Checks the signature over the raw bytes of the body.
    pub(super) fn verify(&self, headers: &HeaderMap, body: &[u8]) -> SignatureVerdict {
        if !headers.contains_key(SIGN) {
            return SignatureVerdict::Missing;
        }
        match single(headers, SIGN.as_str()) {
            Some(text) if self.verifier.accepts(body, text.as_bytes()) => SignatureVerdict::Valid,
            _ => SignatureVerdict::Wrong,
        }
    }
}

/// The refusal that goes with a verdict.
pub(super) fn require_valid(verdict: SignatureVerdict) -> Result<(), Refusal> {
    match verdict {
        SignatureVerdict::Valid => Ok(()),
        SignatureVerdict::Missing => Err(Refusal::authentication("X-PARTNER-SIGN is missing")),
        _ => Err(Refusal::authentication(
            "X-PARTNER-SIGN is not a signature of these bytes by the partner's key in standard base64",
        )),
    }
}

pub(super) fn require_json(headers: &HeaderMap) -> Result<(), Refusal> {
    let media_type = single(headers, CONTENT_TYPE.as_str())
        .and_then(|value| value.to_str().ok())
        .map(|value| value.split(';').next().unwrap_or_default().trim());
    match media_type {
        Some(name) if name.eq_ignore_ascii_case("application/json") => Ok(()),
        _ => Err(Refusal::invalid("Content-Type: must be application/json")),
    }
}

/// The idempotency key, when there is one.
pub(super) fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    if !headers.contains_key(IDEMPOTENCY_KEY) {
        return Ok(None);
    }
    single(headers, IDEMPOTENCY_KEY.as_str())
        .and_then(|value| value.to_str().ok())
        .filter(|key| !key.is_empty())
        .map(|key| Some(key.to_owned()))
        .ok_or_else(|| Refusal::invalid("X-PARTNER-IDEMPOTENCY-KEY: must be one plain text, not empty"))
}

/// The value of a header that is there exactly once.
pub(super) fn single<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a HeaderValue> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    values.next().is_none().then_some(first)
}
