//! Who is calling: OAuth 1.0a with consumer credentials only, signed by RSA-SHA256. Written after RFC 5849, without a
//! library, so that a client's library is classified by something else than itself.

mod base_string;
mod diagnosis;
mod header;

use std::collections::BTreeSet;
use std::time::Duration;

use axum::http::HeaderMap;

use crate::keys::SignatureVerifier;
use crate::record::SignatureVerdict;

pub(super) use base_string::origin;
use header::{Credentials, Unreadable};

/// The one merchant of this gateway.
pub(crate) struct Merchant {
    login: String,
    verifier: SignatureVerifier,
    /// How far, in seconds, a timestamp may be from now.
    skew: i64,
    /// Every nonce of a good request, with its timestamp, as long as the timestamp itself would be accepted.
    used: BTreeSet<(i64, String)>,
}

/// What of a request the signature is about.
pub(super) struct Signed<'a> {
    pub(super) method: &'a str,
    /// The [`origin`] of the address this server was announced under: what a client is told to call is what it signs.
    pub(super) origin: &'a str,
    pub(super) path: &'a str,
    pub(super) headers: &'a HeaderMap,
    /// The parameters of query and body, decoded.
    pub(super) parameters: &'a [(String, String)],
}

/// A request that is not let in. The caller is not told why; the log and the record are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Denied {
    pub(super) verdict: SignatureVerdict,
    pub(super) reason: &'static str,
}

impl Denied {
    fn wrong(reason: &'static str) -> Self {
        Self { verdict: SignatureVerdict::Wrong, reason }
    }
}

impl From<Unreadable> for Denied {
    fn from(unreadable: Unreadable) -> Self {
        match unreadable {
            Unreadable::Missing => Self { verdict: SignatureVerdict::Missing, reason: "no header Authorization" },
            Unreadable::Damaged => {
                Self::wrong("the header Authorization is damaged, or given twice, or repeats a name")
            }
        }
    }
}

impl Merchant {
    pub(crate) fn new(login: &str, verifier: SignatureVerifier, skew: Duration) -> Self {
        Self {
            login: login.to_owned(),
            verifier,
            skew: i64::try_from(skew.as_secs()).unwrap_or(i64::MAX),
            used: BTreeSet::new(),
        }
    }

    pub(super) fn login(&self) -> &str {
        &self.login
    }

    /// Lets a request in, once. `now` is in seconds of Unix time.
    pub(super) fn admit(&mut self, request: &Signed<'_>, now: i64) -> Result<(), Denied> {
        if request.parameters.iter().any(|(name, _)| name.starts_with("oauth_")) {
            return Err(Denied::wrong("an oauth_ parameter outside the header Authorization"));
        }
        let credentials = Credentials::read(request.headers)?;
        let stamp = self.check_protocol(&credentials)?;
        self.check_signature(request, &credentials)?;
        self.check_freshness(&stamp, now)
    }

    fn check_protocol(&self, credentials: &Credentials) -> Result<Stamp, Denied> {
        let is = |name, wanted| credentials.get(name) == Some(wanted);
        if !is("oauth_consumer_key", &self.login) {
            return Err(Denied::wrong("oauth_consumer_key is not the announced login"));
        }
        if !is("oauth_signature_method", "RSA-SHA256") {
            return Err(Denied::wrong("oauth_signature_method is not RSA-SHA256"));
        }
        if !is("oauth_version", "1.0") {
            return Err(Denied::wrong("oauth_version is not 1.0"));
        }
        Stamp::read(credentials).ok_or(Denied::wrong("oauth_timestamp is not whole seconds, or oauth_nonce is empty"))
    }

    fn check_signature(&self, request: &Signed<'_>, credentials: &Credentials) -> Result<(), Denied> {
        let text = base_string_of(request, credentials);
        let signature = credentials.get("oauth_signature").unwrap_or_default();
        if self.verifier.accepts(text.as_bytes(), signature.as_bytes()) {
            return Ok(());
        }
        Err(Denied::wrong("oauth_signature is not over this request, or not by the announced key"))
    }

    /// The last check: a nonce that came with a wrong signature is not used up.
    fn check_freshness(&mut self, stamp: &Stamp, now: i64) -> Result<(), Denied> {
        if now.abs_diff(stamp.timestamp) > self.skew.unsigned_abs() {
            return Err(Denied { verdict: SignatureVerdict::Stale, reason: "oauth_timestamp is too far from now" });
        }
        let oldest = (now.saturating_sub(self.skew), String::new());
        self.used = self.used.split_off(&oldest);
        if !self.used.insert((stamp.timestamp, stamp.nonce.clone())) {
            return Err(Denied { verdict: SignatureVerdict::Replayed, reason: "oauth_nonce has been used" });
        }
        Ok(())
    }
}

fn base_string_of(request: &Signed<'_>, credentials: &Credentials) -> String {
    let parameters = request.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let base_uri = format!("{}{}", request.origin, request.path);
    base_string::base_string(request.method, &base_uri, parameters.chain(credentials.signed()))
}

/// What makes a request different from all others.
struct Stamp {
    timestamp: i64,
    nonce: String,
}

impl Stamp {
    fn read(credentials: &Credentials) -> Option<Self> {
        let digits = |text: &&str| text.bytes().all(|byte| byte.is_ascii_digit());
        let timestamp = credentials.get("oauth_timestamp").filter(digits)?.parse().ok()?;
        let nonce = credentials.get("oauth_nonce").filter(|nonce| !nonce.is_empty())?;
        Some(Self { timestamp, nonce: nonce.to_owned() })
    }
}

/// Signatures and checksums made elsewhere.
#[cfg(test)]
pub(super) fn vectors() -> serde_json::Value {
    serde_json::from_str(include_str!("../../../tests/fixtures/payneteasy/vectors.json")).unwrap()
}

#[cfg(test)]
mod tests;
