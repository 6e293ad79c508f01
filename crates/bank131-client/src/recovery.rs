//! Recovery: finding out what a call did when its outcome is unknown.

use payments_core::Query;

use crate::error_code::ErrorCode;
use crate::refusal::Refusal;
use crate::session::{Refund, Session, SessionId, SessionStatus};
use crate::version::ApiVersion;

/// The recovery of a call whose outcome is unknown: what to send, or to wait for, to learn what it did.
///
/// - [`Resend`](payments_core::Recovery::Resend): the bank's SDK relies on the bank acting once on an idempotency key; no
///   document of the bank promises it. Ask the bank in writing for your project before you automate this; until it has
///   promised it, treat `Resend` as [`AwaitCallback`](payments_core::Recovery::AwaitCallback). Only a session, or the
///   error `idempotency_key_already_exists`, says what the first request did: the error means that it arrived, and its
///   recovery is the webhook. Any other error is about the second request alone: `insufficient_funds`, for one, may come
///   because the first one took the money.
/// - [`Ask`](payments_core::Recovery::Ask): send the [`SessionStatus`] and read the session's status; after a refund look for the
///   [refund](RefundQuery) in it.
/// - [`AwaitCallback`](payments_core::Recovery::AwaitCallback): the session's id is not known here; wait for the webhook
///   that carries it. Recognise it by the reference you set with
///   [`SessionMultiInit::customer`](crate::session::SessionMultiInit::customer), which comes back in
///   [`AcquiringPayment::customer`](crate::session::AcquiringPayment::customer) and
///   [`Payout::customer`](crate::session::Payout::customer); nothing else that you send comes back. Another partner's
///   transfer may bear the same reference: query the session of the webhook with [`SessionStatus`] before you believe it.
///
/// Store [`stored_recovery`](payments_core::Recover::stored_recovery) as text with the order before you send, and with it what
/// the text does not have: the project and the sub-merchant of the call, under which it must be recovered, its idempotency key,
/// and the customer reference.
///
/// The stored recovery of a request with a card, charged or paid out to, is the webhook: card data must not be stored, so
/// after a crash the request cannot be built again. If no webhook comes, the bank's support has to look the operation up by your
/// reference. A call about a session that is known, such as `session/start/payment`, is recovered by querying the session.
///
/// ```
/// use bank131_client::common::Recover as _;
/// use bank131_client::session::{SessionCancel, SessionId, SessionStatus};
/// use bank131_client::{Recovery, StatusQuery};
///
/// let cancellation = SessionCancel::new(SessionId::new("ps_3230"));
/// let stored = cancellation.stored_recovery().to_text(); // store it and the project with the order, then send
/// assert_eq!(stored, "ask/session/ps_3230");
///
/// // After a crash:
/// let status = SessionStatus::new(SessionId::new("ps_3230"));
/// assert_eq!(Recovery::from_text(&stored)?, Recovery::Ask(StatusQuery::Session(status))); // client.send(&status).await?
/// # Ok::<(), bank131_client::common::RecoveryError>(())
/// ```
pub type Recovery = payments_core::Recovery<StatusQuery>;

/// The recovery of a call with an idempotency key: to send it again, or what the error says that the key exists.
pub(crate) fn by_key(refusal: Option<&Refusal>, exists: Recovery) -> Recovery {
    match refusal.and_then(Refusal::code) {
        Some(ErrorCode::IdempotencyKeyAlreadyExists) => exists,
        _ => Recovery::Resend,
    }
}

/// The status query in [`Recovery::Ask`](payments_core::Recovery::Ask), for you to send.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StatusQuery {
    /// The session that the call was about.
    Session(SessionStatus),
    /// The refund that the call was to make.
    Refund(RefundQuery),
}

/// Finds a refund whose response was lost: the session is queried, and the refund is the one that was not there before.
///
/// ```
/// use bank131_client::session::Refund;
/// use bank131_client::{Client, Error, RefundQuery};
///
/// async fn find(client: &Client, query: &RefundQuery) -> Result<Option<Refund>, Error> {
///     let session = client.send(query.status()).await?;
///     Ok(query.find(&session).cloned()) // `None`: not made, or still on its way
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundQuery {
    status: SessionStatus,
    refunds_before: u32,
}

impl RefundQuery {
    pub(crate) const fn new(status: SessionStatus, refunds_before: u32) -> Self {
        Self { status, refunds_before }
    }

    /// The query to send.
    pub const fn status(&self) -> &SessionStatus {
        &self.status
    }

    /// The refund that came since, in the response to the query. `None` if none has: the request did not arrive, was refused, or is
    /// still on its way; query again later before you refund again.
    ///
    /// Chargebacks do not count: they are not of your making. That the bank lists a new refund last is *inferred*; if it does not,
    /// the refund that is returned is an older one, but that there is one more is right all the same.
    pub fn find<'a>(&self, session: &'a Session) -> Option<&'a Refund> {
        own_refunds(session).nth(usize::try_from(self.refunds_before).ok()?)
    }
}

/// The refunds that the shop has asked for.
pub(crate) fn own_refunds(session: &Session) -> impl Iterator<Item = &Refund> {
    session.refunds().filter(|refund| refund.is_chargeback != Some(true))
}

/// `session/{id}` or `refund/{id}/{refunds before}`, and for another version of the API than 1 also `/{version}`.
impl Query for StatusQuery {
    fn to_words(&self) -> Vec<String> {
        let (kind, status, count) = match self {
            Self::Session(status) => ("session", status, None),
            Self::Refund(query) => ("refund", &query.status, Some(query.refunds_before.to_string())),
        };
        let version = (status.version() != ApiVersion::default()).then(|| status.version().segment().to_owned());
        let words = [kind.to_owned(), status.session_id().as_str().to_owned()];
        words.into_iter().chain(count).chain(version).collect()
    }

    fn from_words(words: &[String]) -> Option<Self> {
        let status = |id: &String, version: &[String]| {
            let version = match version {
                [] => ApiVersion::default(),
                [version] => ApiVersion::from_segment(version)?,
                _ => return None,
            };
            Some(SessionStatus::new(SessionId::new(id.clone())).api_version(version))
        };
        match words {
            [kind, id, version @ ..] if kind == "session" => status(id, version).map(Self::Session),
            [kind, id, count, version @ ..] if kind == "refund" => {
                Some(Self::Refund(RefundQuery::new(status(id, version)?, count.parse().ok()?)))
            }
            _ => None,
        }
    }
}
