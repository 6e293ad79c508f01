//! Polling until a status is final.

use std::fmt;
use std::future::Future;
use std::time::Duration;

use crate::clock::{Clock, NoRuntime};
use crate::timeouts::within;
use crate::validation::InvalidField;

/// A polling schedule: the waits between requests, and a timeout.
///
/// ```
/// use std::time::Duration;
/// use payments_core::PollSchedule;
///
/// let schedule = PollSchedule::new(Duration::from_secs(2), Duration::from_secs(30), Duration::from_secs(600))?;
/// let waits: Vec<_> = schedule.waits().take(6).map(|wait| wait.as_secs()).collect();
/// assert_eq!(waits, [2, 4, 8, 16, 30, 30]);
/// # Ok::<(), payments_core::InvalidField>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PollSchedule {
    pace: Pace,
    timeout: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pace {
    /// Each wait is twice as long as the one before, up to `longest`.
    Doubling { first: Duration, longest: Duration },
    /// Short waits at first, long ones later.
    Stages { first_wait: Duration, first_stage: Duration, later_wait: Duration },
}

impl PollSchedule {
    /// Creates a schedule with exponential backoff: waits `first`, then twice as long each time up to `longest`, and
    /// gives up after `timeout`.
    ///
    /// # Errors
    ///
    /// Unless `first` is above zero and at most `longest`, and `longest` is at most `timeout`.
    pub fn new(first: Duration, longest: Duration, timeout: Duration) -> Result<Self, InvalidField> {
        if first.is_zero() {
            return Err(InvalidField::new("first wait", "must be above zero"));
        }
        if first > longest {
            return Err(InvalidField::new("first wait", "must not be longer than the longest wait"));
        }
        if longest > timeout {
            return Err(InvalidField::new("longest wait", "must not be longer than the timeout"));
        }
        Ok(Self { pace: Pace::Doubling { first, longest }, timeout })
    }

    /// Creates a schedule in two stages: waits `first_wait` during the first stage, then `later_wait`, and gives up after
    /// `timeout`.
    ///
    /// ```
    /// use std::time::Duration;
    /// use payments_core::PollSchedule;
    ///
    /// let seconds = Duration::from_secs;
    /// let schedule = PollSchedule::in_stages(seconds(4), seconds(12), seconds(300), seconds(3600))?;
    /// let waits: Vec<_> = schedule.waits().take(5).map(|wait| wait.as_secs()).collect();
    /// assert_eq!(waits, [4, 4, 4, 300, 300]);
    /// # Ok::<(), payments_core::InvalidField>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Unless `first_wait` is above zero and at most `later_wait`, and the first stage and `later_wait` are at most `timeout`.
    pub fn in_stages(
        first_wait: Duration,
        first_stage: Duration,
        later_wait: Duration,
        timeout: Duration,
    ) -> Result<Self, InvalidField> {
        if first_wait.is_zero() {
            return Err(InvalidField::new("first wait", "must be above zero"));
        }
        if first_wait > later_wait {
            return Err(InvalidField::new("first wait", "must not be longer than the later ones"));
        }
        if first_stage > timeout || later_wait > timeout {
            return Err(InvalidField::new("timeout", "must not be shorter than the first stage or a wait"));
        }
        Ok(Self { pace: Pace::Stages { first_wait, first_stage, later_wait }, timeout })
    }

    /// The waits between requests, an endless iterator.
    pub fn waits(&self) -> impl Iterator<Item = Duration> + Send + use<> {
        let pace = self.pace;
        let mut waited = Duration::ZERO;
        let mut next = match pace {
            Pace::Doubling { first, .. } => first,
            Pace::Stages { first_wait, .. } => first_wait,
        };
        std::iter::from_fn(move || {
            let wait = next;
            waited = waited.saturating_add(wait);
            next = match pace {
                Pace::Doubling { longest, .. } => wait.saturating_mul(2).min(longest),
                Pace::Stages { first_wait, first_stage, .. } if waited < first_stage => first_wait,
                Pace::Stages { later_wait, .. } => later_wait,
            };
            Some(wait)
        })
    }

