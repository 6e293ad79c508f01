//! `session/cancel`: cancel a pending operation.

use payments_core::json::Json;
use payments_core::{Evidence, MovesMoney};

use crate::session::session_call::session_call;

session_call! {
    /// Request of `session/cancel`: cancels a payout that waits for confirmation, or releases held money. The response is the
    /// [`Session`](crate::session::Session).
    ///
    /// `POST /api/v1/session/cancel` with `{"session_id": "ps_…"}`. Before you send it again, query `session/status`, not only
    /// right after the lost call: if the session still waits, the first request did not arrive or was not carried out, and it
    /// may be sent again (*inferred*). For a session that is already cancelled the bank returns `session_wrong_state`
    /// (*inferred*).
    ///
    /// ```
    /// use bank131_client::session::{Session, SessionCancel, SessionId};
    /// use bank131_client::{Client, Error};
    ///
    /// async fn cancel(client: &Client, session: SessionId) -> Result<Session, Error> {
    ///     client.send(&SessionCancel::new(session)).await
    /// }
    /// ```
    ///
    /// Source: Bank 131, session/cancel (named in the document, body as the bank's SDK sends it).
    pub struct SessionCancel;

    /// Creates a request to cancel this session.
    pub fn new;

    const NAME = "session/cancel";
    const EVIDENCE = Evidence::Documented;
    type Effect = MovesMoney;

    /// Sends back the data of the webhook `ready_to_confirm`, for operations on settlement and escrow accounts.
    ///
    /// Whether the bank requires it here is *unknown*: its page about settlement accounts says that the data is needed to
    /// confirm or to cancel, while its SDK cancels without it. It is sent as it came, in either version of the API.
    optional confirm_information: Json = "confirm_information";
}
