//! Orders, bookings and processed events, in one database, so that one transaction covers them all.

mod rows;
mod sql;

use std::future::{Future, ready};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use payments_core::Money;
use payments_core::callback::{EventId, ProcessedEvents, Recorded};
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, named_params};
use tokio::runtime::Handle;

use crate::Failure;
use crate::order::{Fact, Kind, Order, Progress, State};
use crate::text::Note;

use rows::{read_line, read_order, read_state};
use sql::{ADD, ADD_ABOUT, APPLY, LATEST, ORDER, SCHEMA, SHOWN, VERSION};

/// The shop's database. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Store(Arc<Mutex<Connection>>);

/// The data that is stored before a call.
#[derive(Clone, Debug)]
pub(crate) struct Intent {
    pub(crate) number: String,
    pub(crate) provider: &'static str,
    pub(crate) kind: Kind,
    pub(crate) customer: String,
    /// `None` where the provider decides, or the order that it is about.
    pub(crate) amount: Option<Money>,
    /// The number of the order that it is about.
    pub(crate) about: Option<String>,
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
    pub(crate) kind: Kind,
    /// The number of the order that it is about.
    pub(crate) about: Option<String>,
    /// What can be done about it, and is not done or being done.
    pub(crate) allows: Vec<Kind>,
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

    /// Stores an order. `None` if there is an order with this number, because a form that was submitted twice is one order; or
    /// if the order that it is about does not allow it.
    pub(crate) async fn add(&self, intent: Intent) -> rusqlite::Result<Option<Order>> {
        self.run(move |connection| {
            let Intent { number, provider, kind, customer, amount, about } = intent;
            let (number, kind) = (number.as_str(), kind.as_str());
            let units = amount.as_ref().map(Money::minor_units);
            let code = amount.as_ref().map(|amount| amount.currency().as_str());
            let added = match about {
                Some(about) => connection.execute(ADD_ABOUT, (number, provider, kind, about))?,
                None => connection.execute(ADD, (number, provider, kind, customer, units, code))?,
            };
            if added == 0 {
                return Ok(None);
            }
            connection.query_row(&format!("{ORDER} WHERE number = ?1"), [number], read_order).optional()
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
        let count = "SELECT count(*) FROM orders WHERE state = 'needs_person'";
        self.run(move |connection| {
            let latest = connection.prepare(LATEST)?.query_map([SHOWN], read_line)?.collect::<Result<_, _>>()?;
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
        let Progress { state, reference, form, asks_payer, recovery, allows, card, note } = progress;
        let allows: Vec<_> = allows.iter().map(|kind| kind.as_str()).collect();
        let moved = self.0.execute(
            APPLY,
            named_params! {
                ":number": number,
                ":state": state.as_str(),
                ":final": state.is_final(),
                ":reference": reference,
                ":recovery": recovery,
                ":allows": allows.join(" "),
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

/// A time before now, as SQLite writes it.
fn ago(time: Duration) -> String {
    format!("-{} seconds", time.as_secs())
}
