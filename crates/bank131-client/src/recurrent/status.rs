//! `recurrent/status`: the state of a recurrent token.

use super::token_call::token_call;

token_call! {
    /// Request of `recurrent/status`: says whether a recurrent token can still be used, and until when. The response is the
    /// token's [`RecurrentDetails`](crate::recurrent::RecurrentDetails).
    ///
    /// `POST /api/v1/recurrent/status` with `{"recurrent": {"token": "…"}}`. It changes nothing.
    ///
    /// ```
    /// use bank131_client::recurrent::{RecurrentStatus, RecurrentToken};
    /// use bank131_client::{Client, Error};
    ///
    /// async fn is_usable(client: &Client, token: RecurrentToken) -> Result<Option<bool>, Error> {
    ///     Ok(client.send(&RecurrentStatus::new(token)).await?.is_active)
    /// }
    /// ```
    ///
    /// Source: the bank's SDK, recurrent/status.
    pub struct RecurrentStatus;

    const NAME = "recurrent/status";
    type Effect = Reads;
}
