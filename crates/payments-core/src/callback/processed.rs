//! Processed events: each event is processed once.

use std::future::Future;

use super::EventId;

/// A transaction of your database that records processed events, so that each is booked once.
///
/// Implement it for a transaction of your database, not for a connection or a pool: the record must be rolled back
/// together with the booking. For tests and small tools there is
/// [`InMemoryProcessedEvents`](super::InMemoryProcessedEvents).
///
/// # Order of steps
///
/// 1. **Verify** the callback, and **check** it against your own order. Record nothing that does not pass:
///    otherwise a forged amount sent first would make the genuine callback look like a duplicate.
/// 2. **Begin** a transaction and **record** the event.
/// 3. On [`Recorded::First`], **book**, in the same transaction. On [`Recorded::Duplicate`], book nothing.
/// 4. **Commit.** After a crash before the commit there is neither record nor booking; after it there are both.
/// 5. **Acknowledge**, duplicates too: the provider sends again until you do. If anything failed, including the commit,
///    respond with 500 or 503: the event is delivered again, and the next attempt finds out whether the commit
///    succeeded.
///
/// ```
/// use payments_core::callback::{EventId, ProcessedEvents, Recorded};
///
/// # trait Transaction: ProcessedEvents {
/// #     async fn mark_as_paid(&mut self, order: &str) -> Result<(), Self::Error>;
/// #     async fn commit(self) -> Result<(), Self::Error>;
/// # }
/// async fn book<T: Transaction>(mut transaction: T, event: &EventId, order: &str) -> Result<(), T::Error> {
///     if transaction.record(event).await? == Recorded::First {
///         transaction.mark_as_paid(order).await?;
///     }
///     transaction.commit().await
/// }
/// ```
///
/// Anything that cannot be rolled back, such as sending mail or calling the provider, does not belong between steps 3
/// and 4: there, write a row to an outbox table, and process it from there.
///
/// # Limits
///
/// - **Order.** An older event that arrives late is new. Check the state of the order in the booking as well:
///   `UPDATE orders SET state = 'paid' WHERE number = … AND state = 'pending'`.
/// - **Content.** Events with the same id are duplicates, even if their content differs: only the first is booked.
///   The id contains what its provider documents, and the client's documentation says what is left out. For what
///   is left out, query the status.
/// - **Age.** A captured callback can be sent again years later, and its signature is still valid. Delete records only
///   of orders that can no longer be booked.
///
/// # Database table
///
/// One table for all providers. PostgreSQL:
///
/// ```sql
/// CREATE TABLE processed_events (
///     event_id text COLLATE "C" PRIMARY KEY,
///     recorded_at timestamptz NOT NULL DEFAULT now()
/// );
///
/// INSERT INTO processed_events (event_id) VALUES ($1) ON CONFLICT (event_id) DO NOTHING;
/// ```
///
/// SQLite, in a transaction begun with `BEGIN IMMEDIATE`:
///
/// ```sql
/// CREATE TABLE processed_events (
///     event_id TEXT PRIMARY KEY,
///     recorded_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
/// ) STRICT, WITHOUT ROWID;
///
/// INSERT INTO processed_events (event_id) VALUES (?1) ON CONFLICT (event_id) DO NOTHING;
/// ```
///
/// Leave the column unbounded. An event id has about a hundred bytes, and grows with the number of refunds of a session
/// at Bank 131; PostgreSQL indexes about 2,700 bytes, and refuses more.
///
/// One row inserted is [`Recorded::First`], none is [`Recorded::Duplicate`]. Never check with `SELECT` first: two
/// deliveries would both find nothing. The primary key decides: of two transactions that insert the same id, PostgreSQL
/// makes the second wait for the first, and insert if that was rolled back. (At `REPEATABLE READ` and above it fails
/// with 40001 instead: roll back, and respond with 503.) SQLite lets the second begin when the first has ended, or
/// fails as busy.
///
/// For a complete program, with SQLite and a provider that loses acknowledgements, see `examples/processed-events` in
/// the repository of this crate.
pub trait ProcessedEvents {
    /// The database's error. Respond to the callback with 500 or 503.
    type Error;

    /// Records the event, as part of this transaction.
    ///
    /// Of all committed transactions only one gets [`Recorded::First`] for an event, and only once. While another
    /// transaction holds the event, wait until it ends or fail, but never return [`Recorded::Duplicate`]: if the other
    /// transaction is rolled back, the event would be acknowledged and lost.
    fn record(&mut self, event: &EventId) -> impl Future<Output = Result<Recorded, Self::Error>> + Send;
}

/// Whether an event is new or a duplicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use = "a duplicate event must not be booked again"]
pub enum Recorded {
    /// The event is new. Book it in this transaction.
    First,
    /// The event is already recorded, by a committed transaction or earlier in this one. Acknowledge it, book nothing.
    Duplicate,
}
