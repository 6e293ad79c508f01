//! Orders, bookings and processed events, in one database, so that one transaction covers them all.

use std::future::{Future, ready};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use payments_core::callback::{EventId, ProcessedEvents, Recorded};
use payments_core::{Currency, Money};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, TransactionBehavior, named_params};
use tokio::runtime::Handle;

use crate::Failure;
use crate::order::{Fact, Form, Order, Progress, State};
use crate::text::Note;

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS orders (
    -- The intent: written before anything is sent.
    number TEXT PRIMARY KEY,
    provider TEXT NOT NULL,
    customer TEXT NOT NULL,
    amount INTEGER, -- in minor units
    currency TEXT,
    begun_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    -- What was learnt since.
    state TEXT NOT NULL DEFAULT 'begun' CHECK (state IN ('begun', 'pending', 'needs_person', 'succeeded', 'failed')),
    reference TEXT,
    form TEXT,
    asks_payer INTEGER NOT NULL DEFAULT 0,
    card_token TEXT,
    card_last4 TEXT,
    note TEXT NOT NULL DEFAULT '',
    note_ru TEXT NOT NULL DEFAULT '',
    polled_at TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS open_orders ON orders (provider, state) WHERE state NOT IN ('succeeded', 'failed');
CREATE TABLE IF NOT EXISTS bookings (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL REFERENCES orders,
    state TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS processed_events (
    event_id TEXT PRIMARY KEY,
    recorded_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
) STRICT, WITHOUT ROWID;
";

/// Raised with the tables.
const VERSION: i64 = 2;

/// The number of orders on the page.
const SHOWN: u32 = 20;

const ORDER: &str = "SELECT number, customer, amount, currency, state, reference, form,
    begun_at > datetime('now', '-1 minute') AS is_young FROM orders";

/// Stores a report. An order that has ended is not changed, one that the provider has does not become unknown again, and one
/// that needs a person does so until it ends. The form of an order that has ended is deleted.
const APPLY: &str = "
UPDATE orders SET
    state = CASE WHEN state = 'needs_person' AND NOT :final THEN state ELSE :state END,
    reference = coalesce(:reference, reference),
    form = CASE WHEN :final THEN NULL ELSE coalesce(:form, form) END,
    asks_payer = :asks_payer,
    card_token = coalesce(:card_token, card_token),
    card_last4 = coalesce(:card_last4, card_last4),
    note = :note,
    note_ru = :note_ru
WHERE number = :number AND (state = 'begun' OR state IN ('pending', 'needs_person') AND :state <> 'begun')";

/// The shop's database. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Store(Arc<Mutex<Connection>>);

/// The data that is stored before a call.
#[derive(Clone, Debug)]
pub(crate) struct Intent {
    pub(crate) number: String,
    pub(crate) provider: &'static str,
    pub(crate) customer: String,
    pub(crate) amount: Option<Money>,
}

/// The result of a callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Booked {
    /// It is new, and booked.
    Now,
    /// It is a duplicate.
    Duplicate,
    /// It is new, but the order has ended, in this state.
    TooLate(State),
}

/// The orders as the page shows them.
#[derive(Clone, Debug)]
pub(crate) struct Orders {
    /// The newest first, not more than fit on a page.
    pub(crate) latest: Vec<Line>,
    /// How many need a person, those that are not on the page included.
    pub(crate) need_person: u32,
}

/// An order as the page shows it.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) number: String,
    pub(crate) provider: String,
    pub(crate) amount: Option<Money>,
    pub(crate) begun_at: String,
    pub(crate) state: State,
    pub(crate) asks_payer: bool,
    pub(crate) card_last4: Option<String>,
    pub(crate) note: Note,
}

