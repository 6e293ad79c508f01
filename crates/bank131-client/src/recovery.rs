//! Recovery: finding out what a call did when its outcome is unknown.

use payments_core::Query;

use crate::endpoints::SessionStatus;
use crate::objects::SessionId;

/// How to find out what a call did when its outcome is unknown.
///
/// - [`Resend`](payments_core::Recovery::Resend): the bank's SDK relies on the bank acting once on an idempotency key; no
///   document of the bank promises it. Ask the bank in writing for your project before you automate this. Only a
///   session, or the error `idempotency_key_already_exists`, says what the first request did: the error means that it
///   arrived, and its recovery is the webhook. Any other error is about the second request alone: `insufficient_funds`,
///   for one, may come because the first one took the money.
/// - [`Ask`](payments_core::Recovery::Ask): send the [`SessionStatus`] and read the session's status.
/// - [`AwaitCallback`](payments_core::Recovery::AwaitCallback): the session's id is not known here; wait for the webhook
///   that carries it. Recognise it by the reference you set with
///   [`SessionMultiInit::customer`](crate::SessionMultiInit::customer), which comes back in
///   [`AcquiringPayment::customer`](crate::AcquiringPayment::customer) and [`Payout::customer`](crate::Payout::customer);
///   nothing else that you send comes back. Another partner's transfer may bear the same reference: query the session of
///   the webhook with [`SessionStatus`] before you believe it.
///
/// After a crash, [`stored_recovery`](payments_core::Recover::stored_recovery) of a transfer with card data is the
/// webhook: a card's security code must not be stored, so the request cannot be built again. If no webhook comes, the
/// bank's support has to look the transfer up. A transfer with a recurrent token can be built again, and is resent.
pub type Recovery = payments_core::Recovery<StatusQuery>;

/// A status query of Bank 131: what [`Recovery`] sends.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum StatusQuery {
    /// The session that the call was about.
    Session(SessionStatus),
}

impl Query for StatusQuery {
    fn to_words(&self) -> Vec<String> {
        match self {
            Self::Session(status) => vec!["session".to_owned(), status.session_id().as_str().to_owned()],
        }
    }

    fn from_words(words: &[String]) -> Option<Self> {
        match words {
            [kind, id] if kind == "session" => Some(Self::Session(SessionStatus::new(SessionId::new(id.clone())))),
            _ => None,
        }
    }
}
