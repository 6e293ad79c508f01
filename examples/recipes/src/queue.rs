//! A queue between receipt and booking: a callback is verified, stored and acknowledged, and a worker books it later, once.

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use bank131_client::common::{Acknowledgement, EventId};
use bank131_client::{Event, Webhooks};
use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::{Error as HttpError, StatusCode};
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior};

/// Why a callback is not booked yet.
pub type Failure = Box<dyn Error + Send + Sync>;

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS inbox (
    number INTEGER PRIMARY KEY,
    head TEXT NOT NULL, -- has the signature
    body BLOB NOT NULL, -- the signed bytes; they may have personal data
    tries INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS processed_events (event_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
";

/// Opens the database. SQLite's defaults are kept: what is committed is on the disk.
pub fn open(path: &Path) -> rusqlite::Result<Connection> {
    let database = Connection::open(path)?;
    database.busy_timeout(Duration::from_secs(5))?;
    database.execute_batch(SCHEMA)?;
    Ok(database)
}

/// The receiver: what is acknowledged is stored. It blocks: run it with `spawn_blocking` in an async handler.
pub fn receive(database: &Connection, webhooks: &Webhooks, headers: &HeaderMap, body: &[u8]) -> Acknowledgement {
    let event = match webhooks.receive(headers, body) {
        Ok(event) => event,
        Err(error) => return Acknowledgement::empty(error.status()),
    };
    let stored = database.execute("INSERT INTO inbox (head, body) VALUES (?1, ?2)", (to_text(headers), body));
    if stored.is_ok() { event.ack() } else { Acknowledgement::empty(StatusCode::SERVICE_UNAVAILABLE) }
}

/// What one step of the worker did.
#[derive(Debug)]
pub enum Step {
    /// A callback was booked.
    Booked,
    /// A duplicate was thrown away.
    Duplicate,
    /// A callback was not booked and goes to the end of the queue. Log why, and wait before the next step.
    Postponed(Failure),
    /// The queue is empty.
    Idle,
}

/// The worker: takes the next callback, records its event and books it, all in one transaction. If the process is killed before
/// the commit, the callback is in the queue as before.
pub fn work(
    database: &mut Connection,
    webhooks: &Webhooks,
    book: impl FnOnce(&Transaction<'_>, &Event) -> Result<(), Failure>,
) -> rusqlite::Result<Step> {
    let transaction = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let sql = "SELECT number, head, body FROM inbox ORDER BY tries, number LIMIT 1";
    let next = transaction.query_row(sql, [], |row| <(i64, String, Vec<u8>)>::try_from(row)).optional()?;
    let Some((number, head, body)) = next else { return Ok(Step::Idle) };
    match record_and_book(&transaction, webhooks, (&head, &body), book) {
        Ok(step) => {
            transaction.execute("DELETE FROM inbox WHERE number = ?1", [number])?;
            transaction.commit()?;
            Ok(step)
        }
        Err(failure) => {
            transaction.rollback()?;
            database.execute("UPDATE inbox SET tries = tries + 1 WHERE number = ?1", [number])?;
            Ok(Step::Postponed(failure))
        }
    }
}

fn record_and_book(
    transaction: &Transaction<'_>,
    webhooks: &Webhooks,
    (head, body): (&str, &[u8]),
    book: impl FnOnce(&Transaction<'_>, &Event) -> Result<(), Failure>,
) -> Result<Step, Failure> {
    let event = webhooks.receive(&from_text(head)?, body)?;
    // Without an id it is of a type that this version does not list: `book` may only query the session.
    if let Some(id) = event.event_id()
        && !record(transaction, &id)?
    {
        return Ok(Step::Duplicate);
    }
    book(transaction, &event)?;
    Ok(Step::Booked)
}

/// Whether the event is new.
fn record(transaction: &Transaction<'_>, id: &EventId) -> rusqlite::Result<bool> {
    let sql = "INSERT INTO processed_events (event_id) VALUES (?1) ON CONFLICT (event_id) DO NOTHING";
    Ok(transaction.execute(sql, [id.as_str()])? == 1)
}

/// The headers as HTTP writes them. One that is not text is none that is verified.
fn to_text(headers: &HeaderMap) -> String {
    headers.iter().filter_map(|(name, value)| Some(format!("{name}: {}\n", value.to_str().ok()?))).collect()
}

fn from_text(head: &str) -> Result<HeaderMap, HttpError> {
    let pairs = head.lines().filter_map(|line| line.split_once(": "));
    pairs.map(|(name, value)| Ok((name.parse::<HeaderName>()?, value.parse::<HeaderValue>()?))).collect()
}
