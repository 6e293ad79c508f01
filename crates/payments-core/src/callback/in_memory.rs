//! Processed events in memory.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;
use std::future::{Future, ready};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::StatusCode;

use super::{EventId, ProcessedEvents, Recorded};

/// A store of processed events in memory, for tests and tools that need not survive a restart.
///
/// **It forgets**: everything when the process ends, and the oldest event when the limit is exceeded. A forgotten event
/// is new again. Where money is booked, use a database table, see [`ProcessedEvents`].
///
/// Clones share their events.
///
/// ```
/// use payments_core::callback::{EventId, InMemoryProcessedEvents, ProcessedEvents as _, Recorded};
///
/// # async fn receive() -> Result<(), payments_core::callback::InProgress> {
/// let seen = InMemoryProcessedEvents::holding(10_000);
/// let event = EventId::new("acme", ["paid", "17"]);
///
/// let mut transaction = seen.begin();
/// assert_eq!(transaction.record(&event).await?, Recorded::First);
/// drop(transaction); // the booking failed: the event is as new as before
///
/// let mut transaction = seen.begin();
/// assert_eq!(transaction.record(&event).await?, Recorded::First);
/// transaction.commit();
///
/// assert_eq!(seen.begin().record(&event).await?, Recorded::Duplicate);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct InMemoryProcessedEvents(Arc<Mutex<State>>);

struct State {
    limit: usize,
    seen: BTreeSet<EventId>,
    /// The same events, the oldest first.
    by_age: VecDeque<EventId>,
    /// Events of transactions that are neither committed nor dropped. The number of these transactions bounds it.
    held: BTreeSet<EventId>,
}

impl InMemoryProcessedEvents {
    /// Creates an empty store that holds the latest `limit` events, at least one.
    pub fn holding(limit: usize) -> Self {
        Self(Arc::new(Mutex::new(State {
            limit: limit.max(1),
            seen: BTreeSet::new(),
            by_age: VecDeque::new(),
            held: BTreeSet::new(),
        })))
    }

    /// Begins a transaction. Its events are kept once it is committed.
    pub fn begin(&self) -> InMemoryTransaction {
        InMemoryTransaction { store: self.clone(), recorded: Vec::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No code that can panic runs under the lock, so a poisoned lock guards consistent data.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Keeps an event until it is the oldest of too many.
    fn keep(&mut self, event: EventId) {
        self.held.remove(&event);
        self.seen.insert(event.clone());
        self.by_age.push_back(event);
        while self.by_age.len() > self.limit {
            if let Some(oldest) = self.by_age.pop_front() {
                self.seen.remove(&oldest);
            }
        }
    }
}

/// Shows how many events there are, not which.
impl fmt::Debug for InMemoryProcessedEvents {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        formatter
            .debug_struct("InMemoryProcessedEvents")
            .field("seen", &state.seen.len())
            .field("held", &state.held.len())
            .finish_non_exhaustive()
    }
}

/// A transaction of [`InMemoryProcessedEvents`]. Dropping it without [`commit`](Self::commit) rolls it back, for
/// example on an early return, a panic, or a cancelled request.
#[derive(Debug)]
#[must_use = "a transaction that is dropped without `commit` is rolled back"]
pub struct InMemoryTransaction {
    store: InMemoryProcessedEvents,
    recorded: Vec<EventId>,
}

impl InMemoryTransaction {
    /// Commits the recorded events. Call it when the booking is done.
    pub fn commit(mut self) {
        let mut state = self.store.state();
        for event in self.recorded.drain(..) {
            state.keep(event);
        }
    }

    fn record_now(&mut self, event: &EventId) -> Result<Recorded, InProgress> {
        if self.recorded.contains(event) {
            return Ok(Recorded::Duplicate);
        }
        let mut state = self.store.state();
        if state.seen.contains(event) {
            return Ok(Recorded::Duplicate);
        }
        if !state.held.insert(event.clone()) {
            return Err(InProgress);
        }
        drop(state);
        self.recorded.push(event.clone());
        Ok(Recorded::First)
    }
}

impl ProcessedEvents for InMemoryTransaction {
    type Error = InProgress;

    fn record(&mut self, event: &EventId) -> impl Future<Output = Result<Recorded, InProgress>> + Send {
        ready(self.record_now(event))
    }
}

impl Drop for InMemoryTransaction {
    fn drop(&mut self) {
        let mut state = self.store.state();
        for event in self.recorded.drain(..) {
            state.held.remove(&event);
        }
    }
}

/// Error: another transaction is handling the same event and has not ended. Its result is not known yet, so this
/// delivery must not be acknowledged.
#[derive(Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("another delivery of the same event is being handled")]
#[non_exhaustive]
pub struct InProgress;

crate::debug_as_sentence!(InProgress);

impl InProgress {
    /// The HTTP status to respond with: 503, so that the provider sends the event again.
    pub const fn status(&self) -> StatusCode {
        StatusCode::SERVICE_UNAVAILABLE
    }
}
