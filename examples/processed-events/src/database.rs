//! Orders, bookings and processed events, in one database, so that one transaction covers them all.

use std::future::{Future, ready};
use std::path::Path;
use std::time::Duration;

use payneteasy_client::{
    Currency, Money,
    common::{EventId, ProcessedEvents, Recorded},
};
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior};

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS orders (
    number TEXT PRIMARY KEY,
    amount INTEGER NOT NULL, -- in minor units
    currency TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending',
    reference TEXT -- the provider's own number, once it is known
) STRICT;
CREATE TABLE IF NOT EXISTS bookings (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL REFERENCES orders,
    state TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS questions (
    number TEXT PRIMARY KEY REFERENCES orders
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS processed_events (
    event_id TEXT PRIMARY KEY,
    recorded_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
) STRICT, WITHOUT ROWID;
";

/// A connection to the shop's database.
#[derive(Debug)]
pub struct Database(Connection);

impl Database {
    /// Opens the file, and creates it if it does not exist.
    pub fn open(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.execute_batch(SCHEMA)?;
        Ok(Self(connection))
    }

    /// Stores an order that waits for its payment.
    pub fn add_order(&self, number: &str, amount: &Money) -> rusqlite::Result<()> {
        let sql = "INSERT INTO orders (number, amount, currency) VALUES (?1, ?2, ?3)";
        self.0.execute(sql, (number, amount.minor_units(), amount.currency().as_str())).map(drop)
    }

    /// The amount of an order; `None` if there is no such order.
    pub fn amount(&self, number: &str) -> rusqlite::Result<Option<Money>> {
        let sql = "SELECT amount, currency FROM orders WHERE number = ?1";
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Money::from_minor_units(row.get(0)?, Currency::from_code(&row.get::<_, String>(1)?)))
        };
        self.0.query_row(sql, [number], read).optional()
    }

    /// Stores the provider's id of an order.
    pub fn set_reference(&self, number: &str, reference: &str) -> rusqlite::Result<()> {
        let sql = "UPDATE orders SET reference = ?2 WHERE number = ?1";
        self.0.execute(sql, [number, reference]).map(drop)
    }

    /// The provider's id of an order, if it is known.
    pub fn reference(&self, number: &str) -> rusqlite::Result<Option<String>> {
        let sql = "SELECT reference FROM orders WHERE number = ?1";
        Ok(self.0.query_row(sql, [number], |row| row.get(0)).optional()?.flatten())
    }

    /// Records, once, that the provider must be queried about an order.
    pub fn ask_about(&self, number: &str) -> rusqlite::Result<()> {
        let sql = "INSERT INTO questions (number) VALUES (?1) ON CONFLICT (number) DO NOTHING";
        self.0.execute(sql, [number]).map(drop)
    }

    /// The orders that the provider must be queried about.
    pub fn questions(&self) -> rusqlite::Result<Vec<String>> {
        self.0.prepare("SELECT number FROM questions")?.query_map([], |row| row.get(0))?.collect()
    }

    /// The numbers of rows: orders, bookings, processed events.
    pub fn counts(&self) -> rusqlite::Result<(u32, u32, u32)> {
        let sql = "SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM bookings), (SELECT count(*) FROM processed_events)";
        self.0.query_row(sql, [], |row| row.try_into())
    }

    /// Begins a transaction. It is `IMMEDIATE`: of two deliveries at once the second waits here. A deferred transaction that
    /// reads before it writes could not continue after the other one's commit.
    pub fn begin(&mut self) -> rusqlite::Result<Booking<'_>> {
        self.0.transaction_with_behavior(TransactionBehavior::Immediate).map(Booking)
    }
}

/// A transaction. If it is dropped without [`commit`](Self::commit), or the process crashes, nothing is stored.
#[derive(Debug)]
pub struct Booking<'a>(Transaction<'a>);

impl ProcessedEvents for Booking<'_> {
    type Error = rusqlite::Error;

    fn record(&mut self, event: &EventId) -> impl Future<Output = rusqlite::Result<Recorded>> + Send {
        let sql = "INSERT INTO processed_events (event_id) VALUES (?1) ON CONFLICT (event_id) DO NOTHING";
        let inserted = self.0.execute(sql, [event.as_str()]);
        ready(inserted.map(|rows| if rows == 1 { Recorded::First } else { Recorded::Duplicate }))
    }
}

impl Booking<'_> {
    /// Moves an order from `pending` to this state and books that. Returns false if it was moved before: a late or
    /// contradicting event does not move it back.
    pub fn pay(&self, number: &str, state: &str) -> rusqlite::Result<bool> {
        let sql = "UPDATE orders SET state = ?2 WHERE number = ?1 AND state = 'pending'";
        if self.0.execute(sql, [number, state])? == 0 {
            return Ok(false);
        }
        self.0.execute("INSERT INTO bookings (number, state) VALUES (?1, ?2)", [number, state])?;
        Ok(true)
    }

    /// Commits the record and the booking.
    pub fn commit(self) -> rusqlite::Result<()> {
        self.0.commit()
    }
}
