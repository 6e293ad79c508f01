//! The pipeline builder.

use std::fmt;
use std::sync::Arc;

use http::HeaderValue;

use super::{Pipeline, Shared};
use crate::authenticate::Authenticate;
use crate::build_error::BuildError;
use crate::clock::Clock;
use crate::provider::Provider;
use crate::randomness::{Randomness, SystemRandomness};
use crate::retry::{Budget, RetryPolicy};
use crate::timeouts::Timeouts;
use crate::transport::Transport;
use crate::url::BaseUrl;
use crate::validation::InvalidField;

/// Settings of a [`Pipeline`].
pub struct PipelineBuilder<P: Provider> {
    environment: &'static str,
    other_hosts: Vec<(P::Host, BaseUrl)>,
    accept: &'static str,
    transport: Option<Box<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    randomness: Box<dyn Randomness>,
    timeouts: Timeouts,
    response_limit: usize,
    retries: RetryPolicy,
}

impl<P: Provider> PipelineBuilder<P> {
    pub(super) fn new() -> Self {
        Self {
            environment: "other",
            other_hosts: Vec::new(),
            accept: P::ACCEPT,
            transport: None,
            clock: None,
            randomness: Box::new(SystemRandomness),
            timeouts: Timeouts::default(),
            response_limit: 1024 * 1024,
            retries: RetryPolicy::default(),
        }
    }

    /// Sets the name of the environment in tracing spans: `demo`, `live`. Default: `other`.
    #[must_use]
    pub const fn environment(mut self, name: &'static str) -> Self {
        self.environment = name;
        self
    }

    /// Adds the base URL of a host other than the default one.
    #[must_use]
    pub fn host(mut self, host: P::Host, base_url: BaseUrl) -> Self {
        self.other_hosts.push((host, base_url));
        self
    }

    /// Sets the `Accept` header instead of the provider's usual one.
    #[must_use]
    pub const fn accept(mut self, content_type: &'static str) -> Self {
        self.accept = content_type;
        self
    }

    /// Sets the transport. Default, with the `reqwest` feature: `ReqwestTransport`.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Sets the clock. Default, with the `reqwest` feature: `TokioClock`.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Sets the source of random bytes. Default: the operating system.
    #[must_use]
    pub fn randomness(mut self, randomness: impl Randomness) -> Self {
        self.randomness = Box::new(randomness);
        self
    }

    /// Sets the timeouts.
    #[must_use]
    pub const fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Sets the maximum size of a response body, in bytes. Default: 1 MiB.
    #[must_use]
    pub const fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// Sets the automatic retries. Default: [`RetryPolicy::default`].
    #[must_use]
    pub const fn retry_policy(mut self, retries: RetryPolicy) -> Self {
        self.retries = retries;
        self
    }

    /// Builds the pipeline, with the base URL of the default host.
    ///
    /// # Errors
    ///
    /// The default transport cannot be built, or there is none because the `reqwest` feature is off. The `Accept`
    /// content type or the provider's user agent cannot be used in a header.
    pub fn build(self, base_url: BaseUrl, authenticator: impl Authenticate<P>) -> Result<Pipeline<P>, BuildError> {
        let hosts: Vec<_> = std::iter::once((P::DEFAULT_HOST, base_url)).chain(self.other_hosts).collect();
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(&hosts, self.timeouts)?,
        };
        let clock = match self.clock {
            Some(clock) => clock,
            None => default_clock().ok_or(BuildError::NoClock)?,
        };
        let accept = constant_header("accept", self.accept)?;
        let user_agent = constant_header("user-agent", P::USER_AGENT)?;
        Ok(Pipeline {
            shared: Arc::new(Shared {
                hosts,
                environment: self.environment,
                accept,
                user_agent,
                transport,
                clock,
                randomness: self.randomness,
                timeouts: self.timeouts,
                response_limit: self.response_limit,
                retries: self.retries,
                budget: Budget::of(&self.retries),
            }),
            authenticator: Arc::new(authenticator),
        })
    }
}

/// A constant from another crate, as a header: not copied, and refused if it is not a valid one.
pub(super) fn constant_header(name: &'static str, text: &'static str) -> Result<HeaderValue, InvalidField> {
    if !text.bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~')) {
        return Err(InvalidField::new(name, "is not a valid header value"));
    }
    Ok(HeaderValue::from_static(text))
}

#[cfg(feature = "reqwest")]
fn default_transport<H>(hosts: &[(H, BaseUrl)], timeouts: Timeouts) -> Result<Box<dyn Transport>, BuildError> {
    let (_, first) = hosts.first().ok_or(BuildError::NoTransport)?;
    let builder = crate::ReqwestTransport::builder(first).connect_timeout(timeouts.connect());
    let builder = hosts.iter().fold(builder, |builder, (_, base_url)| builder.host(base_url));
    Ok(Box::new(builder.build()?))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport<H>(_hosts: &[(H, BaseUrl)], _timeouts: Timeouts) -> Result<Box<dyn Transport>, BuildError> {
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
            .field("timeouts", &self.timeouts)
            .field("response_limit", &self.response_limit)
            .field("retries", &self.retries)
            .finish_non_exhaustive()
    }
}
