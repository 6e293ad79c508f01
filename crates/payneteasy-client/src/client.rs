//! The client and its settings.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use payments_core::{
    AuthError, BaseUrl, BuildError, Endpoint, InvalidField, Pipeline, PipelineBuilder, PollError, PollSchedule,
    Provider, Response, Signer, UrlError, check_length, poll_until,
};

use crate::Error;
use crate::endpoints::{Status, StatusResponse};
use crate::oauth::{Authenticator, Explanation, Nonces};
use crate::provider::PaynetEasy;
use crate::terminal::Terminal;

/// The gateway that requests are sent to. There is no default, because one of them moves real money.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Environment {
    /// `https://sandbox.payneteasy.com/paynet`, for testing.
    Sandbox,
    /// `https://gate.payneteasy.com/paynet`, real money.
    Gate,
    /// Another address: another brand of the same gateway, or the local sandbox. Created by [`Environment::at`].
    Other(BaseUrl),
}

impl Environment {
    /// Uses another address: everything before `/api/v4/`, such as `https://gate.example/paynet`.
    ///
    /// # Errors
    ///
    /// The address is not absolute or not safe: `https` is required except on this machine.
    pub fn at(address: &str) -> Result<Self, UrlError> {
        BaseUrl::new(address).map(Self::Other)
    }

    /// The base URL of all requests, for [`ReqwestTransport::builder`](payments_core::ReqwestTransport::builder).
    ///
    /// # Errors
    ///
    /// None: the built-in addresses are valid, and [`Self::at`] has checked that of [`Self::Other`].
    pub fn base_url(&self) -> Result<BaseUrl, BuildError> {
        let address = match self {
            Self::Sandbox => "https://sandbox.payneteasy.com/paynet",
            Self::Gate => "https://gate.payneteasy.com/paynet",
            Self::Other(address) => return Ok(address.clone()),
        };
        BaseUrl::new(address).map_err(|error| InvalidField::new("environment", error.to_string()).into())
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
            Self::Gate => "gate",
            Self::Other(_) => "other",
        }
    }
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

/// Sends requests to PaynetEasy. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct Client {
    pipeline: Pipeline<PaynetEasy>,
    authenticator: Authenticator,
    login: Arc<str>,
}

impl Client {
    /// Creates a builder for the client of a merchant, whose requests `signer` signs.
    ///
    /// `login` is the merchant's login at the gateway, the OAuth consumer key. The signer is an
    /// [`RsaSigner`](crate::signing::RsaSigner) created from your private key, or a custom one for an HSM or KMS.
    pub fn builder(environment: Environment, login: impl Into<String>, signer: impl Signer) -> ClientBuilder {
        ClientBuilder {
            environment,
            login: login.into(),
            signer: Arc::new(signer),
            nonces: None,
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

    /// Sends a request and returns the typed response.
    ///
    /// # Errors
    ///
    /// [`Error::outcome`](payments_core::Error::outcome) says whether the gateway may have acted.
    pub async fn send<E: Endpoint<Provider = PaynetEasy>>(&self, request: &E) -> Result<E::Response, Error> {
        Ok(self.pipeline.send(request).await?.value)
    }

    /// Sends a request and returns the typed response with its HTTP status and headers.
    ///
    /// # Errors
    ///
    /// [`Error::outcome`](payments_core::Error::outcome) says whether the gateway may have acted.
    pub async fn send_with_http<E: Endpoint<Provider = PaynetEasy>>(
        &self,
        request: &E,
    ) -> Result<Response<E::Response>, Error> {
        self.pipeline.send(request).await
    }

    /// Signs a request without sending it, and returns every step. For finding out why a signature is refused.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Invalid`] if the request breaks a rule, [`ExplainError::Auth`] if it cannot be signed.
    pub async fn explain<E: Endpoint<Provider = PaynetEasy>>(&self, request: &E) -> Result<Explanation, ExplainError> {
        let explained =
            self.pipeline.dry_run(request, async |unsigned| self.authenticator.explain(unsigned).await).await;
        Ok(explained.map_err(ExplainError::Invalid)??)
    }

    /// Polls the status of an order until it is final. The status `unknown` is not final.
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

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Client").field(&self.pipeline).finish()
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

/// Builder of a [`Client`].
pub struct ClientBuilder {
    environment: Environment,
    login: String,
    signer: Arc<dyn Signer>,
    nonces: Option<Nonces>,
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

    /// Takes nonces from this function instead of generating them from random bytes. Each must be new.
    ///
    /// With a function that always returns the same nonce, and a stopped [`clock`](Self::clock), [`Client::explain`]
    /// reproduces a signature that the gateway's support has at hand.
    #[must_use]
    pub fn nonces(mut self, next: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.nonces = Some(Arc::new(next));
        self
    }

    payments_core::pipeline_settings! {
        /// Sets the timeouts. Default: 10 seconds to connect, 30 for an attempt, 60 in total.
        timeouts,
        /// Sets the policy of automatic retries. Default: [`RetryPolicy::default`](crate::RetryPolicy::default), which never
        /// retries a transfer that may have arrived: the gateway has no idempotency key.
        retry_policy,
        /// Sends through this transport instead of the built-in one.
        transport,
        /// Takes nonces from this source instead of the operating system's.
        randomness,
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// A setting breaks a rule, or the built-in transport cannot be created.
    pub fn build(self) -> Result<Client, BuildError> {
        check_length("login", &self.login, 20)?;
        let login: Arc<str> = self.login.into();
        let authenticator = Authenticator::new(Arc::clone(&login), self.signer, self.nonces);
        let pipeline = self.pipeline.environment(self.environment.name());
        Ok(Client {
            pipeline: pipeline.build(self.environment.base_url()?, authenticator.clone())?,
            authenticator,
            login,
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientBuilder")
            .field("environment", &self.environment)
            .field("login", &self.login)
            .finish_non_exhaustive()
    }
}
