//! Where orders are taken.

use crate::configuration::Pace;
use crate::store::Store;

/// A provider, and the database with its orders.
pub(crate) struct Counter<P> {
    pub(crate) provider: P,
    pub(crate) store: Store,
    pub(crate) pace: Pace,
}
