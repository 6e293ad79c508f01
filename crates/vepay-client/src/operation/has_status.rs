//! Operations whose status can be queried.

use payments_core::{Endpoint, Reads};

use super::statuses::OperationStatus;
use super::stored_operation::StoredOperation;
use crate::provider::Vepay;

/// An operation whose status can be queried, so that a postback about it can be
/// [confirmed](crate::Client::confirm_postback): a card [`Registration`](crate::card::Registration).
///
/// This trait is sealed: only types of this crate implement it.
pub trait HasStatus: Sync + sealed::Sealed {
    /// The response with the status.
    type Status: ReportsStatus;

    /// The request for the status.
    type StatusRequest: Endpoint<Provider = Vepay, Response = Self::Status, Effect = Reads> + Send;

    /// The request for the status.
    fn status_request(&self) -> Self::StatusRequest;

    /// The values that a postback is compared with.
    fn stored(&self) -> StoredOperation;
}

/// A response with the status of an operation.
///
/// This trait is sealed: only types of this crate implement it.
pub trait ReportsStatus: Reported {}

pub(crate) mod sealed {
    /// Limits [`HasStatus`](super::HasStatus) to the types of this crate.
    pub trait Sealed {}

    /// What confirms a postback.
    pub trait Reported {
        /// The endpoint's name.
        const REPORTED_BY: &'static str;

        /// The status, as Vepay writes it.
        fn status(&self) -> &str;

        /// Whether the response confirms that the operation has this status.
        fn confirms(&self, claimed: &super::OperationStatus) -> bool;
    }
}

pub(crate) use sealed::Reported;
