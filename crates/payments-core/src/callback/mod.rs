//! Webhooks, postbacks and redirects: verification and detection of duplicates.
//!
//! The type of an event says what is proven: [`Verified`] is covered by the provider's signature, [`Unverified`] is a
//! claim that anyone could have sent.
//!
//! No provider signs a timestamp, and all of them deliver more than once: [`ProcessedEvents`] prevents booking a
//! callback twice.

mod event_id;
mod in_memory;
mod processed;

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response, StatusCode};

use crate::json::DecodeError;

pub use crate::constant_time::equal_in_constant_time;
pub use event_id::EventId;
pub use in_memory::{InMemoryProcessedEvents, InMemoryTransaction, InProgress};
pub use processed::{ProcessedEvents, Recorded};

/// A wrapper around an event whose signature was verified.
///
/// Only a verifier creates one. It proves who wrote the event, not that it is new: providers deliver events more than
/// once and in any order. See [`ProcessedEvents`].
#[derive(Clone, Debug)]
pub struct Verified<T> {
    event: T,
    key: KeyName,
}

impl<T> Verified<T> {
    /// Declares an event verified by the key of this name. For the verifiers of the clients.
    pub const fn by_key(event: T, key: KeyName) -> Self {
        Self { event, key }
    }

    /// Decodes the event and keeps the proof.
    ///
    /// # Errors
    ///
    /// The error of `read`, as [`CallbackError::Unreadable`].
    pub fn try_map<U>(self, read: impl FnOnce(T) -> Result<U, DecodeError>) -> Result<Verified<U>, CallbackError> {
        Ok(Verified { event: read(self.event)?, key: self.key })
    }

    /// The name of the key that verified the event.
    pub const fn key(&self) -> &KeyName {
        &self.key
    }

    /// Unwraps the event.
    pub fn into_inner(self) -> T {
        self.event
    }
}

impl<T> Deref for Verified<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.event
    }
}

/// An event without proof: the provider does not sign it, or not all of it.
///
/// Treat it as a reason to query the provider. Open it with [`confirm_with`](Self::confirm_with), or deliberately
/// without any proof, with [`trust_without_proof`](Self::trust_without_proof).
#[derive(Clone)]
pub struct Unverified<T>(T);

impl<T> Unverified<T> {
    /// Wraps a claim.
    pub const fn new(claim: T) -> Self {
        Self(claim)
    }

    /// Opens the claim if `confirm`, which queries the provider, agrees with it; otherwise returns the error of
    /// `confirm`.
    ///
    /// # Errors
    ///
    /// The error of `confirm`.
    pub async fn confirm_with<E>(self, confirm: impl AsyncFnOnce(&T) -> Result<(), E>) -> Result<T, E> {
        confirm(&self.0).await?;
        Ok(self.0)
    }

    /// Opens the claim if `check`, which knows the expected values, agrees with it; otherwise returns the error of
    /// `check`.
    ///
    /// # Errors
    ///
    /// The error of `check`.
    pub fn confirm<E>(&self, check: impl FnOnce(&T) -> Result<(), E>) -> Result<&T, E> {
        check(&self.0)?;
        Ok(&self.0)
    }

    /// Opens the claim without any proof. Never book money on what this returns.
    pub fn trust_without_proof(self) -> T {
        self.0
    }
}

/// Hides the claim: printing it would be a way to use it.
impl<T> fmt::Debug for Unverified<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Unverified")
    }
}

/// Your name for a key, which tells which key signed a callback.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KeyName(Box<str>);

impl KeyName {
    /// Creates a name, such as `"2026"`.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into().into_boxed_str())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The keys a callback may be signed with: more than one during a key rotation.
#[derive(Clone)]
pub struct KeyRing<K>(Vec<(KeyName, K)>);

impl<K> KeyRing<K> {
    /// Creates a ring with one key.
    pub fn new(name: impl Into<String>, key: K) -> Self {
        Self(vec![(KeyName::new(name), key)])
    }

    /// Adds a key.
    #[must_use]
    pub fn and(mut self, name: impl Into<String>, key: K) -> Self {
        self.0.push((KeyName::new(name), key));
        self
    }

    /// The name of the first key for which `proves` is true.
    pub fn find(&self, proves: impl Fn(&K) -> bool) -> Option<&KeyName> {
        self.0.iter().find(|(_, key)| proves(key)).map(|(name, _)| name)
    }
}

/// Shows the names, never the keys.
impl<K> fmt::Debug for KeyRing<K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.0.iter().map(|(name, _)| name.as_str())).finish()
    }
}

/// Why a callback was not accepted. Respond with [`CallbackError::status`]; do not act on the callback.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallbackError {
    /// The signature is missing, or there is more than one.
    #[error("the callback carries no signature, or more than one")]
    NoSignature,
    /// The signature does not match: the callback was not sent by the provider, was changed on the way, or is signed
    /// with a key that is not on the ring.
    #[error("the callback's signature does not match")]
    BadSignature,
    /// The callback is authentic, but cannot be read.
    #[error("the callback cannot be read, {0}")]
    Unreadable(#[from] DecodeError),
}

crate::debug_as_sentence!(CallbackError);

impl CallbackError {
    /// The HTTP status to respond with: 401 for a callback that is not authentic, 500 for one that is authentic but
    /// cannot be read, so that the provider sends it again.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NoSignature | Self::BadSignature => StatusCode::UNAUTHORIZED,
            Self::Unreadable(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// The HTTP response a provider accepts as "received": exactly this status, content type and body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    status: StatusCode,
    content_type: Option<&'static str>,
    body: &'static str,
}

impl Acknowledgement {
    /// Creates an acknowledgement without a body.
    pub const fn empty(status: StatusCode) -> Self {
        Self { status, content_type: None, body: "" }
    }

    /// Creates an acknowledgement with a body.
    pub const fn with_body(status: StatusCode, content_type: &'static str, body: &'static str) -> Self {
        Self { status, content_type: Some(content_type), body }
    }

    /// The status.
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The body.
    pub const fn body(&self) -> &'static str {
        self.body
    }

    /// The whole response, for any server that uses the `http` types.
    pub fn to_response(&self) -> Response<Bytes> {
        let mut response = Response::new(Bytes::from_static(self.body.as_bytes()));
        *response.status_mut() = self.status;
        if let Some(content_type) = self.content_type {
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        response
    }
}
