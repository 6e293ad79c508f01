//! How to learn what became of a call whose answer was lost.

use crate::endpoints::Status;

/// How to learn what became of a call that may have made an order.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum LookUp {
    /// Send this. An answer is the order; the refusal that there is no such order settles it the other way.
    ///
    /// Never send the transfer itself again: the gateway knows no repeat key.
    Status(Status),
}
