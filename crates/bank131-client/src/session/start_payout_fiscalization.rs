//! `session/start/payout/fiscalization`: pay a self-employed person in a session that exists, and have a receipt issued.

use payments_core::{CardData, Evidence};

use crate::session::start_call::start_call;
use crate::session::{Fiscalization, NewPayout};

start_call! {
    /// Request of `session/start/payout/fiscalization`: as
    /// [`SessionInitPayoutFiscalization`](crate::session::SessionInitPayoutFiscalization), in a session that
    /// [`SessionCreate`](crate::session::SessionCreate) has opened. It moves money. The response is the
    /// [`Session`](crate::session::Session).
    ///
    /// `POST /api/v1/session/start/payout/fiscalization` with `session_id`, the members of [`NewPayout`], and
    /// `fiscalization_details`. After a lost response query `session/status`.
    ///
    /// ```
    /// use bank131_client::session::{Fiscalization, NewPayout, Session, SessionId, SessionStartPayoutFiscalization};
    /// use bank131_client::{Client, Error};
    ///
    /// async fn pay(client: &Client, session: SessionId, payout: NewPayout, receipt: Fiscalization) -> Result<Session, Error> {
    ///     client.send(&SessionStartPayoutFiscalization::new(session, payout, receipt)).await
    /// }
    /// ```
    ///
    /// Source: Bank 131, payouts to the self-employed, and its SDK.
    pub struct SessionStartPayoutFiscalization in session;

    /// Creates a request to start this payout in this session, with this receipt.
    pub fn new(payout: NewPayout, receipt: Fiscalization => with_receipt);

    const NAME = "session/start/payout/fiscalization";
    const EVIDENCE = Evidence::Documented;
    const CARD_DATA = CardData::NumberAndSecurityCode;
}
