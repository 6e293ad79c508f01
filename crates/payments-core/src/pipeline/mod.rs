//! The pipeline that sends every call, the same for every endpoint of every provider.

mod attempt;
mod builder;
mod proof;
mod trace;

use std::fmt;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

pub use builder::PipelineBuilder;

use attempt::Failure;

use crate::authenticate::{Authenticate, UnsignedRequest};
use crate::clock::Clock;
use crate::download::Download;
use crate::effect_kind::Idempotency;
use crate::endpoint::{Effect as _, Endpoint, RefusalOf};
use crate::error::{Attempts, Error, Outcome, PriorAttempts, Problem};
use crate::http_context::{HttpContext, Response};
use crate::provider::Provider;
use crate::randomness::Randomness;
use crate::retry::{Budget, Plan, RetryPolicy};
use crate::timeouts::Timeouts;
use crate::transport::Transport;
use crate::url::BaseUrl;

/// The engine that sends requests: to one provider, at its hosts, with one set of credentials. Cheap to clone.
pub struct Pipeline<P: Provider> {
    shared: Arc<Shared<P>>,
    authenticator: Arc<dyn Authenticate<P>>,
}

struct Shared<P: Provider> {
    /// The default host first.
    hosts: Vec<(P::Host, BaseUrl)>,
    environment: &'static str,
    accept: HeaderValue,
    user_agent: HeaderValue,
    transport: Box<dyn Transport>,
    clock: Arc<dyn Clock>,
    randomness: Box<dyn Randomness>,
    timeouts: Timeouts,
    response_limit: usize,
    retries: RetryPolicy,
    budget: Budget,
}

impl<P: Provider> Pipeline<P> {
    /// Returns a builder.
    pub fn builder() -> PipelineBuilder<P> {
        PipelineBuilder::new()
    }

    /// Returns the same pipeline with other credentials. It shares connections and the retry budget.
    #[must_use]
    pub fn with_authenticator(&self, authenticator: impl Authenticate<P>) -> Self {
        Self { shared: Arc::clone(&self.shared), authenticator: Arc::new(authenticator) }
    }

    /// The clock in use, for a caller who waits between calls.
    pub fn clock(&self) -> &dyn Clock {
        &*self.shared.clock
    }

    /// Sends one request, in as many attempts as [`RetryPolicy`] allows.
    ///
    /// If the future is dropped before it is ready, the outcome is unknown, as after a crash:
    /// [`Recover::recovery`](crate::Recover::recovery) of the endpoint returns how to learn it.
    ///
    /// The built-in transport and clock need a Tokio runtime. Without one the request is *not sent*, and the error says
    /// so.
    ///
    /// # Errors
    ///
    /// Any failure, with its [`Error::outcome`].
    pub async fn send<E: Endpoint<Provider = P>>(&self, endpoint: &E) -> Result<Response<E::Response>, Error<P>> {
        self.trace_call(endpoint, pin!(self.call(endpoint))).await
    }

    /// Downloads a file: passes it on to `write` in chunks, in order, and returns its size. It is retried like any read, but
    /// not once a part of it was passed on.
    ///
    /// What was written before an error is the beginning of a file, not a file: delete it. The whole file has to arrive
    /// within the timeout of one attempt: see [`Timeouts`](crate::Timeouts).
    ///
    /// # Errors
    ///
    /// Any failure; also if the file has more than [`Download::MAX_BYTES`], if its end is not marked, or if `write` fails.
    pub async fn download<E: Download<Provider = P>>(
        &self,
        endpoint: &E,
        write: impl FnMut(&[u8]) -> io::Result<()> + Send,
    ) -> Result<Response<u64>, Error<P>> {
        self.trace_call(endpoint, pin!(self.call_download(endpoint, write))).await
    }

