//! `subscription/cancel`: stop the payments that the bank repeats.

use super::subscription_call::subscription_call;

subscription_call! {
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
    pub struct SubscriptionCancel;

    const NAME = "subscription/cancel";
    type Effect = Changes;
}
