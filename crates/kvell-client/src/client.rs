//! The client and its settings.

use std::sync::Arc;

use payments_core::callback::KeyRing;
use payments_core::{
    BaseUrl, BuildError, Hidden, InvalidField, Pipeline, PipelineBuilder, PollError, PollSchedule, Secret, Signer,
    poll_until,
};

use crate::Error;
use crate::auth::{CardByTransactionSignature, RsaMessage};
use crate::authenticator::{Authenticator, Credentials, PayoutSigner};
use crate::callback::{Callbacks, CardSaved, ConfirmError, SignaturePolicy};
use crate::card::Card;
use crate::form::{Preauthorize, SignedForm};
use crate::host::{Environment, Host};
use crate::order::{Order, OrderByTransaction};
use crate::provider::Kvell;

/// Client of the Kvell API: signs forms and sends requests. Cheap to clone; clones share connections.
#[derive(Clone, Debug)]
pub struct Client {
    pipeline: Pipeline<Kvell>,
    forms: BaseUrl,
    credentials: Arc<Credentials>,
}

impl Client {
    /// Creates a builder for the client of a store.
    ///
    /// `api_key` identifies the store, a UUID; `secret_key` is in the store's settings in the merchant's cabinet and is never
    /// sent.
    pub fn builder(environment: Environment, api_key: impl Into<String>, secret_key: Secret) -> ClientBuilder {
        ClientBuilder {
            environment,
            api_key: Hidden::new(api_key.into()),
            secret_key,
            card_by_transaction: CardByTransactionSignature::default(),
            payout_signer: None,
            pipeline: Pipeline::builder(),
        }
    }

    /// Signs a form for the payer's browser. Nothing is sent.
    ///
    /// # Errors
    ///
    /// The first field that breaks a rule.
    pub fn sign_form(&self, form: &Preauthorize) -> Result<SignedForm, InvalidField> {
        form.sign(&self.forms, &self.credentials)
    }

    payments_core::client_calls!(Kvell);

    /// Creates a receiver of this store's callbacks, which verifies signatures according to `policy` with this client's secret.
    /// For several secrets, during a rotation, create [`Callbacks`] yourself.
    pub fn callbacks(&self, policy: SignaturePolicy) -> Callbacks {
        let keys = KeyRing::new("secret_key", self.credentials.secret().clone());
        Callbacks::new(policy, self.credentials.api_key(), keys)
    }

    /// Verifies a callback with a `CardByTransaction` request: turns an [unverified](crate::callback::Claim::Unverified) claim into a
    /// confirmed [`Card`]. Take the token and the mask from that card.
    ///
    /// First check that the callback [is about](CardSaved::is_about) a pair you have stored: this function proves that Kvell
    /// knows the card, not that you requested it.
    ///
    /// # Errors
    ///
    /// [`ConfirmError::Call`]: the request failed or was refused. [`ConfirmError::Mismatch`]: Kvell's response differs from
    /// the callback.
    pub async fn confirm(&self, callback: &CardSaved) -> Result<Card, ConfirmError> {
        let card = self.send(&callback.card_by_transaction()).await.map_err(ConfirmError::Call)?;
        callback.compare(&card)?;
        Ok(card)
    }

    /// Polls the status of an order until it is final or the schedule's timeout passes. Transient errors are retried until the
    /// timeout. Dropping the future stops the polling.
    ///
    /// # Errors
    ///
    /// [`PollError::Failed`] if Kvell refuses the request, [`PollError::Timeout`] with the last state seen. An unknown
    /// transaction may look like a transient error (HTTP 500, code 20000) and is then polled until the timeout.
    pub async fn wait_for_final(
        &self,
        question: &OrderByTransaction,
        schedule: PollSchedule,
    ) -> Result<Order, PollError<Order, Error>> {
        let is_final = |order: &Order| order.status.is_final();
        poll_until(self.pipeline.clock(), schedule, || self.send(question), is_final, Error::is_transient).await
    }
}

/// Builds a [`Client`].
#[derive(Debug)]
pub struct ClientBuilder {
    environment: Environment,
    api_key: Hidden<String>,
    secret_key: Secret,
    card_by_transaction: CardByTransactionSignature,
    payout_signer: Option<PayoutSigner>,
    pipeline: PipelineBuilder<Kvell>,
}

impl ClientBuilder {
    /// Sets what the signature of the `CardByTransaction` request covers, which Kvell documents in two ways. Default:
    /// transaction and customer.
    #[must_use]
    pub const fn card_by_transaction_signature(mut self, covers: CardByTransactionSignature) -> Self {
        self.card_by_transaction = covers;
        self
    }

    /// Sets the RSA signer of payouts, and the message it signs. Without it payouts are *not sent*.
    ///
    /// Make the key pair yourself; the public key goes to Kvell's support. `signer` is an
    /// [`RsaSigner`](payments_core::signing::RsaSigner), or your own [`Signer`](payments_core::signing::Signer) for a key that
    /// is held elsewhere. Keys of more than 2048 bits sign on a blocking thread.
    ///
    /// What Kvell wants signed is not known: [`RsaMessage`] has both readings, and there is no default. If the first payout on
    /// the stage is refused with [`InvalidSignature`](crate::ErrorCode::InvalidSignature) (20002), choose the other one.
    #[must_use]
    pub fn payout_signer(mut self, signer: impl Signer, message: RsaMessage) -> Self {
        self.payout_signer = Some(PayoutSigner::new(signer, message));
        self
    }

    payments_core::pipeline_settings! {
        /// Sets the timeouts. Default: 10 seconds to connect, 30 for an attempt, 60 in total.
        timeouts,
        /// Sets the policy of automatic retries. Default: [`RetryPolicy::default`](payments_core::RetryPolicy::default).
        retry_policy,
        /// Sets the HTTP transport, in place of the built-in one. With the `reqwest` feature, `ReqwestTransport`
        /// accepts root certificates that the machine does not trust, as Kvell's mobile SDK does.
        transport,
        /// Sets the source of random bytes, used for the waits before retries, in place of the operating system's.
        randomness,
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// A setting breaks a rule, or the built-in transport cannot be created.
    pub fn build(self) -> Result<Client, BuildError> {
        let credentials = Arc::new(Credentials::new(self.api_key.into_exposed(), self.secret_key)?);
        let Self { environment, card_by_transaction, payout_signer, mut pipeline, .. } = self;
        let authenticator = Authenticator::new(Arc::clone(&credentials), card_by_transaction, payout_signer);
        for host in Host::ALL.into_iter().filter(|host| *host != Host::Api) {
            if let Some(address) = environment.base_url_of(host)? {
                pipeline = pipeline.host(host, address);
            }
        }
        let forms = environment.base_url_of(Host::Forms)?;
        let forms = forms.ok_or_else(|| InvalidField::new("environment", "has no address of the forms"))?;
        let pipeline = pipeline.environment(environment.name()).build(environment.base_url()?, authenticator)?;
        Ok(Client { pipeline, forms, credentials })
    }
}
