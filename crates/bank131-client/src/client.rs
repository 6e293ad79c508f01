//! The client.

use std::fmt;
use std::sync::Arc;

use payments_core::{
    BaseUrl, BuildError, Endpoint, InvalidField, Pipeline, PipelineBuilder, PollError, PollSchedule, Response, Signer,
    UrlError, poll_until,
};

use crate::Error;
use crate::authenticator::Authenticator;
use crate::endpoints::SessionStatus;
use crate::objects::{Session, SessionId};
use crate::provider::Bank131;

/// Where requests go. There is no default: money moves at one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Environment {
    /// `https://demo.bank131.ru`, for testing.
    Demo,
    /// `https://proxy.bank131.ru`, real money.
    Live,
    /// Another address: the sandbox, or a proxy of yours. Made by [`Environment::at`].
    Other(BaseUrl),
}

impl Environment {
    /// Another address, such as the sandbox's `http://127.0.0.1:8131`. Paths begin below it with `/api/v1/`.
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
            Self::Demo => "https://demo.bank131.ru",
            Self::Live => "https://proxy.bank131.ru",
            Self::Other(address) => return Ok(address.clone()),
        };
        BaseUrl::new(address).map_err(|error| InvalidField::new("environment", error.to_string()).into())
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Demo => "demo",
            Self::Live => "live",
            Self::Other(_) => "other",
        }
    }
}

/// Sends requests to Bank 131. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct Client {
    pipeline: Pipeline<Bank131>,
    authenticator: Authenticator,
}

impl Client {
    /// Starts a client for a project, whose requests `signer` signs.
    ///
    /// `project` is the identifier the bank's manager gave you; it travels as `X-PARTNER-PROJECT`. The signer is an
    /// [`RsaSigner`](crate::signing::RsaSigner) made from your private key, or your own for an HSM or KMS.
    pub fn builder(environment: Environment, project: impl Into<String>, signer: impl Signer) -> ClientBuilder {
        ClientBuilder {
            environment,
            project: project.into(),
            submerchant: None,
            signer: Arc::new(signer),
            pipeline: Pipeline::builder(),
        }
    }

