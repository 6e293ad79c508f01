//! Virtual time.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, SystemTime};

use super::{fail, lock};
use crate::clock::{Clock, Sleep};

/// A clock for tests: time stands still until everything waits, then it jumps to the end of the next timer.
///
/// Clones are the same clock. Give one to the builder of a client and [`run`](Self::run) its calls on the other. An hour of
/// polling then takes no time, and ends at exactly the same moment in every run.
///
/// ```
/// use std::time::Duration;
///
/// use payments_core::Clock as _;
/// use payments_core::testing::VirtualClock;
///
/// let clock = VirtualClock::new();
/// clock.run(clock.sleep(Duration::from_secs(3600)));
/// assert_eq!(clock.elapsed(), Duration::from_secs(3600));
/// ```
#[derive(Clone, Debug)]
pub struct VirtualClock {
    start: SystemTime,
    time: Arc<Mutex<Time>>,
}

#[derive(Debug, Default)]
struct Time {
    elapsed: Duration,
    created: u64,
    /// Every timer that is neither over nor dropped.
    timers: BTreeMap<u64, Timer>,
}

#[derive(Debug)]
struct Timer {
    end: Duration,
    waker: Option<Waker>,
}

impl VirtualClock {
    /// Creates a clock that shows the beginning of 2026, UTC.
    pub fn new() -> Self {
        Self::at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600))
    }

    /// Creates a clock that shows this time.
    pub fn at(start: SystemTime) -> Self {
        Self { start, time: Arc::default() }
    }

    /// The current time.
    pub fn now(&self) -> SystemTime {
        self.start + lock(&self.time).elapsed
    }

    /// The time that has passed since the clock was created.
    pub fn elapsed(&self) -> Duration {
        lock(&self.time).elapsed
    }

    /// Moves time forward.
    pub fn advance(&self, duration: Duration) {
        let wakers = lock(&self.time).advance(duration);
        wakers.into_iter().for_each(Waker::wake);
    }

    /// Moves time forward to the end of the next timer. Without one it does nothing, and returns `false`.
    pub fn advance_to_next_timer(&self) -> bool {
        let next = lock(&self.time).next();
        next.inspect(|next| self.advance(*next)).is_some()
    }

    /// The number of timers that are neither over nor dropped: none are left when a call has ended or was dropped.
    pub fn timers(&self) -> usize {
        lock(&self.time).timers.len()
    }

    /// Runs a future to its end. Whenever it waits, time jumps to the end of the next timer.
    ///
    /// The future may consist of several tasks (`join!`): time moves only when all of them wait. What other threads do is
    /// not waited for.
    ///
    /// # Panics
    ///
    /// If the future waits for something else than this clock: it would wait for ever.
    #[track_caller]
    pub fn run<F: Future>(&self, future: F) -> F::Output {
        let mut future = pin!(future);
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(Arc::clone(&woken));
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
                return output;
            }
            // A future that has woken itself, as `yield_now` does, has more to do at this moment.
            if !woken.take() && !self.advance_to_next_timer() {
                fail(format_args!("the future waits for something else than the virtual clock"));
            }
        }
    }
}

impl Time {
    /// The time until the next timer ends. One that is over without having been looked at is not waited for.
    fn next(&self) -> Option<Duration> {
        let ends = self.timers.values().map(|timer| timer.end);
        ends.filter(|end| *end > self.elapsed).min().map(|end| end.saturating_sub(self.elapsed))
    }

    fn advance(&mut self, duration: Duration) -> Vec<Waker> {
        self.elapsed = self.elapsed.saturating_add(duration);
        let over = self.timers.values_mut().filter(|timer| timer.end <= self.elapsed);
        over.filter_map(|timer| timer.waker.take()).collect()
    }
}

/// As [`new`](Self::new).
impl Default for VirtualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> SystemTime {
        self.now()
    }

    fn elapsed(&self) -> Duration {
        self.elapsed()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let mut time = lock(&self.time);
        let (id, end) = (time.created, time.elapsed.saturating_add(duration));
        time.created += 1;
        time.timers.insert(id, Timer { end, waker: None });
        Box::pin(Sleeper { time: Arc::clone(&self.time), id })
    }
}

struct Sleeper {
    time: Arc<Mutex<Time>>,
    id: u64,
}

impl Future for Sleeper {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut time = lock(&self.time);
        let elapsed = time.elapsed;
        match time.timers.get_mut(&self.id) {
            Some(timer) if timer.end > elapsed => {
                timer.waker = Some(context.waker().clone());
                Poll::Pending
            }
            _ => {
                time.timers.remove(&self.id);
                Poll::Ready(())
            }
        }
    }
}

impl Drop for Sleeper {
    fn drop(&mut self) {
        lock(&self.time).timers.remove(&self.id);
    }
}

/// Whether a future asked to be polled again.
#[derive(Default)]
struct Woken(AtomicBool);

impl Woken {
    fn take(&self) -> bool {
        self.0.swap(false, Ordering::Relaxed)
    }
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}
