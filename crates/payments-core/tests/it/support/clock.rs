//! Virtual time.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use payments_core::{Clock, Sleep};

/// Time that passes only when a test says so. Clones are the same clock.
#[derive(Clone, Default)]
pub(crate) struct VirtualClock(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    elapsed: Duration,
    next_id: u64,
    /// The wake-up time of each sleeper that has not been dropped.
    sleepers: BTreeMap<u64, Duration>,
}

impl VirtualClock {
    /// Advances the clock.
    pub(crate) fn advance(&self, duration: Duration) {
        self.0.lock().unwrap().elapsed += duration;
    }

    /// The number of sleeps that are not dropped.
    pub(crate) fn sleepers(&self) -> usize {
        self.0.lock().unwrap().sleepers.len()
    }

    /// Polls a future to its end. Whenever it is pending, time jumps to the next wake-up.
    #[track_caller]
    pub(crate) fn drive<F: Future>(&self, future: F) -> F::Output {
        let mut future = pin!(future);
        let mut context = Context::from_waker(Waker::noop());
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
                return output;
            }
            let mut state = self.0.lock().unwrap();
            let waking = *state.sleepers.values().min().expect("waits for something that is not time");
            state.elapsed = state.elapsed.max(waking);
        }
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_720_000_000) + self.elapsed()
    }

    fn elapsed(&self) -> Duration {
        self.0.lock().unwrap().elapsed
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let mut state = self.0.lock().unwrap();
        let (id, waking) = (state.next_id, state.elapsed + duration);
        state.next_id += 1;
        state.sleepers.insert(id, waking);
        Box::pin(Sleeper { clock: self.clone(), id, waking })
    }
}

struct Sleeper {
    clock: VirtualClock,
    id: u64,
    waking: Duration,
}

impl Future for Sleeper {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<()> {
        if self.clock.elapsed() >= self.waking { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl Drop for Sleeper {
    fn drop(&mut self) {
        self.clock.0.lock().unwrap().sleepers.remove(&self.id);
    }
}
