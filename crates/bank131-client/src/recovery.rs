//! How to learn what became of a call whose answer was lost.

use crate::endpoints::SessionStatus;
use crate::idempotency_key::IdempotencyKey;

/// How to learn what became of a call that may have moved money.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Recovery {
    /// Send this and read the session's state. The call concerned a session that exists.
    Session(SessionStatus),
    /// Send the very same request value again: it has the same key and the same bytes, and the bank acts on a key once.
    ///
    /// Only a session, or `idempotency_key_already_exists`, settles it: the latter means that the first one arrived, and its
    /// recovery is [`Webhook`](Self::Webhook). Any other error is about this repeat alone. `insufficient_funds`, for one, may come
    /// because the first one took the money.
    ///
    /// That the bank honours the key on this endpoint is what its SDK relies on; have the bank confirm it for your project
    /// before you automate this.
    SameRequest(IdempotencyKey),
    /// The operation exists, but its session is not known here: wait for the webhook that carries it. Recognise it by the
    /// reference you set with [`SessionMultiInit::customer`](crate::SessionMultiInit::customer); nothing else that you send comes
    /// back. Another partner's transfer may bear the same reference: ask [`SessionStatus`] for the webhook's session before you
    /// believe it.
    Webhook(IdempotencyKey),
}
