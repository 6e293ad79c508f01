//! How to learn what became of a call whose answer was lost.

use crate::endpoints::CardGet;
use crate::objects::ExtId;

/// How to learn what became of a call that may have made a registration.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Recovery {
    /// Send the very same request again, with this number: Vepay accepts a number once.
    ///
    /// Success is the registration, this one or the first. A refusal with
    /// [`existing`](crate::Refusal::existing) means that the first request arrived; its recovery is
    /// [`Registration`](Self::Registration). [`Client::register`](crate::Client::register) gives both as a [`RegisterOutcome`](crate::RegisterOutcome).
    /// Any other refusal is about this repeat alone, and settles nothing.
    SameRequest(ExtId),
    /// The registration exists: send this and read how it stands. The address of its form cannot be learnt any more.
    Registration(CardGet),
}
