//! `session/start/payment`: start a payment in a session that exists.

use payments_core::{CardData, Evidence};

use crate::session::NewPayment;
use crate::session::start_call::start_call;

start_call! {
    /// Request of `session/start/payment`: starts a payment in a session that [`SessionCreate`](crate::session::SessionCreate) has
    /// opened. It moves money. The response is the [`Session`](crate::session::Session).
    ///
    /// `POST /api/v1/session/start/payment` with `session_id` and the members of [`NewPayment`]. What the session was created with
    /// need not be given again: [`NewPayment::empty`].
    ///
    /// After a lost response query `session/status`: a session that is still `created` after a while was not started (*inferred*).
    /// What the bank answers to a second start of one session is *unknown*.
    ///
    /// ```
    /// use bank131_client::session::{NewPayment, Session, SessionCreate, SessionStartPayment};
    /// use bank131_client::{Client, Error};
    ///
    /// async fn pay(client: &Client, payment: NewPayment) -> Result<Session, Error> {
    ///     let session = client.send(&SessionCreate::new()).await?.id; // store it with the order
    ///     client.send(&SessionStartPayment::new(session, payment)).await
    /// }
    /// ```
    ///
    /// Source: Bank 131, session/start/payment, and its SDK.
    pub struct SessionStartPayment in session;

    /// Creates a request to start this payment in this session.
    pub fn new(payment: NewPayment);

    const NAME = "session/start/payment";
    const EVIDENCE = Evidence::Documented;
    const CARD_DATA = CardData::NumberAndSecurityCode;
}