impl Store {
    /// Opens the file, and creates it if it does not exist. SQLite's defaults are kept: what is committed is on the disk.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version != VERSION && connection.table_exists(None, "orders")? {
            return Err(format!("{} was written by another version of this shop", path.display()).into());
        }
        connection.execute_batch(SCHEMA)?;
        connection.pragma_update(None, "user_version", VERSION)?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// Stores an order. `None` if there is an order with this number: a form that was submitted twice is one order.
    pub(crate) async fn add(&self, intent: Intent) -> rusqlite::Result<Option<Order>> {
        let sql = "INSERT INTO orders (number, provider, customer, amount, currency) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (number) DO NOTHING RETURNING number";
        self.run(move |connection| {
            let Intent { number, provider, customer, amount } = intent;
            let amount = amount.as_ref().map(|amount| (amount.minor_units(), amount.currency().as_str()));
            let values = (&number, provider, customer, amount.map(|(units, _)| units), amount.map(|(_, code)| code));
            let added = connection.query_row(sql, values, |_| Ok(())).optional()?;
            added
                .map(|()| connection.query_row(&format!("{ORDER} WHERE number = ?1"), [number], read_order))
                .transpose()
        })
        .await
    }

    /// Claims an order whose payer was asked to type the same again. `None` if the payer was not asked: of two forms
    /// submitted at once one is accepted, and none during the first call.
    pub(crate) async fn take_up(&self, provider: &'static str, number: &str) -> rusqlite::Result<Option<Order>> {
        let sql = "UPDATE orders SET asks_payer = 0
                   WHERE provider = ?1 AND number = ?2 AND state = 'begun' AND asks_payer = 1";
        let values = (provider, number.to_owned());
        let taken = self.run(move |connection| connection.execute(sql, values)).await?;
        if taken == 1 { self.order(provider, number).await } else { Ok(None) }
    }

    /// The order with this number, of this provider.
    pub(crate) async fn order(&self, provider: &'static str, number: &str) -> rusqlite::Result<Option<Order>> {
        self.find("number", provider, number).await
    }

    /// The order with this id of the provider.
    pub(crate) async fn order_by_reference(
        &self,
        provider: &'static str,
        reference: &str,
    ) -> rusqlite::Result<Option<Order>> {
        self.find("reference", provider, reference).await
    }

    async fn find(&self, column: &'static str, provider: &'static str, value: &str) -> rusqlite::Result<Option<Order>> {
        let value = value.to_owned();
        let sql = format!("{ORDER} WHERE provider = ?1 AND {column} = ?2");
        self.run(move |connection| connection.query_row(&sql, [provider, &value], read_order).optional()).await
    }

    /// The numbers of orders that were begun and have not ended; first those that were not polled for longest.
    pub(crate) async fn unfinished(&self, provider: &'static str, limit: u32) -> rusqlite::Result<Vec<String>> {
        self.due(provider, Duration::ZERO, limit).await
    }

    /// The same without those that were begun or polled less than so long ago.
    pub(crate) async fn due(
        &self,
        provider: &'static str,
        since: Duration,
        limit: u32,
    ) -> rusqlite::Result<Vec<String>> {
        let sql = "SELECT number FROM orders
                   WHERE provider = ?1 AND state NOT IN ('succeeded', 'failed')
                       AND coalesce(polled_at, begun_at) <= datetime('now', ?2)
                   ORDER BY state = 'needs_person', coalesce(polled_at, begun_at), rowid LIMIT ?3";
        let values = (provider, ago(since), limit);
        self.run(move |connection| connection.prepare(sql)?.query_map(values, |row| row.get(0))?.collect()).await
    }

    /// Remembers that an order was polled and has not ended. If it was begun longer than `patience` ago, it needs a person
    /// from now on: then this returns true.
    pub(crate) async fn polled(&self, number: &str, patience: Duration) -> rusqlite::Result<bool> {
        let overdue = "UPDATE orders SET state = 'needs_person', asks_payer = asks_payer AND state = 'pending'
                       WHERE number = ?1 AND state IN ('begun', 'pending') AND begun_at <= datetime('now', ?2)";
        let number = number.to_owned();
        self.run(move |connection| {
            connection.execute("UPDATE orders SET polled_at = CURRENT_TIMESTAMP WHERE number = ?1", [&number])?;
            Ok(connection.execute(overdue, [number, ago(patience)])? == 1)
        })
        .await
    }

    /// The orders for the page.
    pub(crate) async fn orders(&self) -> rusqlite::Result<Orders> {
        let latest = "SELECT number, provider, amount, currency, begun_at, state, asks_payer, card_last4, note, note_ru
                      FROM orders ORDER BY rowid DESC LIMIT ?1";
        let count = "SELECT count(*) FROM orders WHERE state = 'needs_person'";
        self.run(move |connection| {
            let latest = connection.prepare(latest)?.query_map([SHOWN], read_line)?.collect::<Result<_, _>>()?;
            Ok(Orders { latest, need_person: connection.query_row(count, [], |row| row.get(0))? })
        })
        .await
    }

    /// Stores what a provider has reported when queried. False if more was known.
    pub(crate) async fn apply(&self, number: &str, progress: Progress) -> rusqlite::Result<bool> {
        let number = number.to_owned();
        self.run(move |connection| {
            let booking = Booking::begin(connection)?;
            let applied = booking.apply(&number, &progress)?;
            booking.commit()?;
            Ok(applied)
        })
        .await
    }

    /// Books what a callback reports, once, however often it is delivered.
    pub(crate) async fn book(&self, number: &str, fact: Fact) -> rusqlite::Result<Booked> {
        let number = number.to_owned();
        self.run(move |connection| {
            let mut booking = Booking::begin(connection)?;
            let booked = match Handle::current().block_on(booking.record(&fact.event))? {
                Recorded::Duplicate => Booked::Duplicate,
                Recorded::First if booking.apply(&number, &fact.progress)? => Booked::Now,
                Recorded::First => Booked::TooLate(booking.state(&number)?),
            };
            booking.commit()?;
            Ok(booked)
        })
        .await
    }

    /// SQLite blocks, so it runs on a blocking thread; what has begun there is completed even if the caller hangs up.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> rusqlite::Result<T> {
        let connection = Arc::clone(&self.0);
        let run = move || work(&mut connection.lock().unwrap_or_else(PoisonError::into_inner));
        let done = tokio::task::spawn_blocking(run).await;
        // A panic in there is reported like any other failure of the database.
        done.unwrap_or_else(|error| Err(rusqlite::Error::ToSqlConversionFailure(error.into())))
    }
}

