//! How to learn what became of a call whose answer was lost.

use crate::endpoints::Status;

/// How to learn what became of a call that may have made an order.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Recovery {
    /// Send this. An answer is the order, and settles it. A refusal of the question settles nothing, although its outcome is
    /// [`Refused`](crate::Outcome::Refused): that is the question's own. That there is no such order the gateway says in
    /// words only, and a revoked key or a wrong terminal is refused alike. So keep the order open and ask again; a person
    /// who has read [`Refusal::message`](crate::Refusal::message) may close it.
    ///
    /// Never send the transfer itself again: the gateway knows no idempotency key.
    Status(Status),
}
