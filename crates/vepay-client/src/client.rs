//! The API client, its builder and its environments.

use std::time::Duration;

use payments_core::callback::Unverified;
use payments_core::{BuildError, Pipeline, PipelineBuilder, PollError, PollSchedule, Secret, Timeouts, poll_until};

use crate::Error;
use crate::authenticator::Authenticator;
use crate::callback::{ConfirmError, Postback, claim_of};
use crate::card::{CardGet, CardGetResponse, CardReg, RegisterOutcome, Registration};
use crate::operation::{HasStatus, Reported as _};
use crate::provider::Vepay;

payments_core::environments! {
    /// The Vepay server that requests go to. There is no default, because a live server moves real money.
    pub enum Environment {
        /// `https://test.vepay.online/mfo`, for testing.
        Test = "test", "https://test.vepay.online/mfo";
        /// `https://api.vepay.online/mfo`, real money.
        Live = "live", "https://api.vepay.online/mfo";
        /// `https://api.vepay.online`, real money: the base URL as the document of the card registration writes it, without
        /// `/mfo`. All other known sources have `/mfo`, and a server of 2022 did not serve this URL.
        LiveRoot = "live", "https://api.vepay.online";
    }
    /// Uses another base URL: everything before `/card/reg`, as in `https://api.example/mfo`.
    at
}

/// Client of the Vepay API. Cheap to clone; clones share connections.
#[derive(Clone, Debug)]
pub struct Client {
    pipeline: Pipeline<Vepay>,
}

impl Client {
    /// Creates a builder for the client of one partner.
    ///
    /// `mfo` is the partner id, digits only; it is sent as `X-Mfo`. The secret goes into every `X-Token`; it is hashed
    /// once, when the client is built.
    pub fn builder(environment: Environment, mfo: impl Into<String>, secret: Secret) -> ClientBuilder {
        // Vepay's own timeout of a request is two minutes, and a duplicate `extid` may have to wait for the first request.
        let patience = Duration::from_secs(130);
        let timeouts = Timeouts::new(Duration::from_secs(10), patience, patience).unwrap_or_default();
        let pipeline = Pipeline::builder().timeouts(timeouts);
        ClientBuilder { environment, mfo: mfo.into(), secret, pipeline }
    }

    payments_core::client_calls!(Vepay);

    /// Begins a card registration. A duplicate `extid` is no error here, but [`RegisterOutcome::Existing`], so sending the same
    /// request again recovers a lost response.
    ///
    /// ```
    /// use vepay_client::card::{CardReg, RegisterOutcome};
    /// use vepay_client::{Client, Error};
    ///
    /// async fn begin(client: &Client, request: &CardReg) -> Result<RegisterOutcome, Error> {
    ///     match client.register(request).await {
    ///         // It may have arrived. The same request creates no second registration.
    ///         Err(error) if error.money_may_have_moved() => client.register(request).await,
    ///         result => result,
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::outcome`](payments_core::Error::outcome) tells whether the registration may exist, and
    /// [`Error::recovery`](payments_core::Error::recovery) how to find out.
    pub async fn register(&self, request: &CardReg) -> Result<RegisterOutcome, Error> {
        match self.send(request).await {
            Ok(answer) => {
                Ok(RegisterOutcome::Form { registration: Registration::begun(answer.id, request), url: answer.url })
            }
            Err(error) => match error.refusal().and_then(|refusal| refusal.existing_for(request.ext_id())) {
                Some(id) => Ok(RegisterOutcome::Existing { registration: Registration::begun(id, request) }),
                None => Err(error),
            },
        }
    }

    /// Polls `/card/get` until the registration is final or the timeout of its [schedule](Registration::schedule) passes.
    ///
    /// Check the status of the response: [`Success`](crate::card::CardStatus::Success) has the card,
    /// [`PaymentError`](crate::card::CardStatus::PaymentError) has none. Transient errors are retried until the timeout.
    /// Dropping the future stops the polling.
    ///
    /// # Errors
    ///
    /// [`PollError::Failed`] if Vepay refuses the request, [`PollError::Timeout`] with the last state seen: a status 0, whose
    /// message distinguishes a waiting registration from one that Vepay does not know.
    pub async fn wait_for_card(
        &self,
        registration: &Registration,
    ) -> Result<CardGetResponse, PollError<CardGetResponse, Error>> {
        self.wait_until(registration, registration.schedule(), |state| state.status.is_final()).await
    }

    /// Polls `/card/get` on a custom schedule until `is_reached` returns true, for instance until the registration is no longer
    /// [plainly waiting](CardGetResponse::is_clearly_waiting), or the schedule's timeout passes.
    ///
    /// # Errors
    ///
    /// As [`wait_for_card`](Self::wait_for_card).
    pub async fn wait_until(
        &self,
        registration: &Registration,
        schedule: PollSchedule,
        is_reached: impl Fn(&CardGetResponse) -> bool,
    ) -> Result<CardGetResponse, PollError<CardGetResponse, Error>> {
        let question = CardGet::of(registration);
        poll_until(self.pipeline.clock(), schedule, || self.send(&question), is_reached, Error::is_transient).await
    }

    /// Verifies a postback about your operation with a request for its status, for a registration `/card/get`. The result is
    /// Vepay's own response; it contains nothing of the postback.
    ///
    /// # Errors
    ///
    /// [`ConfirmError::WrongOperation`] if the postback is about another operation and [`ConfirmError::WrongAmount`] if about
    /// another amount, in which cases nothing is sent; [`ConfirmError::StatusMismatch`] if Vepay reports another status;
    /// [`ConfirmError::Request`] if the request fails.
    pub async fn confirm_postback<P: Postback, O: HasStatus>(
        &self,
        postback: &Unverified<P>,
        operation: &O,
    ) -> Result<O::Status, ConfirmError<O::Status>> {
        let claim = claim_of(postback, &operation.stored())?;
        let state = self.send(&operation.status_request()).await.map_err(ConfirmError::Request)?;
        if state.confirms(&claim.status) { Ok(state) } else { Err(ConfirmError::StatusMismatch(Box::new(state))) }
    }
}

/// Builds a [`Client`].
#[derive(Debug)]
pub struct ClientBuilder {
    environment: Environment,
    mfo: String,
    secret: Secret,
    pipeline: PipelineBuilder<Vepay>,
}

impl ClientBuilder {
    payments_core::pipeline_settings! {
        /// Sets the timeouts. Default: 10 seconds to connect, 130 for each attempt and for all attempts together, because
        /// Vepay's server may work for two minutes.
        timeouts,
        /// Sets the policy of automatic retries. Default: [`RetryPolicy::default`](crate::common::RetryPolicy::default), which
        /// retries registrations too: Vepay accepts each `extid` once.
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
        let authenticator = Authenticator::new(&self.mfo, &self.secret)?;
        let pipeline = self.pipeline.environment(self.environment.name());
        Ok(Client { pipeline: pipeline.build(self.environment.base_url()?, authenticator)? })
    }
}
