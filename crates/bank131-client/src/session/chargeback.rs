//! `session/chargeback`: record a chargeback.

use payments_core::{Evidence, MovesMoney};

use crate::session::session_call::session_call;

session_call! {
    /// Request of `session/chargeback`: records that the payer's bank has taken a payment back. It moves money. The response is the
    /// [`Session`](crate::session::Session), with a refund that [is a chargeback](crate::session::Refund::is_chargeback).
    ///
    /// `POST /api/v1/session/chargeback` with `{"session_id": "ps_…"}`. The bank's pages say that partners cannot begin a
    /// chargeback, while its SDK has the call: whether your project may use it is *unknown*.
    ///
    /// ```
    /// use bank131_client::session::{Session, SessionChargeback, SessionId};
    /// use bank131_client::{Client, Error};
    ///
    /// async fn record(client: &Client, session: SessionId) -> Result<Session, Error> {
    ///     client.send(&SessionChargeback::new(session)).await
    /// }
    /// ```
    ///
    /// Source: Bank 131's SDK.
    pub struct SessionChargeback;

    /// Creates a request about the payment of this session.
    pub fn new;

    const NAME = "session/chargeback";
    const EVIDENCE = Evidence::OfficialSdk;
    type Effect = MovesMoney;
}