/// A transaction. If it is dropped without [`commit`](Self::commit), or the process crashes, nothing is stored.
struct Booking<'a>(Transaction<'a>);

impl ProcessedEvents for Booking<'_> {
    type Error = rusqlite::Error;

    fn record(&mut self, event: &EventId) -> impl Future<Output = rusqlite::Result<Recorded>> + Send {
        let sql = "INSERT INTO processed_events (event_id) VALUES (?1) ON CONFLICT (event_id) DO NOTHING";
        let inserted = self.0.execute(sql, [event.as_str()]);
        ready(inserted.map(|rows| if rows == 1 { Recorded::First } else { Recorded::Duplicate }))
    }
}

impl<'a> Booking<'a> {
    /// `IMMEDIATE`: of two transactions at once the second waits here. See `ProcessedEvents`.
    fn begin(connection: &'a mut Connection) -> rusqlite::Result<Self> {
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map(Self)
    }

    /// Stores a report, and books the end. False if more was known: a late or contradicting report does not move an order
    /// back.
    fn apply(&self, number: &str, progress: &Progress) -> rusqlite::Result<bool> {
        let Progress { state, reference, form, asks_payer, card, note } = progress;
        let moved = self.0.execute(
            APPLY,
            named_params! {
                ":number": number,
                ":state": state.as_str(),
                ":final": state.is_final(),
                ":reference": reference,
                ":form": form.as_ref().map(|form| &form.0),
                ":asks_payer": asks_payer,
                ":card_token": card.as_ref().map(|card| card.token.expose()),
                ":card_last4": card.as_ref().and_then(|card| card.last4.as_ref()),
                ":note": note.en,
                ":note_ru": note.ru,
            },
        )?;
        if moved == 1 && state.is_final() {
            self.0.execute("INSERT INTO bookings (number, state) VALUES (?1, ?2)", [number, state.as_str()])?;
        }
        Ok(moved == 1)
    }

    fn state(&self, number: &str) -> rusqlite::Result<State> {
        self.0.query_row("SELECT state FROM orders WHERE number = ?1", [number], read_state)
    }

    fn commit(self) -> rusqlite::Result<()> {
        self.0.commit()
    }
}

fn read_order(row: &Row<'_>) -> rusqlite::Result<Order> {
    Ok(Order {
        number: row.get("number")?,
        customer: row.get("customer")?,
        amount: read_amount(row)?,
        state: read_state(row)?,
        reference: row.get("reference")?,
        form: row.get::<_, Option<String>>("form")?.map(Form),
        is_young: row.get("is_young")?,
    })
}

fn read_line(row: &Row<'_>) -> rusqlite::Result<Line> {
    Ok(Line {
        number: row.get("number")?,
        provider: row.get("provider")?,
        amount: read_amount(row)?,
        begun_at: row.get("begun_at")?,
        state: read_state(row)?,
        asks_payer: row.get("asks_payer")?,
        card_last4: row.get("card_last4")?,
        note: Note { ru: row.get("note_ru")?, en: row.get("note")? },
    })
}

/// A time before now, as SQLite writes it.
fn ago(time: Duration) -> String {
    format!("-{} seconds", time.as_secs())
}

fn read_amount(row: &Row<'_>) -> rusqlite::Result<Option<Money>> {
    let units: Option<i64> = row.get("amount")?;
    let code: Option<String> = row.get("currency")?;
    Ok(units.zip(code).map(|(units, code)| Money::from_minor_units(units, Currency::from_code(&code))))
}

fn read_state(row: &Row<'_>) -> rusqlite::Result<State> {
    let word: String = row.get("state")?;
    let unknown = || rusqlite::Error::FromSqlConversionFailure(0, Type::Text, format!("no state: {word}").into());
    State::read(&word).ok_or_else(unknown)
}
