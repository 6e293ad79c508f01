//! When a call that failed is made again, of itself.

mod budget;
mod plan;
mod retry_after;

use std::time::Duration;

use crate::validation::InvalidField;

pub(crate) use budget::Budget;
pub(crate) use plan::{Failed, Plan};

/// How a client repeats calls of itself. On by default, for what cannot act twice:
///
/// | the attempt | a read | keyed ([`Idempotency::Keyed`]) | keyed on trust ([`Idempotency::KeyedUndocumented`]) | [`Idempotency::None`] |
/// |---|---|---|---|---|
/// | found no connection: provably never left | repeated | repeated | repeated | repeated |
/// | was interrupted, or got no answer in time | repeated | repeated | after [`retry_undocumented_keys`](Self::retry_undocumented_keys) | – |
/// | was answered with 408, 425, 429, 500 or 502 to 504, which does not say that it was carried out | repeated | repeated | after [`retry_undocumented_keys`](Self::retry_undocumented_keys) | – |
/// | was refused otherwise, or was answered unreadably | – | – | – | – |
/// | broke a rule, or could not be signed | – | – | – | – |
///
/// Every attempt of a call sends the same body and the same key, signed anew. Once an attempt may have reached the provider,
/// the call's outcome is [`Outcome::Unknown`] whatever a later attempt fails with, unless one succeeds.
///
/// Before each repeat there is a random wait, from nothing up to a limit that doubles ("full jitter"), on top of what the
/// provider asks for with `Retry-After`. A repeat is not begun unless more than the connect timeout is left of the total
/// one: with less, a call that never left would look as if it had. All clones of a client share a budget, so that an outage
/// is not answered with a storm: each repeat takes one from it, ten calls that succeed at once give one back.
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
    /// Never repeats anything. More [`attempts`](Self::attempts) alone do not change that, for there is no
    /// [`budget`](Self::budget): begin with [`RetryPolicy::default`] instead.
    pub const fn none() -> Self {
        let none = Duration::ZERO;
        Self { attempts: 1, first_wait: none, longest_wait: none, budget: 0, retry_undocumented_keys: false }
    }

    /// Makes at most this many attempts for one call, the first included. Default: 3.
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

    /// Waits at most `first` before the first repeat, twice as long before each further one, and never more than `longest`.
    /// Default: half a second and 5 seconds.
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

    /// How many repeats all clones of a client may make before calls have to succeed again. Default: 20.
    #[must_use]
    pub const fn budget(self, repeats: u32) -> Self {
        Self { budget: repeats, ..self }
    }

    /// Also repeats calls whose provider is only believed to act once on a key: [`Idempotency::KeyedUndocumented`].
    ///
    /// Have the provider confirm it for your account first.
    ///
    /// [`Idempotency::KeyedUndocumented`]: crate::Idempotency::KeyedUndocumented
    #[must_use]
    pub const fn retry_undocumented_keys(self) -> Self {
        Self { retry_undocumented_keys: true, ..self }
    }
}

/// 3 attempts, waits of up to half a second and then up to a second, a budget of 20, no trust in undocumented keys.
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
