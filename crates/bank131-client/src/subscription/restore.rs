//! `subscription/restore`: resume the payments that the bank repeats.

use super::subscription_call::subscription_call;

subscription_call! {
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
    pub struct SubscriptionRestore;

    const NAME = "subscription/restore";
    type Effect = Changes;
}
