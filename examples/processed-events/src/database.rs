//! Orders, bookings and seen events, in one database: so that one transaction covers them all.

use std::future::{Future, ready};
use std::path::Path;
use std::time::Duration;

use payneteasy_client::{Currency, EventId, Money, ProcessedEvents, Recorded};
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
CREATE TABLE IF NOT EXISTS seen_events (
    identity TEXT PRIMARY KEY,
    seen_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
) STRICT, WITHOUT ROWID;
";

/// A connection to the shop's database.
#[derive(Debug)]
pub struct Database(Connection);

impl Database {
    /// Opens the file, and makes it if it is not there.
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

    /// What an order costs; `None` if there is no such order.
    pub fn amount(&self, number: &str) -> rusqlite::Result<Option<Money>> {
        let sql = "SELECT amount, currency FROM orders WHERE number = ?1";
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Money::from_minor_units(row.get(0)?, Currency::from_code(&row.get::<_, String>(1)?)))
        };
        self.0.query_row(sql, [number], read).optional()
    }

    /// Stores the provider's own number of an order.
    pub fn set_reference(&self, number: &str, reference: &str) -> rusqlite::Result<()> {
        let sql = "UPDATE orders SET reference = ?2 WHERE number = ?1";
        self.0.execute(sql, [number, reference]).map(drop)
    }

    /// The provider's own number of an order, if it is known.
    pub fn reference(&self, number: &str) -> rusqlite::Result<Option<String>> {
        let sql = "SELECT reference FROM orders WHERE number = ?1";
        Ok(self.0.query_row(sql, [number], |row| row.get(0)).optional()?.flatten())
    }

    /// Writes down, once, that the provider has to be asked about an order.
    pub fn ask_about(&self, number: &str) -> rusqlite::Result<()> {
        let sql = "INSERT INTO questions (number) VALUES (?1) ON CONFLICT (number) DO NOTHING";
        self.0.execute(sql, [number]).map(drop)
    }

    /// The orders that the provider has to be asked about.
    pub fn questions(&self) -> rusqlite::Result<Vec<String>> {
        self.0.prepare("SELECT number FROM questions")?.query_map([], |row| row.get(0))?.collect()
    }

    /// How many rows there are: orders, bookings, seen events.
    pub fn counts(&self) -> rusqlite::Result<(u32, u32, u32)> {
        let sql =
            "SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM bookings), (SELECT count(*) FROM seen_events)";
        self.0.query_row(sql, [], |row| row.try_into())
    }

    /// Begins a transaction. `IMMEDIATE`: of two deliveries at once the second waits here. Otherwise one that reads before it
    /// writes could not go on after the other's end.
    pub fn begin(&mut self) -> rusqlite::Result<Booking<'_>> {
        self.0.transaction_with_behavior(TransactionBehavior::Immediate).map(Booking)
    }
}

/// A transaction. Dropped without [`commit`](Self::commit), it leaves nothing behind, and neither does a crash.
#[derive(Debug)]
pub struct Booking<'a>(Transaction<'a>);

impl ProcessedEvents for Booking<'_> {
    type Error = rusqlite::Error;

    fn record(&mut self, event: &EventId) -> impl Future<Output = rusqlite::Result<Recorded>> + Send {
        let sql = "INSERT INTO seen_events (identity) VALUES (?1) ON CONFLICT (identity) DO NOTHING";
        let inserted = self.0.execute(sql, [event.as_str()]);
        ready(inserted.map(|rows| if rows == 1 { Recorded::First } else { Recorded::Duplicate }))
    }
}

impl Booking<'_> {
    /// Moves an order from `pending` to this state and books that. False if it has been moved before: an event that is late,
    /// or contradicts another, does not move it back.
    pub fn pay(&self, number: &str, state: &str) -> rusqlite::Result<bool> {
        let sql = "UPDATE orders SET state = ?2 WHERE number = ?1 AND state = 'pending'";
        if self.0.execute(sql, [number, state])? == 0 {
            return Ok(false);
        }
        self.0.execute("INSERT INTO bookings (number, state) VALUES (?1, ?2)", [number, state])?;
        Ok(true)
    }

    /// Keeps it all.
    pub fn commit(self) -> rusqlite::Result<()> {
        self.0.commit()
    }
}
