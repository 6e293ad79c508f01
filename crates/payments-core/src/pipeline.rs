//! The one way a call is made, the same for every endpoint of every provider.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, Request, Uri};
use tracing::Instrument as _;

use crate::clock::Clock;
use crate::deadline::{Deadlines, within};
use crate::endpoint::{Effect, Endpoint, Provider, Reply, Verdict};
use crate::error::{Error, Problem};
use crate::http_context::{Answer, HttpContext};
use crate::randomness::{Randomness, RandomnessError, SystemRandomness};
use crate::signing::SignError;
use crate::transport::{ReadError, Transport};
use crate::url::BaseUrl;
use crate::validation::InvalidField;

/// A request that is complete but for its seal.
///
/// The sealer sees everything and can change nothing: it gives back headers.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Unsealed<'a> {
    /// The HTTP method.
    pub method: &'a Method,
    /// The whole address.
    pub uri: &'a Uri,
    /// The headers so far.
    pub headers: &'a HeaderMap,
    /// The body, as it will be sent.
    pub body: &'a Bytes,
    /// The time of day.
    pub now: SystemTime,
    /// Random bytes for a nonce.
    pub randomness: &'a dyn Randomness,
}

impl fmt::Debug for Unsealed<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Unsealed")
            .field("method", self.method)
            .field("path", &self.uri.path())
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// What a sealer promises: the headers to add.
pub type SealFuture<'a> = Pin<Box<dyn Future<Output = Result<HeaderMap, SealError>> + Send + 'a>>;

/// Authenticates requests: identifies the merchant and signs, once for every attempt.
pub trait Seal: Send + Sync + 'static {
    /// The headers that seal this request.
    fn seal<'a>(&'a self, request: Unsealed<'a>) -> SealFuture<'a>;
}

