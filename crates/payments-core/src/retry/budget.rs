//! How many repeats are left for all clones of a client.

use std::sync::atomic::{AtomicU32, Ordering};

use super::RetryPolicy;

/// So many calls that succeed at once pay for one repeat.
const CALLS_PER_RETRY: u32 = 10;

/// Repeats left, counted in tenths.
pub(crate) struct Budget {
    left: AtomicU32,
    most: u32,
}

impl Budget {
    pub(crate) const fn of(retries: &RetryPolicy) -> Self {
        let most = retries.budget.saturating_mul(CALLS_PER_RETRY);
        Self { left: AtomicU32::new(most), most }
    }

    /// Takes one repeat, if there is one.
    pub(crate) fn take(&self) -> bool {
        let take = |left: u32| left.checked_sub(CALLS_PER_RETRY);
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    /// A call succeeded at once.
    pub(crate) fn earn(&self) {
        let earn = |left: u32| (left < self.most).then(|| left + 1);
        // Full already: nothing to add.
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, earn);
    }
}
