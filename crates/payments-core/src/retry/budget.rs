//! The retry budget that all clones of a client share.

use std::sync::atomic::{AtomicU32, Ordering};

use super::RetryPolicy;

/// Calls that succeed on the first attempt to earn one retry.
const CALLS_PER_RETRY: u32 = 10;

/// Retries left, counted in tenths.
pub(crate) struct Budget {
    left: AtomicU32,
    most: u32,
}

impl Budget {
    pub(crate) const fn of(retries: &RetryPolicy) -> Self {
        let most = retries.budget.saturating_mul(CALLS_PER_RETRY);
        Self { left: AtomicU32::new(most), most }
    }

    /// Takes one retry from the budget, if there is one.
    pub(crate) fn take(&self) -> bool {
        let take = |left: u32| left.checked_sub(CALLS_PER_RETRY);
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    /// Records a call that succeeded on the first attempt.
    pub(crate) fn earn(&self) {
        let earn = |left: u32| (left < self.most).then(|| left + 1);
        // An error means that the budget is full.
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, earn);
    }
}
