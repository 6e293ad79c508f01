//! Which events have been dealt with.

use std::future::Future;

use super::EventId;

/// A transaction that writes down which events it deals with, so that each is dealt with once.
///
/// Implement it for a transaction of your database, not for a connection or a pool: what is recorded must be undone
/// together with the booking. For tests and small tools there is [`InMemoryProcessedEvents`](super::InMemoryProcessedEvents).
///
/// # The order of things
///
/// 1. **Verify** the callback, and **confirm** it against your own order. Record nothing that is not confirmed: whoever
///    sends a forged amount first would otherwise have the genuine callback taken for a repeat.
/// 2. **Begin** a transaction and **record** the event.
/// 3. On [`Recorded::First`], **book**, in the same transaction. On [`Recorded::Duplicate`], do nothing.
/// 4. **Commit.** After a crash before this there is neither record nor booking, and after it there are both.
/// 5. **Acknowledge**, a repeat too: the provider sends again until you do. If anything failed, the commit included, answer
///    with 500 or 503: the event comes again and finds out how the commit went.
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
/// What cannot be undone, such as a mail or a call to the provider, does not belong between 3 and 4: there, put a line into
/// an outbox table, and do it from there.
///
/// # What it does not do
///
/// - **Order.** An older event that arrives late is new. Let the booking look at the order as well:
///   `UPDATE orders SET state = 'paid' WHERE number = … AND state = 'pending'`.
/// - **Compare.** Of two events of the same identity only the first is looked at. The identity holds what its provider
///   documents, and the client's page says what is left out.
/// - **Forget.** A captured callback can be sent again after years, and its signature still fits. Delete records only of
///   orders that can no longer be booked.
///
/// # A table
///
/// One for all providers. PostgreSQL:
///
/// ```sql
/// CREATE TABLE seen_events (
///     identity text COLLATE "C" PRIMARY KEY,
///     seen_at  timestamptz NOT NULL DEFAULT now()
/// );
///
/// INSERT INTO seen_events (identity) VALUES ($1) ON CONFLICT (identity) DO NOTHING;
/// ```
///
/// SQLite, in a transaction begun with `BEGIN IMMEDIATE`:
///
/// ```sql
/// CREATE TABLE seen_events (
///     identity TEXT PRIMARY KEY,
///     seen_at  TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
/// ) STRICT, WITHOUT ROWID;
///
/// INSERT INTO seen_events (identity) VALUES (?1) ON CONFLICT (identity) DO NOTHING;
/// ```
///
/// Leave the column unbounded. An identity is some hundred bytes, and grows with the refunds of a session at Bank 131;
/// PostgreSQL takes about 2,700 bytes into an index, and refuses more.
///
/// One row inserted is [`Recorded::First`], none is [`Recorded::Duplicate`]. Never ask with `SELECT` first: two deliveries
/// would both be told "no". The primary key does it: of two transactions that insert the same identity, PostgreSQL lets the
/// second wait for the first, and insert if that was rolled back. (At `REPEATABLE READ` and above it fails with 40001
/// instead: roll back, and answer with 503.) SQLite lets the second begin when the first is over, or fails as busy.
///
/// The repository of this crate has it as a program, with SQLite and a provider that loses acknowledgements, in
/// `examples/processed-events`.
pub trait ProcessedEvents {
    /// Why it could not be recorded: the database's own error. Response the callback with 500 or 503.
    type Error;

    /// Records the event, as part of this transaction.
    ///
    /// [`Recorded::First`] goes to one transaction only, of those that are committed; within it, to one call. While another
    /// transaction holds the event, wait for its end or fail, but never say [`Recorded::Duplicate`]: if that other one is
    /// rolled back, the event would be acknowledged and lost.
    fn record(&mut self, event: &EventId) -> impl Future<Output = Result<Recorded, Self::Error>> + Send;
}

/// Whether an event came before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use = "an event that came before must not be booked again"]
pub enum Recorded {
    /// It is new. Book it in this transaction.
    First,
    /// It is recorded already: by a transaction that is committed, or earlier in this one. Do nothing, and acknowledge it.
    Duplicate,
}
