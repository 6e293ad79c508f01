//! Request authentication: headers for every attempt, and once what belongs to the body.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};

use crate::body::Body;
use crate::provider::Provider;
use crate::randomness::{Randomness, RandomnessError};
use crate::signing::SignError;

/// A request before its authentication headers are added.
///
/// The authenticator sees the whole request and cannot change it: it returns headers to add. What belongs to the body was
/// added before, by [`Authenticate::complete_body`].
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct UnsignedRequest<'a> {
    /// The HTTP method.
    pub method: &'a Method,
    /// The full URL.
    pub uri: &'a Uri,
    /// The headers so far.
    pub headers: &'a HeaderMap,
    /// The body, exactly as it will be sent.
    pub body: &'a Bytes,
    /// The current time.
    pub now: SystemTime,
    /// Random bytes for a nonce.
    pub randomness: &'a dyn Randomness,
}

impl fmt::Debug for UnsignedRequest<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("UnsignedRequest")
            .field("method", self.method)
            .field("path", &self.uri.path())
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// The future returned by [`Authenticate::authenticate`]: the headers to add.
pub type AuthFuture<'a> = Pin<Box<dyn Future<Output = Result<HeaderMap, AuthError>> + Send + 'a>>;

/// Adds what authenticates requests to a provider: the merchant's identity and signatures.
///
/// One authenticator serves all calls of a client; [`Endpoint::auth`](crate::Endpoint::auth) says which of the provider's
/// ways a call uses, and over which values.
pub trait Authenticate<P: Provider>: Send + Sync + 'static {
    /// Adds to the body what authenticates it, such as a login or a checksum. Called once for every call, before
    /// [`authenticate`](Self::authenticate): all attempts send the same bytes. Default: nothing.
    ///
    /// # Errors
    ///
    /// It cannot be made; nothing is sent.
    fn complete_body(&self, body: Body, _auth: &P::Auth<'_>) -> Result<Body, AuthError> {
        Ok(body)
    }

    /// Returns the headers that authenticate this request. Called once for every attempt.
    fn authenticate<'a>(&'a self, request: UnsignedRequest<'a>, auth: &'a P::Auth<'_>) -> AuthFuture<'a>;
}

/// A request could not be authenticated; nothing was sent.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {
    /// The signer failed.
    #[error("the signature could not be made: {0}")]
    Sign(#[from] SignError),
    /// No random bytes were available for a nonce.
    #[error(transparent)]
    Randomness(#[from] RandomnessError),
    /// A value cannot be used in a header.
    #[error("{0} is not a valid header value")]
    Header(&'static str),
    /// The client lacks what this call needs, or the request has no place for it. The sentence says what.
    #[error("{0}")]
    Impossible(&'static str),
}

crate::debug_as_sentence!(AuthError);