    /// Makes a call and returns its typed answer.
    ///
    /// A call that this crate does not have is an [`Endpoint`] of your own. If it moves money, it has to say how a lost answer
    /// is looked up.
    ///
    /// ```
    /// use bank131_client::json::{self, Json};
    /// use bank131_client::{Bank131, Body, Client, DecodeError, Endpoint, Error, InvalidField, Reads, RawResponse};
    /// use http::Method;
    ///
    /// struct WalletBalance;
    ///
    /// impl Endpoint for WalletBalance {
    ///     type Provider = Bank131;
    ///     type Response = Json;
    ///     type Effect = Reads;
    ///
    ///     const NAME: &'static str = "wallet/balance";
    ///     const METHOD: Method = Method::POST;
    ///     const PATH: &'static str = "api/v1/wallet/balance";
    ///
    ///     fn body(&self) -> Result<Body, InvalidField> {
    ///         Body::json(&serde_json::json!({"request_datetime": "2026-01-31T12:00:00+03:00"}))
    ///     }
    ///
    ///     fn decode(&self, response: &RawResponse) -> Result<Json, DecodeError> {
    ///         json::decode(&response.body)
    ///     }
    /// }
    ///
    /// async fn balance(client: &Client) -> Result<Json, Error> {
    ///     client.send(&WalletBalance).await
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::outcome`](payments_core::Error::outcome) says whether the bank may have acted.
    pub async fn send<E: Endpoint<Provider = Bank131>>(&self, request: &E) -> Result<E::Response, Error> {
        Ok(self.pipeline.send(request).await?.value)
    }

    /// Makes a call and returns its typed answer together with the HTTP answer.
    ///
    /// # Errors
    ///
    /// [`Error::outcome`](payments_core::Error::outcome) says whether the bank may have acted.
    pub async fn send_with_http<E: Endpoint<Provider = Bank131>>(
        &self,
        request: &E,
    ) -> Result<Response<E::Response>, Error> {
        self.pipeline.send(request).await
    }

    /// The same client, connections included, under another project: for a promotional exchange rate, whose identifier
    /// stands in the project's place.
    ///
    /// Send the recovery and the repeat of a call under the project of that call.
    ///
    /// # Errors
    ///
    /// The identifier cannot stand in a header.
    pub fn with_project(&self, project: &str) -> Result<Self, InvalidField> {
        Ok(self.with_authenticator(self.authenticator.with_project(project)?))
    }

    /// The same client, connections included, for a sub-merchant (`X-PARTNER-SUBMERCHANT`): only for financial
    /// institutions that are not residents of Russia.
    ///
    /// # Errors
    ///
    /// The identifier cannot stand in a header.
    pub fn with_submerchant(&self, submerchant: &str) -> Result<Self, InvalidField> {
        Ok(self.with_authenticator(self.authenticator.with_submerchant(submerchant)?))
    }

    /// Asks `session/status` until the session is final. The session status `error` is not: the bank is still deciding.
    ///
    /// Trouble that may pass (no connection, no answer in time) is sat out. Dropping the future stops the waiting.
    ///
    /// # Errors
    ///
    /// [`PollError::Failed`] if the bank refuses to answer, [`PollError::Timeout`] with the last state seen.
    pub async fn wait_for_final(
        &self,
        session: &SessionId,
        schedule: PollSchedule,
    ) -> Result<Session, PollError<Session, Error>> {
        self.wait_until(session, schedule, |session| session.status.is_final()).await
    }

    /// Asks `session/status` until `is_reached`, for instance until the payer has something to do.
    ///
    /// # Errors
    ///
    /// As [`wait_for_final`](Self::wait_for_final).
    pub async fn wait_until(
        &self,
        session: &SessionId,
        schedule: PollSchedule,
        is_reached: impl Fn(&Session) -> bool,
    ) -> Result<Session, PollError<Session, Error>> {
        let question = SessionStatus::new(session.clone());
        let ask = || self.send(&question);
        poll_until(self.pipeline.clock(), schedule, ask, is_reached, Error::is_transient).await
    }

    fn with_authenticator(&self, authenticator: Authenticator) -> Self {
        Self { pipeline: self.pipeline.with_authenticator(authenticator.clone()), authenticator }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Client").field(&self.pipeline).finish()
    }
}

/// Settings of a [`Client`].
pub struct ClientBuilder {
    environment: Environment,
    project: String,
    submerchant: Option<String>,
    signer: Arc<dyn Signer>,
    pipeline: PipelineBuilder<Bank131>,
}

impl ClientBuilder {
    /// Sends `X-PARTNER-SUBMERCHANT` with every request.
    #[must_use]
    pub fn submerchant(mut self, submerchant: impl Into<String>) -> Self {
        self.submerchant = Some(submerchant.into());
        self
    }

    payments_core::pipeline_settings! {
        /// Sets the timeouts. Default: 10 seconds to connect, 30 for an attempt, 60 in all.
        timeouts,
        /// Sets how calls are repeated of themselves. Default: [`RetryPolicy::default`](crate::RetryPolicy::default), which
        /// does not repeat a transfer that may have arrived: the bank's SDK relies on the idempotency key, no readable
        /// document promises it. Once the bank has confirmed it for your project,
        /// [`RetryPolicy::retry_undocumented_keys`](crate::RetryPolicy::retry_undocumented_keys) does.
        retry_policy,
        /// Sends through this transport instead of the built-in one.
        transport,
        /// Takes random bytes from this source instead of the operating system's: for the waits before repeats.
        randomness,
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// A setting breaks a rule, or the built-in transport cannot be set up.
    pub fn build(self) -> Result<Client, BuildError> {
        let mut authenticator = Authenticator::new(self.signer, &self.project)?;
        // The bank's own SDK takes a blank sub-merchant for none.
        if let Some(submerchant) = self.submerchant.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            authenticator = authenticator.with_submerchant(submerchant)?;
        }
        let pipeline = self.pipeline.environment(self.environment.name());
        Ok(Client { pipeline: pipeline.build(self.environment.base_url()?, authenticator.clone())?, authenticator })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientBuilder")
            .field("environment", &self.environment)
            .field("project", &self.project)
            .field("submerchant", &self.submerchant)
            .finish_non_exhaustive()
    }
}