    /// The timeout, counted from the first request.
    pub const fn timeout(&self) -> Duration {
        self.timeout
    }
}

/// Waits 1 second, doubling up to 30 seconds, for 15 minutes.
impl Default for PollSchedule {
    fn default() -> Self {
        let pace = Pace::Doubling { first: Duration::from_secs(1), longest: Duration::from_secs(30) };
        Self { pace, timeout: Duration::from_secs(15 * 60) }
    }
}

/// Calls `ask` repeatedly until `is_final` returns true or the schedule's timeout passes, and sleeps in between.
///
/// A failed request is retried if `is_transient` says that its error is transient; otherwise polling ends with that
/// error. Dropping the future stops polling at once and needs no cleanup: polling changes nothing.
///
/// # Errors
///
/// [`PollError::Failed`] with a permanent error, [`PollError::Timeout`] with the last result, or
/// [`PollError::NoRuntime`] if the clock cannot wait.
pub async fn poll_until<T, E, Q, A>(
    clock: &dyn Clock,
    schedule: PollSchedule,
    mut ask: Q,
    is_final: impl Fn(&T) -> bool,
    is_transient: impl Fn(&E) -> bool,
) -> Result<T, PollError<T, E>>
where
    Q: FnMut() -> A,
    A: Future<Output = Result<T, E>>,
{
    clock.can_sleep().map_err(PollError::NoRuntime)?;
    let mut last = None;
    let asking = async {
        for wait in schedule.waits() {
            match ask().await {
                Ok(answer) if is_final(&answer) => return Some(Ok(answer)),
                Err(error) if !is_transient(&error) => return Some(Err(PollError::Failed(error))),
                Ok(answer) => last = Some(Ok(answer)),
                // An earlier response says more than a later error.
                Err(error) if !matches!(last, Some(Ok(_))) => last = Some(Err(error)),
                Err(_) => {}
            }
            // Check again: the future may have left the runtime in which it began.
            if let Err(error) = clock.can_sleep() {
                return Some(Err(PollError::NoRuntime(error)));
            }
            clock.sleep(wait).await;
        }
        None
    };
    match within(clock, schedule.timeout, asking).await.flatten() {
        Some(result) => result,
        None => Err(PollError::Timeout { last }),
    }
}

/// Why polling ended without a final response.
#[non_exhaustive]
pub enum PollError<T, E> {
    /// A request failed with a permanent error.
    Failed(E),
    /// The timeout passed.
    Timeout {
        /// The last response, or the last error if there never was a response. `None` if not even the first request
        /// finished in time.
        last: Option<Result<T, E>>,
    },
    /// The clock cannot wait because there is no Tokio runtime.
    NoRuntime(NoRuntime),
}

impl<T, E: fmt::Display> fmt::Display for PollError<T, E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(error) => write!(formatter, "{error}"),
            Self::NoRuntime(error) => write!(formatter, "{error}"),
            Self::Timeout { last: Some(Err(error)) } => write!(formatter, "not final within the timeout: {error}"),
            Self::Timeout { .. } => formatter.write_str("not final within the timeout"),
        }
    }
}

/// The sentence, and the last response or error.
impl<T: fmt::Debug, E: fmt::Debug + fmt::Display> fmt::Debug for PollError<T, E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("PollError");
        shown.field("message", &format_args!("{self}"));
        match self {
            Self::Failed(error) | Self::Timeout { last: Some(Err(error)) } => shown.field("error", error),
            Self::Timeout { last: Some(Ok(answer)) } => shown.field("last", answer),
            Self::NoRuntime(error) => shown.field("error", error),
            Self::Timeout { last: None } => &mut shown,
        };
        shown.finish()
    }
}

impl<T: fmt::Debug, E: std::error::Error> std::error::Error for PollError<T, E> {}
