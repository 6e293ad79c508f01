//! The client and its settings.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use payments_core::{
    AuthError, BuildError, Endpoint, Hidden, Pipeline, PipelineBuilder, PollError, PollSchedule, Provider, Secret,
    Signer, check_secret, poll_until,
};

use crate::Error;
use crate::oauth::{Authenticator, Explanation, Nonces};
use crate::order::{Status, StatusResponse};
use crate::provider::PaynetEasy;
use crate::terminal::{Terminal, check_login};

payments_core::environments! {
    /// The gateway that requests are sent to. There is no default, because one of them moves real money.
    pub enum Environment {
        /// `https://sandbox.payneteasy.com/paynet`, for testing.
        Sandbox = "sandbox", "https://sandbox.payneteasy.com/paynet";
        /// `https://gate.payneteasy.com/paynet`, real money.
        Gate = "gate", "https://gate.payneteasy.com/paynet";
    }
    /// Uses another address: everything before `/api/v4/`, such as `https://gate.example/paynet`.
    at
}

/// The format of the gateway's responses. Both formats are decoded into the same types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResponseFormat {
    /// A form with content type `text/html`: supported by every installation.
    #[default]
    Form,
    /// One flat JSON object (`Accept: application/vnd.pay+json`), if the installation offers it.
    Json,
}

/// Client of the PaynetEasy API. Cheap to clone; clones share connections.
#[derive(Clone, Debug)]
pub struct Client {
    pipeline: Pipeline<PaynetEasy>,
    authenticator: Authenticator,
    login: Arc<str>,
}

impl Client {
    /// Creates a builder for the client of a merchant, whose requests `signer` signs.
    ///
    /// `login` is the merchant's login at the gateway, the OAuth consumer key. The signer is an
    /// [`RsaSigner`](crate::common::signing::RsaSigner) created from your private key, or a custom one for an HSM or KMS.
    pub fn builder(environment: Environment, login: impl Into<String>, signer: impl Signer) -> ClientBuilder {
        ClientBuilder {
            environment,
            login: login.into(),
            signer: Hidden::new(Arc::new(signer)),
            nonces: None,
            control_key: None,
            pipeline: Pipeline::builder(),
        }
    }

    /// The terminal with this endpoint id: one currency.
    pub fn endpoint(&self, id: u64) -> Terminal {
        Terminal::endpoint(Arc::clone(&self.login), id)
    }

    /// The terminal with this endpoint group id: several currencies.
    pub fn endpoint_group(&self, id: u64) -> Terminal {
        Terminal::group(Arc::clone(&self.login), id)
    }

    payments_core::client_calls!(PaynetEasy);

    /// Signs a request without sending it, and returns every step. For finding out why a signature is refused.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Invalid`] if the request breaks a rule, [`ExplainError::Auth`] if it cannot be signed.
    pub async fn explain<E: Endpoint<Provider = PaynetEasy>>(&self, request: &E) -> Result<Explanation, ExplainError> {
        let explained = self
            .pipeline
            .dry_run(request, async |unsigned| self.authenticator.explain(unsigned, &request.auth()).await)
            .await;
        Ok(explained.map_err(ExplainError::Invalid)??)
    }

    /// Polls the status of an order until it is final or the schedule's timeout passes. The status `unknown` is not final.
    ///
    /// The result is the latest state. An order that was paid and then refunded is final and approved too, as a reversal:
    /// check [`StatusResponse::transaction_type`].
    ///
    /// The gateway recommends [`documented_schedule`](Self::documented_schedule). Transient errors are retried until the
    /// timeout. Dropping the future stops the polling.
    ///
    /// # Errors
    ///
    /// [`PollError::Failed`] if the gateway refuses the request, [`PollError::Timeout`] with the last state seen.
    pub async fn wait_for_final(
        &self,
        question: &Status,
        schedule: PollSchedule,
    ) -> Result<StatusResponse, PollError<StatusResponse, Error>> {
        let is_final = |order: &StatusResponse| order.status.is_final();
        poll_until(self.pipeline.clock(), schedule, || self.send(question), is_final, Error::is_transient).await
    }

