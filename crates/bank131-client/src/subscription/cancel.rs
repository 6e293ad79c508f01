//! `subscription/cancel`: stop the payments that the bank repeats.

use http::Method;
use payments_core::{Body, Changes, DecodeError, Endpoint, Evidence, InvalidField, RawResponse, json_fields};

use super::SubscriptionId;
use crate::provider::{Bank131, decode_ok};

json_fields! {
    /// Request of `subscription/cancel`: cancels a subscription, so that the bank does not charge the payer again.
    ///
    /// `POST /api/v1/subscription/cancel` with `{"subscription_id": "…"}`. The response is a status and nothing else, so this
    /// returns nothing. What was charged before is not refunded. [`SubscriptionRestore`](super::SubscriptionRestore) takes the
    /// cancellation back.
    ///
    /// If the response is lost, no call says whether the subscription is cancelled: send the request again, which should do no
    /// harm (*inferred*).
    ///
    /// ```
    /// use bank131_client::subscription::{SubscriptionCancel, SubscriptionId};
    /// use bank131_client::{Client, Error};
    ///
    /// async fn stop_charging(client: &Client, subscription: SubscriptionId) -> Result<(), Error> {
    ///     client.send(&SubscriptionCancel::new(subscription)).await
    /// }
    /// ```
    ///
    /// Source: the bank's SDK, subscription/cancel.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SubscriptionCancel;

    /// Creates a request for this subscription.
    pub fn new;

    /// The subscription.
    required subscription_id: SubscriptionId = "subscription_id";
}

impl Endpoint for SubscriptionCancel {
    type Provider = Bank131;
    type Response = ();
    type Effect = Changes;

    const NAME: &'static str = "subscription/cancel";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v1/subscription/cancel";
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
