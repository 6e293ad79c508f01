//! `fiscalization`: have a receipt issued for a self-employed person, without a payout.

use payments_core::{CardData, Evidence};

use crate::session::start_call::start_call;
use crate::session::{Fiscalization, NewPayout};

start_call! {
    /// Request of `fiscalization`: has a receipt issued at the tax service for a self-employed person who was paid elsewhere. The
    /// response is the [`Session`](crate::session::Session), in progress.
    ///
    /// `POST /api/v1/fiscalization` with `session_id` of an empty [`SessionCreate`](crate::session::SessionCreate) and
    /// `fiscalization_details`; what [`NewPayout`] has besides may be left out ([`NewPayout::empty`]). The bank enables it on
    /// request. A receipt must be issued within 9 days of the payment.
    ///
    /// It moves no money, but counts as a call that does: a second receipt is income of the person that there never was. After a
    /// lost response query `session/status`.
    ///
    /// ```
    /// use bank131_client::self_employed::IssueReceipt;
    /// use bank131_client::session::{Fiscalization, NewPayout, Session, SessionCreate};
    /// use bank131_client::{Client, Error};
    ///
    /// async fn issue(client: &Client, receipt: Fiscalization) -> Result<Session, Error> {
    ///     let session = client.send(&SessionCreate::new()).await?.id; // store it
    ///     client.send(&IssueReceipt::new(session, NewPayout::empty(), receipt)).await
    /// }
    /// ```
    ///
    /// Source: Bank 131, the self-employed (fiscalization).
    pub struct IssueReceipt in session;

    /// Creates a request for this receipt, in this session.
    pub fn new(payout: NewPayout, receipt: Fiscalization => with_receipt);

    const NAME = "fiscalization";
    const VERSION = Only1;
    const EVIDENCE = Evidence::Documented;
    const CARD_DATA = CardData::NumberAndSecurityCode;
}
