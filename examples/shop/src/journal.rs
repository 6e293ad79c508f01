//! What is learnt while an order is begun, stored before the next call is sent.

use crate::Failure;
use crate::order::Progress;
use crate::store::Store;

/// The journal of one order.
pub(crate) struct Journal<'a> {
    store: &'a Store,
    number: &'a str,
}

impl<'a> Journal<'a> {
    pub(crate) const fn new(store: &'a Store, number: &'a str) -> Self {
        Self { store, number }
    }

    /// Stores it. If this fails, or the order has ended meanwhile, nothing more must be sent.
    pub(crate) async fn keep(&self, progress: Progress) -> Result<(), Failure> {
        if self.store.apply(self.number, progress).await? {
            return Ok(());
        }
        Err("the order has ended".into())
    }
}
