//! How to learn what became of a call whose answer was lost.

use crate::endpoints::Status;

/// How to learn what became of a call that may have made an order.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum LookUp {
    /// Send this. An answer is the order; the refusal that there is no such order settles it the other way, once it is said
    /// when the transfer can no longer be under way: a request that timed out here may still be at work there, so ask again
    /// some minutes later before you believe it.
    ///
    /// Never send the transfer itself again: the gateway knows no repeat key.
    Status(Status),
}
