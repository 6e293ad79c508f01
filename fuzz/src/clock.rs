//! Running a call whose answer is there, in time that passes only where it is waited for.

use std::cell::Cell;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use payments_core::{Clock, Sleep};

thread_local! {
    static ELAPSED: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

/// Makes it the beginning of time again, on this thread.
pub fn restart() {
    ELAPSED.set(Duration::ZERO);
}

/// Time that stands still and leaps to the end of what is waited for.
#[derive(Clone, Copy, Debug)]
pub struct LeapingClock;

impl Clock for LeapingClock {
    /// A Friday in January 2027, 08:00:00 GMT, and what has passed since.
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000) + self.elapsed()
    }

    fn elapsed(&self) -> Duration {
        ELAPSED.get()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(Leap { end: self.elapsed().saturating_add(duration) })
    }
}

struct Leap {
    end: Duration,
}

impl Future for Leap {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<()> {
        ELAPSED.set(ELAPSED.get().max(self.end));
        Poll::Ready(())
    }
}

/// Runs a future to its end.
///
/// # Panics
///
/// It waits for something else than time.
pub fn run<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the call waits, although its answer is there"),
    }
}