    /// The polling schedule the gateway recommends: every 4 seconds for 5 minutes, then every 5 minutes up to an hour.
    pub fn documented_schedule() -> PollSchedule {
        const MINUTE: Duration = Duration::from_secs(60);

        // Always a valid schedule, which a test shows.
        PollSchedule::in_stages(Duration::from_secs(4), MINUTE * 5, MINUTE * 5, MINUTE * 60).unwrap_or_default()
    }
}

/// The error of [`Client::explain`].
#[non_exhaustive]
pub enum ExplainError {
    /// The request breaks a rule.
    Invalid(Error),
    /// The request cannot be signed.
    Auth(AuthError),
}

payments_core::debug_as_sentence!(ExplainError);

impl From<AuthError> for ExplainError {
    fn from(error: AuthError) -> Self {
        Self::Auth(error)
    }
}

impl fmt::Display for ExplainError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(error) => write!(formatter, "{error}"),
            Self::Auth(error) => write!(formatter, "{error}"),
        }
    }
}

impl std::error::Error for ExplainError {}

/// Builds a [`Client`].
#[derive(Debug)]
pub struct ClientBuilder {
    environment: Environment,
    login: String,
    signer: Hidden<Arc<dyn Signer>>,
    nonces: Option<Nonces>,
    control_key: Option<Secret>,
    pipeline: PipelineBuilder<PaynetEasy>,
}

impl ClientBuilder {
    /// Sets the format of responses.
    #[must_use]
    pub fn response_format(mut self, format: ResponseFormat) -> Self {
        self.pipeline = self.pipeline.accept(match format {
            ResponseFormat::Form => PaynetEasy::ACCEPT,
            ResponseFormat::Json => "application/vnd.pay+json",
        });
        self
    }

    /// Sets the merchant's control key (`merchant_control`), with which the checksum of requests of version 2 is made, such as
    /// [`Return`](crate::order::Return). Without it such a call is not sent.
    ///
    /// [`Callbacks`](crate::Callbacks) takes the same key.
    #[must_use]
    pub fn control_key(mut self, key: Secret) -> Self {
        self.control_key = Some(key);
        self
    }

    /// Takes nonces from this function instead of generating them from random bytes. Each must be new.
    ///
    /// With a function that always returns the same nonce, and a stopped [`clock`](Self::clock), [`Client::explain`]
    /// reproduces a signature that the gateway's support has at hand.
    #[must_use]
    pub fn nonces(mut self, next: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.nonces = Some(Hidden::new(Arc::new(next)));
        self
    }

    payments_core::pipeline_settings! {
        /// Sets the timeouts. Default: 10 seconds to connect, 30 for an attempt, 60 in total.
        timeouts,
        /// Sets the policy of automatic retries. Default: [`RetryPolicy::default`](crate::common::RetryPolicy::default),
        /// which never retries a transfer that may have arrived: the gateway has no idempotency key.
        retry_policy,
        /// Sets the HTTP transport, in place of the built-in one.
        transport,
        /// Sets the source of random bytes, used for nonces and for the waits before retries, in place of the operating
        /// system's.
        randomness,
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// A setting breaks a rule, or the built-in transport cannot be created.
    pub fn build(self) -> Result<Client, BuildError> {
        check_login(&self.login)?;
        let login: Arc<str> = self.login.into();
        if let Some(key) = &self.control_key {
            check_secret("control key", key)?;
        }
        let authenticator = Authenticator::new(Arc::clone(&login), self.signer, self.nonces, self.control_key);
        let pipeline = self.pipeline.environment(self.environment.name());
        Ok(Client {
            pipeline: pipeline.build(self.environment.base_url()?, authenticator.clone())?,
            authenticator,
            login,
        })
    }
}
