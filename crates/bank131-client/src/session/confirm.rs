//! `session/confirm`: confirm a pending operation.

use payments_core::json::Json;
use payments_core::{Evidence, MovesMoney};

use crate::session::session_call::session_call;

session_call! {
    /// Request of `session/confirm`: releases a payout that waits for your confirmation; it moves money. The response is the
    /// [`Session`](crate::session::Session).
    ///
    /// `POST /api/v1/session/confirm` with `{"session_id": "ps_…"}`. It approves an operation that is `pending` with the next
    /// action `confirm`. Check amounts and participants against your order first.
    ///
    /// Before you send it again, query `session/status`. If the session still waits for confirmation
    /// ([`NextStep::Confirm`](crate::session::NextStep::Confirm)), the first request did not arrive or was not carried out, and
    /// it may be sent again (*inferred*). A query right after a lost call proves nothing, since the call may still be on its
    /// way: query again later. For a session that is already confirmed the bank returns `session_wrong_state` (*inferred*).
    ///
    /// ```
    /// use bank131_client::session::{Session, SessionConfirm, SessionId};
    /// use bank131_client::{Client, Error};
    ///
    /// async fn confirm(client: &Client, session: SessionId) -> Result<Session, Error> {
    ///     client.send(&SessionConfirm::new(session)).await
    /// }
    /// ```
    ///
    /// Source: Bank 131, payout statuses (`pending`), session/confirm; body as the bank's SDK sends it.
    pub struct SessionConfirm;

    /// Creates a request to approve the operation of this session.
    pub fn new;

    const NAME = "session/confirm";
    const EVIDENCE = Evidence::Documented;
    type Effect = MovesMoney;

    /// Sends back the data of the webhook `ready_to_confirm`. Required for operations on settlement and escrow accounts.
    /// It is sent as it came, in either version of the API.
    optional confirm_information: Json = "confirm_information";
}
