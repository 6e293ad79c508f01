//! Asking again until something is final.

use std::fmt;
use std::future::Future;
use std::time::Duration;

use crate::clock::{Clock, NoRuntime};
use crate::timeouts::within;
use crate::validation::InvalidField;

/// When to ask, and when to give up.
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
    /// Each wait is twice the one before, up to the longest.
    Doubling { first: Duration, longest: Duration },
    /// Short waits at first, long ones later.
    Stages { often: Duration, first_stage: Duration, seldom: Duration },
}

impl PollSchedule {
    /// Waits `first`, then twice as long each time up to `longest`, and gives up after `timeout`.
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

    /// Waits `often` for the length of the first stage, then `seldom`, and gives up after `timeout`.
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
    /// Unless `often` is above zero and at most `seldom`, and the first stage and `seldom` are at most `timeout`.
    pub fn in_stages(
        often: Duration,
        first_stage: Duration,
        seldom: Duration,
        timeout: Duration,
    ) -> Result<Self, InvalidField> {
        if often.is_zero() {
            return Err(InvalidField::new("first wait", "must be above zero"));
        }
        if often > seldom {
            return Err(InvalidField::new("first wait", "must not be longer than the later ones"));
        }
        if first_stage > timeout || seldom > timeout {
            return Err(InvalidField::new("timeout", "must not be shorter than the first stage or a wait"));
        }
        Ok(Self { pace: Pace::Stages { often, first_stage, seldom }, timeout })
    }

    /// The waits, without end.
    pub fn waits(&self) -> impl Iterator<Item = Duration> + Send + use<> {
        let pace = self.pace;
        let mut waited = Duration::ZERO;
        let mut next = match pace {
            Pace::Doubling { first, .. } => first,
            Pace::Stages { often, .. } => often,
        };
        std::iter::from_fn(move || {
            let wait = next;
            waited = waited.saturating_add(wait);
            next = match pace {
                Pace::Doubling { longest, .. } => wait.saturating_mul(2).min(longest),
                Pace::Stages { often, first_stage, .. } if waited < first_stage => often,
                Pace::Stages { seldom, .. } => seldom,
            };
            Some(wait)
        })
    }

    /// When to give up, counted from the first question.
    pub const fn timeout(&self) -> Duration {
        self.timeout
    }
}

/// 1 second, doubling up to 30, for 15 minutes.
impl Default for PollSchedule {
    fn default() -> Self {
        let pace = Pace::Doubling { first: Duration::from_secs(1), longest: Duration::from_secs(30) };
        Self { pace, timeout: Duration::from_secs(15 * 60) }
    }
}

/// Asks until `is_final`, sleeping in between, and gives up at the schedule's timeout.
///
/// A failed question is asked again if `is_passing` says that the trouble may pass, otherwise the waiting ends with it.
/// Dropping the future stops the waiting at once and leaves nothing behind: asking changes nothing.
///
/// # Errors
///
/// [`PollError::Failed`] with the error that will not pass, [`PollError::Timeout`] with what was heard last, or
/// [`PollError::NoRuntime`] where the clock cannot wait.
pub async fn poll_until<T, E, Q, A>(
    clock: &dyn Clock,
    schedule: PollSchedule,
    mut ask: Q,
    is_final: impl Fn(&T) -> bool,
    is_passing: impl Fn(&E) -> bool,
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
                Err(error) if !is_passing(&error) => return Some(Err(PollError::Failed(error))),
                Ok(answer) => last = Some(Ok(answer)),
                // An earlier answer says more than a later failure.
                Err(error) if !matches!(last, Some(Ok(_))) => last = Some(Err(error)),
                Err(_) => {}
            }
            // Again: the future may have left the runtime in which it began.
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

/// Why the waiting ended without a final answer.
#[non_exhaustive]
pub enum PollError<T, E> {
    /// A question failed in a way that asking again will not mend.
    Failed(E),
    /// The timeout passed.
    Timeout {
        /// The last answer, or the last failure if there never was an answer. `None` if not even the first question was
        /// answered in time.
        last: Option<Result<T, E>>,
    },
    /// The clock cannot wait, for want of a Tokio runtime.
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

/// The sentence, and the last answer or failure.
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
