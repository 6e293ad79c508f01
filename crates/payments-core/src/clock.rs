//! Where time comes from.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

/// A wait that ends by itself.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Time of day, time passed, and waiting. Replace it in tests.
pub trait Clock: Send + Sync + 'static {
    /// The time of day, for what providers sign or ask for.
    fn now(&self) -> SystemTime;

    /// Time passed since some fixed moment. It never goes back, so timeouts are measured with it.
    fn elapsed(&self) -> Duration;

    /// A future that is ready after `duration`.
    fn sleep(&self, duration: Duration) -> Sleep;

    /// Whether [`sleep`](Self::sleep) works where it is called from. Asked before every wait; a clock that needs no async
    /// runtime keeps the default, which says that it does.
    ///
    /// # Errors
    ///
    /// The clock waits on a Tokio runtime, and there is none.
    fn can_sleep(&self) -> Result<(), NoRuntime> {
        Ok(())
    }
}

/// There is no Tokio runtime where the built-in transport or clock needs one: nothing was sent, nobody waits.
///
/// Call from within a runtime (`#[tokio::main]`, `Runtime::block_on`), or give the client a transport and a clock that need
/// none.
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

/// The clock of the machine, waiting on the timer of the Tokio runtime that it is called in.
///
/// Outside of a runtime it still tells the time, and [`can_sleep`](Clock::can_sleep) says that it cannot wait. Whether a
/// runtime has a timer cannot be asked: in one that was built without `enable_time` (or `enable_all`) a wait panics, as
/// all of Tokio's timers do.
#[cfg(feature = "reqwest")]
#[cfg_attr(docsrs, doc(cfg(feature = "reqwest")))]
#[derive(Clone, Copy, Debug)]
pub struct TokioClock {
    start: tokio::time::Instant,
}

#[cfg(feature = "reqwest")]
impl TokioClock {
    /// A clock whose fixed moment is now.
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

    /// Outside of a Tokio runtime it is over at once; ask [`can_sleep`](Clock::can_sleep) before.
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
