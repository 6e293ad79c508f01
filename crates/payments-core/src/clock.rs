//! Clocks.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

/// The future returned by [`Clock::sleep`].
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A clock: the current time, elapsed time and sleeping. Replace it in tests.
pub trait Clock: Send + Sync + 'static {
    /// The current time, for what providers sign or require.
    fn now(&self) -> SystemTime;

    /// The time since some fixed moment. It never decreases, so timeouts are measured with it.
    fn elapsed(&self) -> Duration;

    /// A future that is ready after `duration`.
    fn sleep(&self, duration: Duration) -> Sleep;

    /// Whether [`sleep`](Self::sleep) works here. Called before every wait; the default, for a clock that needs no
    /// async runtime, returns `Ok`.
    ///
    /// # Errors
    ///
    /// The clock needs a Tokio runtime, and there is none.
    fn can_sleep(&self) -> Result<(), NoRuntime> {
        Ok(())
    }
}

/// Error: the built-in transport or clock was used outside a Tokio runtime; nothing was sent, and nothing waits.
///
/// Call from within a runtime (`#[tokio::main]`, `Runtime::block_on`), or build the client with a transport and a clock
/// that need none.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct NoRuntime;

crate::debug_as_sentence!(NoRuntime);

impl fmt::Display for NoRuntime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .write_str("no Tokio runtime: call it within one, or build the client with another transport and clock")
    }
}

impl std::error::Error for NoRuntime {}

/// The system clock, which sleeps on the timer of the current Tokio runtime.
///
/// Outside a runtime it still returns the time, and [`can_sleep`](Clock::can_sleep) returns an error. Whether a runtime
/// has a timer cannot be checked: in one built without `enable_time` (or `enable_all`) sleeping panics, as all of
/// Tokio's timers do.
#[cfg(feature = "reqwest")]
#[cfg_attr(docsrs, doc(cfg(feature = "reqwest")))]
#[derive(Clone, Copy, Debug)]
pub struct TokioClock {
    start: tokio::time::Instant,
}

#[cfg(feature = "reqwest")]
impl TokioClock {
    /// Creates a clock that measures elapsed time from now.
    pub fn new() -> Self {
        Self { start: tokio::time::Instant::now() }
    }
}

#[cfg(feature = "reqwest")]
impl Default for TokioClock {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(feature = "reqwest")]
impl Clock for TokioClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine's time of day is read")]
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// Outside a Tokio runtime it returns at once; check [`can_sleep`](Clock::can_sleep) first.
    fn sleep(&self, duration: Duration) -> Sleep {
        match self.can_sleep() {
            Ok(()) => Box::pin(tokio::time::sleep(duration)),
            Err(NoRuntime) => Box::pin(std::future::ready(())),
        }
    }

    fn can_sleep(&self) -> Result<(), NoRuntime> {
        match tokio::runtime::Handle::try_current() {
            Ok(_) => Ok(()),
            Err(_) => Err(NoRuntime),
        }
    }
}
