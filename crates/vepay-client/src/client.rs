//! The client.

use std::fmt;
use std::time::Duration;

use payments_core::callback::Unverified;
use payments_core::{
    BaseUrl, BuildError, Endpoint, InvalidField, Pipeline, PipelineBuilder, PollError, PollSchedule, Response, Secret,
    Timeouts, UrlError, poll_until,
};

use crate::Error;
use crate::authenticator::Authenticator;
use crate::endpoints::{CardGet, CardGetResponse, CardReg};
use crate::postback::{ConfirmError, Postback, claim_of};
use crate::provider::Vepay;
use crate::registration::{RegisterOutcome, Registration};

/// Where requests go. There is no default: money moves at one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Environment {
    /// `https://test.vepay.online/mfo`, for testing.
    Test,
    /// `https://api.vepay.online/mfo`, real money.
    Live,
    /// `https://api.vepay.online`, real money: the address as the document of the card registration writes it, without
    /// `/mfo`. Everything else that is known names `/mfo`, and a server of 2022 did not know this one.
    LiveRoot,
    /// Another address: the sandbox, or a proxy of yours. Made by [`Environment::at`].
    Other(BaseUrl),
}

impl Environment {
    /// Another address, with everything that stands before `/card/reg`: `https://api.example/mfo`.
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
            Self::Test => "https://test.vepay.online/mfo",
            Self::Live => "https://api.vepay.online/mfo",
            Self::LiveRoot => "https://api.vepay.online",
            Self::Other(address) => return Ok(address.clone()),
        };
        BaseUrl::new(address).map_err(|error| InvalidField::new("environment", error.to_string()).into())
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Live | Self::LiveRoot => "live",
            Self::Other(_) => "other",
        }
    }
}

/// Sends requests to Vepay. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct Client {
    pipeline: Pipeline<Vepay>,
}

impl Client {
    /// Starts a client for a partner.
    ///
    /// `mfo` is the partner's number, digits only; it travels as `X-Mfo`. The secret goes into every `X-Token`; it is hashed
    /// once, when the client is built.
    pub fn builder(environment: Environment, mfo: impl Into<String>, secret: Secret) -> ClientBuilder {
        // Vepay's own limit for a request is two minutes, and a repeated number may have to wait for the first request.
        let patience = Duration::from_secs(130);
        let timeouts = Timeouts::new(Duration::from_secs(10), patience, patience).unwrap_or_default();
        let pipeline = Pipeline::builder().timeouts(timeouts);
        ClientBuilder { environment, mfo: mfo.into(), secret, pipeline }
    }

    /// Makes a call and returns its typed answer.
    ///
    /// # Errors
    ///
    /// [`Error::outcome`](payments_core::Error::outcome) says whether Vepay may have acted.
    pub async fn send<E: Endpoint<Provider = Vepay>>(&self, request: &E) -> Result<E::Response, Error> {
        Ok(self.pipeline.send(request).await?.value)
    }

    /// Makes a call and returns its typed answer together with the HTTP answer.
    ///
    /// # Errors
    ///
    /// [`Error::outcome`](payments_core::Error::outcome) says whether Vepay may have acted.
    pub async fn send_with_http<E: Endpoint<Provider = Vepay>>(
        &self,
        request: &E,
    ) -> Result<Response<E::Response>, Error> {
        self.pipeline.send(request).await
    }

    /// Begins a registration. That its number was used before is no error here, but [`RegisterOutcome::Existing`]; so sending the same
    /// request again is how a lost answer is settled.
    ///
    /// ```
    /// use vepay_client::{RegisterOutcome, CardReg, Client, Error};
    ///
    /// async fn begin(client: &Client, request: &CardReg) -> Result<RegisterOutcome, Error> {
    ///     match client.register(request).await {
    ///         // Nobody knows whether it arrived. The same request makes no second registration.
    ///         Err(error) if error.money_may_have_moved() => client.register(request).await,
    ///         settled => settled,
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::outcome`](payments_core::Error::outcome) says whether the registration may exist, and
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

    /// Asks `/card/get` until the registration has ended, as often as [`Registration::schedule`] says.
    ///
    /// Look at the status of what comes back: [`Success`](crate::CardStatus::Success) has the card,
    /// [`PaymentError`](crate::CardStatus::PaymentError) has none. Trouble that may pass is sat out. Dropping the future
    /// stops the waiting.
    ///
    /// # Errors
    ///
    /// [`PollError::Failed`] if Vepay refuses to answer, [`PollError::Timeout`] with the last state seen: a status 0, whose
    /// message tells a registration that waits from one that Vepay does not know.
    pub async fn wait_for_card(
        &self,
        registration: &Registration,
    ) -> Result<CardGetResponse, PollError<CardGetResponse, Error>> {
        self.wait_until(registration, registration.schedule(), |state| state.status.is_final()).await
    }

    /// Asks `/card/get` until `is_reached`, by a schedule of yours; for instance until it is no longer
    /// [plainly waiting](CardGetResponse::is_plainly_waiting).
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

    /// Asks `/card/get` whether a postback tells the truth about a registration of yours. What comes back is Vepay's own
    /// answer; nothing of the postback is in it.
    ///
    /// # Errors
    ///
    /// [`ConfirmError::Other`] if it is about another registration, in which case nothing is asked;
    /// [`ConfirmError::Disagrees`] if Vepay says something else; [`ConfirmError::Asking`] if it cannot be asked.
    pub async fn confirm_postback<P: Postback>(
        &self,
        postback: &Unverified<P>,
        registration: &Registration,
    ) -> Result<CardGetResponse, ConfirmError> {
        let claim = claim_of(postback, registration)?;
        let state = self.send(&CardGet::of(registration)).await.map_err(ConfirmError::Asking)?;
        if claim.agrees_with(&state) { Ok(state) } else { Err(ConfirmError::Disagrees(Box::new(state))) }
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
    mfo: String,
    secret: Secret,
    pipeline: PipelineBuilder<Vepay>,
}

impl ClientBuilder {
    payments_core::pipeline_settings! {
        /// Sets the timeouts. Default: 10 seconds to connect, 130 for an attempt and in all, because Vepay's server
        /// may work for two minutes.
        timeouts,
        /// Sets how calls are repeated of themselves. Default: [`RetryPolicy::default`](crate::RetryPolicy::default), which
        /// repeats a registration too: Vepay accepts an `extid` once.
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
        let authenticator = Authenticator::new(&self.mfo, &self.secret)?;
        let pipeline = self.pipeline.environment(self.environment.name());
        Ok(Client { pipeline: pipeline.build(self.environment.base_url()?, authenticator)? })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientBuilder")
            .field("environment", &self.environment)
            .field("mfo", &self.mfo)
            .finish_non_exhaustive()
    }
}