    /// Dry run: prepares a request up to authentication and passes it to `look`. Nothing is sent.
    ///
    /// # Errors
    ///
    /// The request is invalid, or what authenticates its body cannot be made.
    pub async fn dry_run<E: Endpoint<Provider = P>, T>(
        &self,
        endpoint: &E,
        look: impl AsyncFnOnce(UnsignedRequest<'_>) -> T,
    ) -> Result<T, Error<P>> {
        let prepared = self.prepare(endpoint).map_err(|problem| unprepared(endpoint, problem))?;
        Ok(look(self.unsigned(&prepared)).await)
    }

    async fn call<E: Endpoint<Provider = P>>(&self, endpoint: &E) -> Result<Response<E::Response>, Error<P>> {
        let request = self.prepare(endpoint).map_err(|problem| unprepared(endpoint, problem))?;
        let mut progress = Progress::new(self);
        loop {
            // Pinned here: moving a future of this size into the spans costs more than they do.
            let attempt = pin!(self.attempt(endpoint, &request, progress.limit()));
            match request.trace_attempt(progress.attempts.made, attempt).await {
                Ok((value, http)) => return Ok(progress.done(value, http)),
                Err(failure) => self.wait_or_fail(endpoint, failure, &mut progress).await?,
            }
        }
    }

    async fn call_download<E: Download<Provider = P>>(
        &self,
        endpoint: &E,
        mut write: impl FnMut(&[u8]) -> io::Result<()> + Send,
    ) -> Result<Response<u64>, Error<P>> {
        let request = self.prepare(endpoint).map_err(|problem| unprepared(endpoint, problem))?;
        let mut progress = Progress::new(self);
        loop {
            let attempt = pin!(self.attempt_download(endpoint, &request, progress.limit(), &mut write));
            match request.trace_attempt(progress.attempts.made, attempt).await {
                Ok((size, http)) => return Ok(progress.done(size, http)),
                Err(failure) => self.wait_or_fail(endpoint, failure, &mut progress).await?,
            }
        }
    }

    /// Waits until the next attempt may begin, or fails if there is none.
    async fn wait_or_fail<E: Endpoint<Provider = P>>(
        &self,
        endpoint: &E,
        failure: Failure<P>,
        progress: &mut Progress<'_, P>,
    ) -> Result<(), Error<P>> {
        let Shared { clock, timeouts, .. } = &*self.shared;
        // With less time left than a connection may take, an unsent attempt would look as if it had been sent.
        let time_to_wait = progress.left().saturating_sub(timeouts.connect());
        let attempts = &mut progress.attempts;
        let Some(wait) = self.plan::<E>(attempts.made).wait(failure.failed(), clock.now(), time_to_wait) else {
            return Err(error(endpoint, failure, *attempts));
        };
        attempts.prior = attempts.prior.max(may_have_done::<E>(failure.problem.outcome()));
        tracing::warn!(attempt = attempts.made, wait_ms = wait.as_millis(), "the attempt failed, retrying");
        attempts.made += 1;
        clock.sleep(wait).await;
        Ok(())
    }

    fn plan<E: Endpoint<Provider = P>>(&self, attempts: u32) -> Plan<'_> {
        let Shared { retries, budget, randomness, .. } = &*self.shared;
        Plan { retries: *retries, idempotency: E::Effect::IDEMPOTENCY, budget, randomness: &**randomness, attempts }
    }
}

/// How far a call has got: its attempts, and the time it has left.
struct Progress<'a, P: Provider> {
    shared: &'a Shared<P>,
    start: Duration,
    attempts: Attempts,
}

impl<'a, P: Provider> Progress<'a, P> {
    fn new(pipeline: &'a Pipeline<P>) -> Self {
        let shared = &*pipeline.shared;
        let attempts = Attempts { made: 1, ..Attempts::default() };
        Self { shared, start: shared.clock.elapsed(), attempts }
    }

    fn left(&self) -> Duration {
        let passed = self.shared.clock.elapsed().saturating_sub(self.start);
        self.shared.timeouts.total().saturating_sub(passed)
    }

    /// The time for the next attempt.
    fn limit(&self) -> Duration {
        self.shared.timeouts.attempt().min(self.left())
    }

    fn done<T>(&self, value: T, http: HttpContext) -> Response<T> {
        if self.attempts.made == 1 {
            self.shared.budget.earn();
        }
        Response { value, http, attempts: self.attempts.made }
    }
}

/// What an attempt with this outcome may have done.
fn may_have_done<E: Endpoint>(outcome: Outcome) -> PriorAttempts {
    match outcome {
        Outcome::NotSent => PriorAttempts::Nothing,
        Outcome::Refused => PriorAttempts::WasRefused,
        Outcome::Unknown if E::Effect::IDEMPOTENCY == Idempotency::Safe => PriorAttempts::MayHaveArrived,
        Outcome::Unknown => PriorAttempts::MayHaveActed,
    }
}

fn unprepared<E: Endpoint>(endpoint: &E, problem: Problem<RefusalOf<E>>) -> Error<E::Provider> {
    error(endpoint, problem.into(), Attempts::default())
}

fn error<E: Endpoint>(endpoint: &E, failure: Failure<E::Provider>, attempts: Attempts) -> Error<E::Provider> {
    let Failure { problem, http, .. } = failure;
    let recovery = |refusal: Option<&_>| E::Effect::recovery(endpoint, refusal);
    Error::new(endpoint.name(), E::Effect::KIND, attempts, problem, http, recovery)
}

impl<P: Provider> Clone for Pipeline<P> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), authenticator: Arc::clone(&self.authenticator) }
    }
}

impl<P: Provider> fmt::Debug for Pipeline<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Pipeline")
            .field("provider", &P::NAME)
            .field("base_url", &self.shared.hosts.first().map_or("", |(_, base_url)| base_url.as_str()))
            .field("environment", &self.shared.environment)
            .finish_non_exhaustive()
    }
}
