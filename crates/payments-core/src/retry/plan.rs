//! Decides whether one call is retried, and after which wait.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};

use super::{Budget, RetryPolicy, retry_after};
use crate::effect_kind::Idempotency;
use crate::randomness::Randomness;

/// How an attempt failed, as far as a retry is concerned.
#[derive(Clone, Copy)]
pub(crate) enum Failed<'a> {
    /// It could not connect, so it was provably not sent.
    Unreachable,
    /// It may have arrived, and there is no response.
    Unanswered,
    /// There is a response, which does not say that it was carried out.
    Answered(StatusCode, &'a HeaderMap),
    /// A permanent error: another attempt would fail too.
    Permanent,
}

/// The retries of one call.
pub(crate) struct Plan<'a> {
    pub(crate) retries: RetryPolicy,
    pub(crate) idempotency: Idempotency,
    pub(crate) budget: &'a Budget,
    pub(crate) randomness: &'a dyn Randomness,
    /// Attempts made so far.
    pub(crate) attempts: u32,
}

impl Plan<'_> {
    /// How long to wait before the next attempt, or `None` if there is none. `left` is the time that may be spent
    /// waiting.
    pub(crate) fn wait(&self, failed: Failed<'_>, now: SystemTime, left: Duration) -> Option<Duration> {
        if self.attempts >= self.retries.attempts || !self.may_retry(failed) {
            return None;
        }
        let asked_for = match failed {
            Failed::Answered(_, headers) => retry_after::wait(headers, now).unwrap_or_default(),
            _ => Duration::ZERO,
        };
        let wait = asked_for.checked_add(self.jitter()?)?;
        (wait < left && self.budget.take()).then_some(wait)
    }

    fn may_retry(&self, failed: Failed<'_>) -> bool {
        match failed {
            Failed::Unreachable => true,
            Failed::Unanswered => self.is_idempotent(),
            Failed::Answered(status, _) => self.is_idempotent() && is_retryable(status),
            Failed::Permanent => false,
        }
    }

    /// Whether the request is safe to send twice.
    fn is_idempotent(&self) -> bool {
        match self.idempotency {
            Idempotency::Safe | Idempotency::Keyed => true,
            Idempotency::KeyedUndocumented => self.retries.retry_undocumented_keys,
            Idempotency::None => false,
        }
    }

    /// Uniform between zero and the limit, so that callers that failed together do not retry together.
    fn jitter(&self) -> Option<Duration> {
        let doublings = self.attempts.saturating_sub(1).min(31);
        let limit = self.retries.first_wait.saturating_mul(1 << doublings).min(self.retries.longest_wait);
        let mut bytes = [0; 4];
        self.randomness.fill(&mut bytes).ok()?;
        // A 32-bit fraction of the limit, in integers.
        let nanoseconds = limit.as_nanos().checked_mul(u128::from(u32::from_le_bytes(bytes)))? >> 32;
        u64::try_from(nanoseconds).ok().map(Duration::from_nanos)
    }
}

/// HTTP statuses of transient errors.
fn is_retryable(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 425 | 429 | 500 | 502..=504)
}
