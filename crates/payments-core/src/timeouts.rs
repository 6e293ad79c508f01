//! Timeouts of a call.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use crate::clock::Clock;
use crate::validation::InvalidField;

/// The timeouts of a call: to connect, for one attempt, and in total.
///
/// If no connection is made within `connect`, nothing was sent. If no response comes within `attempt`, the outcome is
/// unknown; so `connect` is always the shorter one. `total` covers everything, including retries and the waits between
/// them.
///
/// ```
/// use std::time::Duration;
/// use payments_core::Timeouts;
///
/// let timeouts = Timeouts::new(Duration::from_secs(3), Duration::from_secs(20), Duration::from_secs(45))?;
/// assert_eq!(timeouts.attempt(), Duration::from_secs(20));
/// assert!(Timeouts::new(Duration::from_secs(20), Duration::from_secs(20), Duration::from_secs(45)).is_err());
/// # Ok::<(), payments_core::InvalidField>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    connect: Duration,
    attempt: Duration,
    total: Duration,
}

impl Timeouts {
    /// Creates the timeouts.
    ///
    /// # Errors
    ///
    /// Unless `connect` is above zero and below `attempt`, and `attempt` is at most `total`.
    pub fn new(connect: Duration, attempt: Duration, total: Duration) -> Result<Self, InvalidField> {
        if connect.is_zero() {
            return Err(InvalidField::new("connect timeout", "must be above zero"));
        }
        if connect >= attempt {
            return Err(InvalidField::new("connect timeout", "must be shorter than the attempt timeout"));
        }
        if attempt > total {
            return Err(InvalidField::new("attempt timeout", "must not be longer than the total timeout"));
        }
        Ok(Self { connect, attempt, total })
    }

    /// The time to connect, including TLS.
    pub const fn connect(&self) -> Duration {
        self.connect
    }

    /// The time for one attempt, from signing to the last byte of the response.
    pub const fn attempt(&self) -> Duration {
        self.attempt
    }

    /// The time for the whole call.
    pub const fn total(&self) -> Duration {
        self.total
    }
}

/// 10 seconds to connect, 30 for an attempt, 60 in total.
impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), attempt: Duration::from_secs(30), total: Duration::from_secs(60) }
    }
}

/// The future's output, or `None` if `limit` passes first.
pub(crate) async fn within<F: Future>(clock: &dyn Clock, limit: Duration, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut sleep = clock.sleep(limit);
    poll_fn(|context| {
        // Poll the work first: a response that is there counts, even after the timeout.
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Some(output));
        }
        sleep.as_mut().poll(context).map(|()| None)
    })
    .await
}
