//! The client.

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

/// Where requests go. There is no default: money moves at one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Environment {
    /// `https://sandbox.payneteasy.com/paynet`, for testing.
    Sandbox,
    /// `https://gate.payneteasy.com/paynet`, real money.
    Gate,
    /// Another address: another brand of the same gateway, or the local sandbox. Made by [`Environment::at`].
    Other(BaseUrl),
}

impl Environment {
    /// Another address, with everything that stands before `/api/v4/`: `https://gate.example/paynet`.
    ///
    /// # Errors
    ///
    /// The address is not absolute or not safe: `https` is required except on this machine.
    pub fn at(address: &str) -> Result<Self, UrlError> {
        BaseUrl::new(address).map(Self::Other)
    }

    /// The address itself, below which all paths stand: what
    /// [`ReqwestTransport::builder`](payments_core::ReqwestTransport::builder) takes.
    ///
    /// # Errors
    ///
    /// None for the addresses that are written here: that of [`Self::Other`] was checked by [`Self::at`].
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

/// In which format the gateway answers. The answers are read into the same types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResponseFormat {
    /// Named values as a form, under `text/html`: what every installation speaks.
    #[default]
    Form,
    /// One flat JSON object (`Accept: application/vnd.pay+json`), where the installation offers it.
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
    /// Starts a client for a merchant, whose requests `signer` signs.
    ///
    /// `login` is the merchant's login at the gateway, the consumer key of OAuth. The signer is an
    /// [`RsaSigner`](crate::signing::RsaSigner) made from your private key, or your own for an HSM or KMS.
    pub fn builder(environment: Environment, login: impl Into<String>, signer: impl Signer) -> ClientBuilder {
        ClientBuilder {
            environment,
            login: login.into(),
            signer: Arc::new(signer),
            nonces: None,
            pipeline: Pipeline::builder(),
        }
    }

    /// A terminal by its endpoint id: one currency.
    pub fn endpoint(&self, id: u64) -> Terminal {
        Terminal::endpoint(Arc::clone(&self.login), id)
    }

    /// A terminal by its endpoint group id: several currencies.
    pub fn endpoint_group(&self, id: u64) -> Terminal {
        Terminal::group(Arc::clone(&self.login), id)
    }

    /// Makes a call and returns its typed answer.
    ///
    /// # Errors
    ///
    /// [`Error::outcome`](payments_core::Error::outcome) says whether the gateway may have acted.
    pub async fn send<E: Endpoint<Provider = PaynetEasy>>(&self, request: &E) -> Result<E::Response, Error> {
        Ok(self.pipeline.send(request).await?.value)
    }

    /// Makes a call and returns its typed answer together with the HTTP answer.
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

    /// Shows what a request would be signed from, and sends nothing. For finding out why a signature is refused.
    ///
    /// # Errors
    ///
    /// [`ExplainError::Invalid`] if the request breaks a rule, [`ExplainError::Auth`] if it cannot be signed.
    pub async fn explain<E: Endpoint<Provider = PaynetEasy>>(&self, request: &E) -> Result<Explanation, ExplainError> {
        let explained =
            self.pipeline.dry_run(request, async |unsigned| self.authenticator.explain(unsigned).await).await;
        Ok(explained.map_err(ExplainError::Invalid)??)
    }

    /// Asks for the status of an order until it is final. The status `unknown` is not.
    ///
    /// What is told is the latest state. An order that was paid and given back since is final and approved, too, as a
    /// reversal: look at [`StatusResponse::transaction_type`].
    ///
    /// The gateway's advice is [`documented_schedule`](Self::documented_schedule). Trouble that may pass is sat out.
    /// Dropping the future stops the waiting.
    ///
    /// # Errors
    ///
    /// [`PollError::Failed`] if the gateway refuses to answer, [`PollError::Timeout`] with the last state seen.
    pub async fn wait_for_final(
        &self,
        question: &Status,
        schedule: PollSchedule,
    ) -> Result<StatusResponse, PollError<StatusResponse, Error>> {
        let is_final = |order: &StatusResponse| order.status.is_final();
        poll_until(self.pipeline.clock(), schedule, || self.send(question), is_final, Error::is_transient).await
    }

    /// The gateway's advice on asking: every 4 seconds for 5 minutes, then every 5 minutes up to an hour.
    pub fn documented_schedule() -> PollSchedule {
        const MINUTE: Duration = Duration::from_secs(60);

        // It keeps the schedule's own rules, which a test shows.
        PollSchedule::in_stages(Duration::from_secs(4), MINUTE * 5, MINUTE * 5, MINUTE * 60).unwrap_or_default()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Client").field(&self.pipeline).finish()
    }
}

/// Why a request cannot be explained.
#[non_exhaustive]
pub enum ExplainError {
    /// It breaks a rule.
    Invalid(Error),
    /// It cannot be signed.
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

/// Settings of a [`Client`].
pub struct ClientBuilder {
    environment: Environment,
    login: String,
    signer: Arc<dyn Signer>,
    nonces: Option<Nonces>,
    pipeline: PipelineBuilder<PaynetEasy>,
}

impl ClientBuilder {
    /// Chooses the format of answers.
    #[must_use]
    pub fn response_format(mut self, format: ResponseFormat) -> Self {
        self.pipeline = self.pipeline.accept(match format {
            ResponseFormat::Form => PaynetEasy::ACCEPT,
            ResponseFormat::Json => "application/vnd.pay+json",
        });
        self
    }

    /// Takes nonces from this function instead of making them of random bytes. Each must be new.
    ///
    /// With one that always gives the same, and a [`clock`](Self::clock) that stands still, [`Client::explain`] repeats a
    /// signature that the gateway's support has at hand.
    #[must_use]
    pub fn nonces(mut self, next: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.nonces = Some(Arc::new(next));
        self
    }

    payments_core::pipeline_settings! {
        /// Sets the timeouts. Default: 10 seconds to connect, 30 for an attempt, 60 in all.
        timeouts,
        /// Sets how calls are repeated of themselves. Default: [`RetryPolicy::default`](crate::RetryPolicy::default), which
        /// never repeats a transfer that may have arrived: the gateway knows no idempotency key.
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
    /// A setting breaks a rule, or the built-in transport cannot be set up.
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
