//! How to learn what became of a call whose answer was lost.

use crate::endpoints::SessionStatus;
use crate::idempotency_key::IdempotencyKey;

/// How to learn what became of a call that may have moved money.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum LookUp {
    /// Send this and read the session's state. The call concerned a session that exists.
    Session(SessionStatus),
    /// Send the very same request value again: it has the same key and the same bytes, and the bank acts on a key once.
    ///
    /// An answer with a session settles it. The refusal `idempotency_key_already_exists` means that the first one
    /// arrived; its look-up is [`Webhook`](Self::Webhook). A refusal of the caller (HTTP 401, 403, 429) settles nothing.
    /// That the bank honours the key on this endpoint is what its SDK relies on; have the bank confirm it for your project
    /// before you automate this.
    SameRequest(IdempotencyKey),
    /// The operation exists, but its session is not known here: wait for the webhook that carries it. Recognise it by
    /// your customer reference or `provider_tx_id`.
    Webhook(IdempotencyKey),
}
