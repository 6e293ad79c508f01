//! A bound on what a stranger can make the shop do.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Lets `burst` things happen at once, and then one each `refill`.
#[derive(Debug)]
pub(crate) struct Throttle {
    burst: u32,
    refill: Duration,
    state: Mutex<(u32, Instant)>,
}

impl Throttle {
    pub(crate) fn new(burst: u32, refill: Duration) -> Self {
        Self { burst, refill, state: Mutex::new((burst, Instant::now())) }
    }

    /// Whether one more may happen now.
    pub(crate) fn allows(&self) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (left, since) = &mut *state;
        while *left < self.burst && since.elapsed() >= self.refill {
            *left += 1;
            *since += self.refill;
        }
        if *left == 0 {
            return false;
        }
        if *left == self.burst {
            *since = Instant::now();
        }
        *left -= 1;
        true
    }
}
