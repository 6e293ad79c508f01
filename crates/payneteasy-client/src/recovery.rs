//! Recovery after a lost response.

use crate::endpoints::Status;

/// The request that finds out the result of a call with an unknown outcome.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Recovery {
    /// Send this status request. If it succeeds, the order exists, and the response has its status. If it is refused, the
    /// result of the transfer is still unknown: the outcome [`Refused`](crate::Outcome::Refused) is that of the status
    /// request. The gateway reports a missing order in its message only, and refuses a revoked key or a wrong terminal in
    /// the same way. So keep the order open and query again; a person who has read
    /// [`Refusal::message`](crate::Refusal::message) may close it.
    ///
    /// Never send the transfer itself again: the gateway has no idempotency key.
    Status(Status),
}
