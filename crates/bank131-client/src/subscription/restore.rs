//! `subscription/restore`: resume the payments that the bank repeats.

use http::Method;
use payments_core::{Body, Changes, DecodeError, Endpoint, Evidence, InvalidField, RawResponse, json_fields};

use super::SubscriptionId;
use crate::provider::{Bank131, decode_ok};

json_fields! {
    /// Request of `subscription/restore`: restores a cancelled subscription, so that the bank charges the payer again on its
    /// schedule. Get the payer's consent first.
    ///
    /// `POST /api/v1/subscription/restore` with `{"subscription_id": "…"}`. The response is a status and nothing else, so this
    /// returns nothing. When the next payment is due is not in it; whether points of the schedule that have passed are charged
    /// afterwards is *unknown*.
    ///
    /// If the response is lost, no call says whether the subscription is restored: send the request again, which should do no
    /// harm (*inferred*), or cancel it with [`SubscriptionCancel`](super::SubscriptionCancel).
    ///
    /// ```
    /// use bank131_client::subscription::{SubscriptionRestore, SubscriptionId};
    /// use bank131_client::{Client, Error};
    ///
    /// async fn charge_again(client: &Client, subscription: SubscriptionId) -> Result<(), Error> {
    ///     client.send(&SubscriptionRestore::new(subscription)).await
    /// }
    /// ```
    ///
    /// Source: the bank's SDK, subscription/restore.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SubscriptionRestore;

    /// Creates a request for this subscription.
    pub fn new;

    /// The subscription.
    required subscription_id: SubscriptionId = "subscription_id";
}

impl Endpoint for SubscriptionRestore {
    type Provider = Bank131;
    type Response = ();
    type Effect = Changes;

    const NAME: &'static str = "subscription/restore";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v1/subscription/restore";
    const EVIDENCE: Evidence = Evidence::OfficialSdk;

    fn validate(&self) -> Result<(), InvalidField> {
        self.check_fields()?;
        self.subscription_id.validate()
    }

    fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
    }

    fn decode(&self, response: &RawResponse) -> Result<(), DecodeError> {
        decode_ok(response)
    }
}
