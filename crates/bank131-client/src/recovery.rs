//! Recovery of calls whose outcome is unknown.

use crate::endpoints::SessionStatus;
use crate::idempotency_key::IdempotencyKey;

/// How to recover a call with an unknown outcome, which may have moved money.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Recovery {
    /// Send this request and read the session's status. The call was about an existing session.
    Session(SessionStatus),
    /// Send the same request value again: it has the same idempotency key and the same bytes, and the bank is idempotent by
    /// key.
    ///
    /// Only a session or `idempotency_key_already_exists` resolves the outcome. The latter means that the first request
    /// arrived, and its recovery is [`Webhook`](Self::Webhook). Any other error is about this retry alone: for example,
    /// `insufficient_funds` may come because the first request took the money.
    ///
    /// The bank's SDK relies on the key being honoured on this endpoint. Have the bank confirm it for your project before you
    /// automate this.
    SameRequest(IdempotencyKey),
    /// The operation exists, but its session is not known here: wait for the webhook that carries it. Match it by the
    /// reference you set with [`SessionMultiInit::customer`](crate::SessionMultiInit::customer); nothing else that you send
    /// comes back. Another partner's transfer may have the same reference: query [`SessionStatus`] for the webhook's session
    /// before you trust it.
    Webhook(IdempotencyKey),
}
