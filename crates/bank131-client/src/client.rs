//! The client.

use payments_core::{BuildError, InvalidField, Pipeline, PipelineBuilder, PollError, PollSchedule, Signer, poll_until};

use crate::Error;
use crate::authenticator::{Authenticator, SharedSigner};
use crate::provider::Bank131;
use crate::session::{Session, SessionStatus};

payments_core::environments! {
    /// The environment that requests are sent to. There is no default, because one of them moves real money.
    pub enum Environment {
        /// `https://demo.bank131.ru`, for testing.
        Demo = "demo", "https://demo.bank131.ru";
        /// `https://proxy.bank131.ru`, real money.
        Live = "live", "https://proxy.bank131.ru";
    }
    /// Another base URL, such as the sandbox's `http://127.0.0.1:8131`. Paths below it begin with `/api/v1/`.
    at
}

/// Client of the Bank 131 API. Cheap to clone; clones share connections.
#[derive(Clone, Debug)]
pub struct Client {
    pipeline: Pipeline<Bank131>,
    authenticator: Authenticator,
}

impl Client {
    /// Creates a builder of a client for `project`, whose requests `signer` signs.
    ///
    /// `project` is the identifier the bank's manager gave you; it is sent as `X-PARTNER-PROJECT`. The signer is an
    /// [`RsaSigner`](crate::signing::RsaSigner) with your private key, or a custom [`Signer`] for an HSM or KMS.
    pub fn builder(environment: Environment, project: impl Into<String>, signer: impl Signer) -> ClientBuilder {
        ClientBuilder {
            environment,
            project: project.into(),
            submerchant: None,
            signer: SharedSigner::new(signer),
            pipeline: Pipeline::builder(),
        }
    }

    payments_core::client_calls!(Bank131);

    /// Returns a client for another project, on the same connections. For a promotional exchange rate, whose identifier is
    /// sent in place of the project's.
    ///
    /// Retry and recover a call under the project of that call: store the project with the text of the
    /// [recovery](crate::Recovery), which does not have it.
    ///
    /// # Errors
    ///
    /// The identifier is not allowed in a header.
    pub fn with_project(&self, project: &str) -> Result<Self, InvalidField> {
        Ok(self.with_authenticator(self.authenticator.with_project(project)?))
    }

    /// Returns a client for a sub-merchant (`X-PARTNER-SUBMERCHANT`), on the same connections. Only for financial institutions
    /// that are not residents of Russia.
    ///
    /// Retry and recover a call under the sub-merchant of that call: store it with the text of the [recovery](crate::Recovery).
    ///
    /// # Errors
    ///
    /// The identifier is not allowed in a header.
    pub fn with_submerchant(&self, submerchant: &str) -> Result<Self, InvalidField> {
        Ok(self.with_authenticator(self.authenticator.with_submerchant(submerchant)?))
    }

    /// Polls `session/status` until the session is final. Pass the session's id by reference, or a [`SessionStatus`] in another
    /// version of the API.
    ///
    /// The session status `error` is not final: the bank is still deciding.
    ///
    /// Transient errors (no connection, no response in time) are retried until the timeout. Dropping the future stops polling.
    ///
    /// # Errors
    ///
    /// [`PollError::Failed`] if the bank refuses the request, [`PollError::Timeout`] with the last state received.
    pub async fn wait_for_final(
        &self,
        session: impl Into<SessionStatus>,
        schedule: PollSchedule,
    ) -> Result<Session, PollError<Session, Error>> {
        self.wait_until(session, schedule, |session| session.status.is_final()).await
    }

    /// Polls `session/status` until `is_reached` returns true, for instance until the payer has to act, or the schedule's
    /// timeout passes.
    ///
    /// # Errors
    ///
    /// As [`wait_for_final`](Self::wait_for_final).
    pub async fn wait_until(
        &self,
        session: impl Into<SessionStatus>,
        schedule: PollSchedule,
        is_reached: impl Fn(&Session) -> bool,
    ) -> Result<Session, PollError<Session, Error>> {
        let request = session.into();
        let query = || self.send(&request);
        poll_until(self.pipeline.clock(), schedule, query, is_reached, Error::is_transient).await
    }

    fn with_authenticator(&self, authenticator: Authenticator) -> Self {
        Self { pipeline: self.pipeline.with_authenticator(authenticator.clone()), authenticator }
    }
}

/// Builds a [`Client`].
#[derive(Debug)]
pub struct ClientBuilder {
    environment: Environment,
    project: String,
    submerchant: Option<String>,
    signer: SharedSigner,
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
        /// Sets the timeouts. Default: 10 seconds to connect, 30 for an attempt, 60 in total.
        timeouts,
        /// Sets the policy of automatic retries. Default: [`RetryPolicy::default`](crate::common::RetryPolicy::default),
        /// which does not retry a transfer that may have arrived: the bank's SDK relies on the idempotency key, but no
        /// available document promises it. Ask the bank in writing; once it has promised it for your project, use
        /// [`RetryPolicy::retry_undocumented_keys`](crate::common::RetryPolicy::retry_undocumented_keys).
        retry_policy,
        /// Sets the HTTP transport, in place of the built-in one.
        transport,
        /// Sets the source of random bytes, used for the waits before retries, in place of the operating system's.
        randomness,
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// A setting is invalid, or the built-in transport cannot be set up.
    pub fn build(self) -> Result<Client, BuildError> {
        let mut authenticator = Authenticator::new(self.signer, &self.project)?;
        // The bank's own SDK treats a blank sub-merchant as none.
        if let Some(submerchant) = self.submerchant.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            authenticator = authenticator.with_submerchant(submerchant)?;
        }
        let pipeline = self.pipeline.environment(self.environment.name());
        Ok(Client { pipeline: pipeline.build(self.environment.base_url()?, authenticator.clone())?, authenticator })
    }
}
