//! Automatic retries.

mod budget;
mod plan;
mod retry_after;

use std::time::Duration;

use crate::validation::InvalidField;

pub(crate) use budget::Budget;
pub(crate) use plan::{Failed, Plan};

/// When and how often a failed call is retried automatically. On by default, where a retry cannot make a call act twice:
///
/// | the attempt | safe ([`Idempotency::Safe`]) | keyed ([`Idempotency::Keyed`]) | keyed but undocumented ([`Idempotency::KeyedUndocumented`]) | not idempotent ([`Idempotency::None`]) |
/// |---|---|---|---|---|
/// | could not connect: provably not sent | retried | retried | retried | retried |
/// | was interrupted, or got no response in time | retried | retried | only with [`retry_undocumented_keys`](Self::retry_undocumented_keys) | not retried |
/// | got 408, 425, 429, 500 or 502 to 504, and the response does not say that it was carried out | retried | retried | only with [`retry_undocumented_keys`](Self::retry_undocumented_keys) | not retried |
/// | was refused otherwise, or got an unreadable response | not retried | not retried | not retried | not retried |
/// | was invalid, or could not be signed | not retried | not retried | not retried | not retried |
///
/// A response of 429 usually counts as a refusal, and is retried all the same, but only where sending twice is safe: any
/// other call is sent again only if the attempt was provably not sent. If it is the last response, the call fails with
/// that refusal.
///
/// Every attempt of a call sends the same body and the same idempotency key, with a new signature. Once an attempt may
/// have reached the provider, the call's outcome is [`Outcome::Unknown`] whatever a later attempt fails with, unless
/// one succeeds.
///
/// Before each retry the client waits a random time, from zero up to a limit that doubles (exponential backoff with
/// full jitter), in addition to what the provider asks for with `Retry-After`. A retry starts only if more than the
/// connect timeout is left of the total timeout: with less, a call that was never sent would look as if it had been.
/// All clones of a client share a retry budget, so that an outage does not cause a retry storm: each retry takes one
/// from it, and ten calls that succeed on the first attempt give one back.
///
/// ```
/// use std::time::Duration;
/// use payments_core::RetryPolicy;
///
/// let retries = RetryPolicy::default().attempts(4)?.waits(Duration::from_millis(100), Duration::from_secs(2))?;
/// assert!(RetryPolicy::default().attempts(0).is_err());
/// # Ok::<(), payments_core::InvalidField>(())
/// ```
///
/// [`Idempotency::Safe`]: crate::Idempotency::Safe
/// [`Idempotency::Keyed`]: crate::Idempotency::Keyed
/// [`Idempotency::KeyedUndocumented`]: crate::Idempotency::KeyedUndocumented
/// [`Idempotency::None`]: crate::Idempotency::None
/// [`Outcome::Unknown`]: crate::Outcome::Unknown
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    first_wait: Duration,
    longest_wait: Duration,
    budget: u32,
    retry_undocumented_keys: bool,
}

impl RetryPolicy {
    /// No retries. Raising [`attempts`](Self::attempts) does not change that, because the [`budget`](Self::budget) is
    /// zero: start with [`RetryPolicy::default`] instead.
    pub const fn none() -> Self {
        let none = Duration::ZERO;
        Self { attempts: 1, first_wait: none, longest_wait: none, budget: 0, retry_undocumented_keys: false }
    }

    /// Sets the maximum number of attempts for one call, the first included. Default: 3.
    ///
    /// # Errors
    ///
    /// Unless it is at least 1.
    pub fn attempts(self, attempts: u32) -> Result<Self, InvalidField> {
        if attempts == 0 {
            return Err(InvalidField::new("attempts", "must be at least 1"));
        }
        Ok(Self { attempts, ..self })
    }

    /// Sets the backoff: at most `first` before the first retry, twice as long before each further one, never more than
    /// `longest`. Default: half a second and 5 seconds.
    ///
    /// # Errors
    ///
    /// Unless `first` is at most `longest`.
    pub fn waits(self, first: Duration, longest: Duration) -> Result<Self, InvalidField> {
        if first > longest {
            return Err(InvalidField::new("first wait", "must not be longer than the longest wait"));
        }
        Ok(Self { first_wait: first, longest_wait: longest, ..self })
    }

    /// Sets how many retries all clones of a client may make before calls have to succeed again. Default: 20.
    #[must_use]
    pub const fn budget(self, repeats: u32) -> Self {
        Self { budget: repeats, ..self }
    }

    /// Also retries calls whose idempotency key the provider does not document: [`Idempotency::KeyedUndocumented`].
    ///
    /// First ask the provider to confirm in writing, for your account, that it acts once for each key.
    ///
    /// [`Idempotency::KeyedUndocumented`]: crate::Idempotency::KeyedUndocumented
    #[must_use]
    pub const fn retry_undocumented_keys(self) -> Self {
        Self { retry_undocumented_keys: true, ..self }
    }
}

/// 3 attempts, waits of up to half a second and then up to a second, a budget of 20, no retries with undocumented keys.
impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 3,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(5),
            budget: 20,
            retry_undocumented_keys: false,
        }
    }
}