/// A request could not be sealed; nothing was sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// The signer failed.
    #[error("the signature could not be made: {0}")]
    Sign(#[from] SignError),
    /// No random bytes for a nonce.
    #[error(transparent)]
    Randomness(#[from] RandomnessError),
    /// A value cannot stand in a header.
    #[error("{0} cannot stand in a header")]
    Header(&'static str),
}

/// Sends the endpoints of one provider, to one address, with one set of credentials. Cheap to clone.
pub struct Pipeline<P> {
    shared: Arc<Shared>,
    sealer: Arc<dyn Seal>,
    provider: PhantomData<fn() -> P>,
}

struct Shared {
    base_url: BaseUrl,
    environment: &'static str,
    accept: HeaderValue,
    transport: Box<dyn Transport>,
    clock: Arc<dyn Clock>,
    randomness: Box<dyn Randomness>,
    deadlines: Deadlines,
    answer_limit: usize,
}

impl<P: Provider> Pipeline<P> {
    /// Starts a pipeline.
    pub fn builder() -> PipelineBuilder<P> {
        PipelineBuilder {
            environment: "other",
            accept: P::ACCEPT,
            transport: None,
            clock: None,
            randomness: Box::new(SystemRandomness),
            deadlines: Deadlines::default(),
            answer_limit: 1024 * 1024,
            provider: PhantomData,
        }
    }

    /// The same pipeline, connections included, with other credentials.
    #[must_use]
    pub fn with_sealer(&self, sealer: impl Seal) -> Self {
        Self { shared: Arc::clone(&self.shared), sealer: Arc::new(sealer), provider: PhantomData }
    }

    /// The clock in use, for those who wait between calls.
    pub fn clock(&self) -> &dyn Clock {
        &*self.shared.clock
    }

    /// Makes one call.
    ///
    /// # Errors
    ///
    /// Whatever went wrong, with what it means for the money: [`Error::outcome`].
    pub async fn send<E: Endpoint<Provider = P>>(&self, endpoint: &E) -> Result<Answer<E::Response>, Error<P>> {
        let span = tracing::info_span!(
            "payment_call",
            provider = P::NAME,
            endpoint = E::NAME,
            environment = self.shared.environment,
            http.status = tracing::field::Empty,
            outcome = tracing::field::Empty,
        );
        let result = self.call::<E>(endpoint).instrument(span.clone()).await;
        let http = result.as_ref().map_or_else(Error::http, |answer| Some(&answer.http));
        if let Some(http) = http {
            // Not on the current span: where this one is switched off, that is the caller's.
            span.record("http.status", http.status().as_u16());
        }
        match &result {
            Ok(_) => span.record("outcome", "done"),
            Err(error) => {
                span.in_scope(|| tracing::warn!(kind = ?error.kind(), "the call failed"));
                span.record("outcome", tracing::field::debug(error.outcome()))
            }
        };
        result
    }

    /// Prepares a call up to its seal and hands it to `look`. Nothing is sent.
    ///
    /// # Errors
    ///
    /// The request breaks a rule.
    pub async fn rehearse<E: Endpoint<Provider = P>, T>(
        &self,
        endpoint: &E,
        look: impl AsyncFnOnce(Unsealed<'_>) -> T,
    ) -> Result<T, Error<P>> {
        let fail = |field| Error::new(E::NAME, E::Effect::MOVES_MONEY, Problem::Invalid(field), None, |_| None);
        let prepared = self.prepare(endpoint).map_err(fail)?;
        Ok(look(self.unsealed(&prepared)).await)
    }

    async fn call<E: Endpoint<Provider = P>>(&self, endpoint: &E) -> Result<Answer<E::Response>, Error<P>> {
        let fail = |failure: Failure<P>| {
            let Failure { problem, http } = failure;
            Error::new(E::NAME, E::Effect::MOVES_MONEY, problem, http, |said| E::Effect::look_up(endpoint, said))
        };
        let request = self.prepare(endpoint).map_err(|field| fail(Problem::Invalid(field).into()))?;
        let limit = self.shared.deadlines.attempt().min(self.shared.deadlines.total());
        let reply = self.attempt(&request, limit).await.map_err(fail)?;
        judge::<E>(reply).map_err(fail)
    }

    /// Checks and encodes the request: what no attempt changes.
    fn prepare<E: Endpoint<Provider = P>>(&self, endpoint: &E) -> Result<Prepared, InvalidField> {
        endpoint.validate()?;
        let body = endpoint.body()?;
        let uri = self.shared.base_url.join(&endpoint.path())?;
        let mut headers = HeaderMap::with_capacity(8);
        headers.insert(USER_AGENT, HeaderValue::from_static(P::USER_AGENT));
        headers.insert(ACCEPT, self.shared.accept.clone());
        if let Some(content_type) = body.content_type() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        endpoint.headers(&mut headers)?;
        Ok(Prepared { method: E::METHOD, uri, headers, body: body.bytes().clone() })
    }

    /// Seals, sends and reads, all within `limit`.
    async fn attempt(&self, request: &Prepared, limit: Duration) -> Result<Reply, Failure<P>> {
        let clock = &*self.shared.clock;
        let start = clock.elapsed();
        let left = || limit.saturating_sub(clock.elapsed().saturating_sub(start));
        let sealed = within(clock, limit, self.seal(request)).await.ok_or(Problem::DeadlineBeforeSending)??;
        if left().is_zero() {
            return Err(Problem::DeadlineBeforeSending.into());
        }
        let answer = within(clock, left(), self.shared.transport.send(sealed)).await;
        let (head, body) = answer.ok_or(Problem::DeadlineAfterSending)?.map_err(Problem::Transport)?.into_parts();
        let answer_limit = self.shared.answer_limit;
        let problem = match within(clock, left(), body.read(answer_limit)).await {
            Some(Ok(body)) => {
                tracing::debug!(body_bytes = body.len(), "answered");
                return Ok(Reply::new(head.status, head.headers, body));
            }
            Some(Err(ReadError::TooLarge)) => Problem::TooLarge { limit: answer_limit },
            Some(Err(ReadError::Transport(error))) => Problem::Transport(error),
            None => Problem::DeadlineAfterSending,
        };
        let http = HttpContext::new(head.status, head.headers, Bytes::new());
        Err(Failure { problem, http: Some(Box::new(http)) })
    }

    fn unsealed<'a>(&'a self, prepared: &'a Prepared) -> Unsealed<'a> {
        Unsealed {
            method: &prepared.method,
            uri: &prepared.uri,
            headers: &prepared.headers,
            body: &prepared.body,
            now: self.shared.clock.now(),
            randomness: &*self.shared.randomness,
        }
    }

    async fn seal(&self, prepared: &Prepared) -> Result<Request<Bytes>, Problem<P::Refusal>> {
        let seal = self.sealer.seal(self.unsealed(prepared)).await.map_err(Problem::Sealing)?;
        let mut request = Request::new(prepared.body.clone());
        *request.method_mut() = prepared.method.clone();
        *request.uri_mut() = prepared.uri.clone();
        *request.headers_mut() = prepared.headers.clone();
        request.headers_mut().extend(seal);
        tracing::debug!(body_bytes = request.body().len(), "sending");
        Ok(request)
    }
}

/// Takes the provider's verdict, then reads the answer.
fn judge<E: Endpoint>(reply: Reply) -> Result<Answer<E::Response>, Failure<E::Provider>> {
    let problem = match E::judge(&reply) {
        Verdict::Done => match E::decode(&reply) {
            Ok(value) => return Ok(Answer { value, http: context(reply) }),
            Err(error) => Problem::Unreadable(error),
        },
        Verdict::Refused(refusal) => Problem::Refused(refusal),
        Verdict::Undecided(refusal) => Problem::Undecided(refusal),
    };
    Err(Failure { problem, http: Some(Box::new(context(reply))) })
}

fn context(reply: Reply) -> HttpContext {
    HttpContext::new(reply.status, reply.headers, reply.body)
}

/// What went wrong with an attempt, before it is known what that means.
struct Failure<P: Provider> {
    problem: Problem<P::Refusal>,
    http: Option<Box<HttpContext>>,
}

impl<P: Provider> From<Problem<P::Refusal>> for Failure<P> {
    fn from(problem: Problem<P::Refusal>) -> Self {
        Self { problem, http: None }
    }
}

/// A request as it will be sent, less its seal.
struct Prepared {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
}

impl<P> Clone for Pipeline<P> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), sealer: Arc::clone(&self.sealer), provider: PhantomData }
    }
}

