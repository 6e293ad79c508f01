//! `session/start/payout`: start a payout in a session that exists.

use payments_core::{CardData, Evidence};

use crate::session::NewPayout;
use crate::session::start_call::start_call;

start_call! {
    /// Request of `session/start/payout`: starts a payout in a session that [`SessionCreate`](crate::session::SessionCreate) has
    /// opened, from your deposit at the bank. It moves money. The response is the [`Session`](crate::session::Session).
    ///
    /// `POST /api/v1/session/start/payout` with `session_id` and the members of [`NewPayout`]. What the session was created with
    /// need not be given again ([`NewPayout::empty`]), and may be changed here, by the documentation of a sibling product.
    ///
    /// After a lost response query `session/status`: a session that is still `created` after a while was not started (*inferred*).
    ///
    /// ```
    /// use bank131_client::session::{NewPayout, Session, SessionCreate, SessionStartPayout};
    /// use bank131_client::{Client, Error};
    ///
    /// async fn pay_out(client: &Client, payout: NewPayout) -> Result<Session, Error> {
    ///     let session = client.send(&SessionCreate::new()).await?.id; // store it with the order
    ///     client.send(&SessionStartPayout::new(session, payout)).await
    /// }
    /// ```
    ///
    /// Source: Bank 131, session/start/payout, and its SDK.
    pub struct SessionStartPayout in session;

    /// Creates a request to start this payout in this session.
    pub fn new(payout: NewPayout);

    const NAME = "session/start/payout";
    const EVIDENCE = Evidence::Documented;
    const CARD_DATA = CardData::NumberAndSecurityCode;
}
