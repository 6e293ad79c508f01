//! Recovery of calls whose response was lost.

use crate::endpoints::CardGet;
use crate::objects::ExtId;

/// How to find out the outcome of a call that may have created a registration.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Recovery {
    /// Send the identical request again, with this `extid`: Vepay accepts each `extid` once.
    ///
    /// Success is the registration, this one or the first. A refusal with [`existing`](crate::Refusal::existing) means that the
    /// first request arrived; its recovery is [`Registration`](Self::Registration).
    /// [`Client::register`](crate::Client::register) returns both as a [`RegisterOutcome`](crate::RegisterOutcome). Any other
    /// refusal is about this retry alone, and leaves the outcome of the first request unknown.
    SameRequest(ExtId),
    /// The registration exists: send this request for its status. The address of its form can no longer be retrieved.
    Registration(CardGet),
}