impl<P: Provider> fmt::Debug for Pipeline<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Pipeline")
            .field("provider", &P::NAME)
            .field("base_url", &self.shared.base_url.as_str())
            .field("environment", &self.shared.environment)
            .finish_non_exhaustive()
    }
}

/// Settings of a [`Pipeline`].
pub struct PipelineBuilder<P> {
    environment: &'static str,
    accept: &'static str,
    transport: Option<Box<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    randomness: Box<dyn Randomness>,
    deadlines: Deadlines,
    answer_limit: usize,
    provider: PhantomData<fn() -> P>,
}

impl<P: Provider> PipelineBuilder<P> {
    /// What the environment is called in spans: `demo`, `live`. Default: `other`.
    #[must_use]
    pub const fn environment(mut self, name: &'static str) -> Self {
        self.environment = name;
        self
    }

    /// Asks for answers of this content type instead of the provider's usual one.
    #[must_use]
    pub const fn accept(mut self, content_type: &'static str) -> Self {
        self.accept = content_type;
        self
    }

    /// Sends through this transport. Default, with the `reqwest` feature: `ReqwestTransport`.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Takes time from this clock. Default, with the `reqwest` feature: `TokioClock`.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Takes random bytes from this source. Default: the operating system.
    #[must_use]
    pub fn randomness(mut self, randomness: impl Randomness) -> Self {
        self.randomness = Box::new(randomness);
        self
    }

    /// Sets the deadlines.
    #[must_use]
    pub const fn deadlines(mut self, deadlines: Deadlines) -> Self {
        self.deadlines = deadlines;
        self
    }

    /// Reads at most this many bytes of an answer. Default: 1 MiB.
    #[must_use]
    pub const fn answer_limit(mut self, bytes: usize) -> Self {
        self.answer_limit = bytes;
        self
    }

    /// Builds the pipeline to an address.
    ///
    /// # Errors
    ///
    /// The default transport cannot be built, or there is none because the `reqwest` feature is off.
    pub fn build(self, base_url: BaseUrl, sealer: impl Seal) -> Result<Pipeline<P>, BuildError> {
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(&base_url, self.deadlines)?,
        };
        let clock = match self.clock {
            Some(clock) => clock,
            None => default_clock().ok_or(BuildError::NoClock)?,
        };
        Ok(Pipeline {
            shared: Arc::new(Shared {
                base_url,
                environment: self.environment,
                accept: HeaderValue::from_static(self.accept),
                transport,
                clock,
                randomness: self.randomness,
                deadlines: self.deadlines,
                answer_limit: self.answer_limit,
            }),
            sealer: Arc::new(sealer),
            provider: PhantomData,
        })
    }
}

#[cfg(feature = "reqwest")]
fn default_transport(base_url: &BaseUrl, deadlines: Deadlines) -> Result<Box<dyn Transport>, BuildError> {
    let transport = crate::ReqwestTransport::builder(base_url).connect_timeout(deadlines.connect()).build()?;
    Ok(Box::new(transport))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_base_url: &BaseUrl, _deadlines: Deadlines) -> Result<Box<dyn Transport>, BuildError> {
    Err(BuildError::NoTransport)
}

#[cfg(feature = "reqwest")]
#[expect(clippy::unnecessary_wraps, reason = "there is none without the feature")]
fn default_clock() -> Option<Arc<dyn Clock>> {
    Some(Arc::new(crate::TokioClock::new()))
}

#[cfg(not(feature = "reqwest"))]
fn default_clock() -> Option<Arc<dyn Clock>> {
    None
}

impl<P: Provider> fmt::Debug for PipelineBuilder<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PipelineBuilder")
            .field("provider", &P::NAME)
            .field("environment", &self.environment)
            .field("deadlines", &self.deadlines)
            .field("answer_limit", &self.answer_limit)
            .finish_non_exhaustive()
    }
}

/// Why a client could not be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// A setting breaks a rule.
    #[error(transparent)]
    Setting(#[from] InvalidField),
    /// No transport was given and the default one is not compiled in.
    #[error("no transport: enable the `reqwest` feature or give one with `transport`")]
    NoTransport,
    /// No clock was given and the default one is not compiled in.
    #[error("no clock: enable the `reqwest` feature or give one with `clock`")]
    NoClock,
    /// The reqwest transport needs a TLS backend.
    #[error("no TLS backend: enable the `aws-lc-rs` or the `ring` feature")]
    NoTlsBackend,
    /// TLS could not be set up; on Linux most often because no trusted certificates are installed.
    #[error("TLS could not be set up: {0}")]
    Tls(#[source] Box<dyn StdError + Send + Sync>),
    /// A trusted certificate cannot be read.
    #[error("a trusted certificate cannot be read: PEM text with at least one CERTIFICATE is needed")]
    Certificate,
    /// The proxy's address cannot be used.
    #[error("the proxy's address cannot be used: {0}")]
    Proxy(#[source] Box<dyn StdError + Send + Sync>),
}
