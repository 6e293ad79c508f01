//! `recurrent/disable`: switch a recurrent token off.

use super::token_call::token_call;

token_call! {
    /// Request of `recurrent/disable`: switches a recurrent token off, so that the saved card cannot be charged by it any more.
    /// The response is the token's [`RecurrentDetails`](crate::recurrent::RecurrentDetails), with `is_active` false.
    ///
    /// `POST /api/v1/recurrent/disable` with `{"recurrent": {"token": "…"}}`. Other tokens of the same card stay as they are;
    /// nothing is known that switches a token on again.
    ///
    /// If the response is lost, ask [`RecurrentStatus`](crate::recurrent::RecurrentStatus). Sending the request again should do
    /// no harm (*inferred*).
    ///
    /// ```
    /// use bank131_client::recurrent::{RecurrentDisable, RecurrentToken};
    /// use bank131_client::{Client, Error};
    ///
    /// async fn forget_card(client: &Client, token: RecurrentToken) -> Result<(), Error> {
    ///     client.send(&RecurrentDisable::new(token)).await.map(drop)
    /// }
    /// ```
    ///
    /// Source: the bank's SDK, recurrent/disable.
    pub struct RecurrentDisable;

    const NAME = "recurrent/disable";
    type Effect = Changes;
}
