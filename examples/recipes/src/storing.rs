//! What to store before a call and after it, and how to recover what a crash interrupted.

use std::error::Error;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use bank131_client::common::Recover as _;
use bank131_client::session::{
    CardDetails, Customer, NewPayment, Session, SessionCreate, SessionResult, SessionStartPayment,
};
use bank131_client::{Client, Money, Outcome, Recovery, StatusQuery};
use rusqlite::Connection;

/// What may fail besides the payment.
pub type Failure = Box<dyn Error + Send + Sync>;

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS orders (
    number TEXT PRIMARY KEY, -- an order is paid once: a second attempt is another order
    amount INTEGER NOT NULL, -- in minor units
    currency TEXT NOT NULL,
    session TEXT,
    recovery TEXT, -- how to find out what became of the call, as long as that is open
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'open', 'paid', 'failed', 'review'))
) STRICT;
";

/// The orders. SQLite blocks for a moment: with many orders, call it with `spawn_blocking`.
#[derive(Debug)]
pub struct Orders(Mutex<Connection>);

impl Orders {
    /// Opens the file, and creates it if it does not exist. SQLite's defaults are kept: what is committed is on the disk.
    pub fn open(path: &Path) -> rusqlite::Result<Self> {
        let database = Connection::open(path)?;
        database.execute_batch(SCHEMA)?;
        Ok(Self(Mutex::new(database)))
    }

    /// The state of an order.
    pub fn state(&self, number: &str) -> rusqlite::Result<String> {
        self.with(|database| {
            database.query_row("SELECT state FROM orders WHERE number = ?1", [number], |row| row.get(0))
        })
    }

    /// Orders whose call has an open end, and how to recover it.
    pub fn to_recover(&self) -> rusqlite::Result<Vec<(String, String)>> {
        let sql = "SELECT number, recovery FROM orders WHERE state = 'open'";
        self.with(|database| database.prepare(sql)?.query_map([], |row| row.try_into())?.collect())
    }

    fn add(&self, number: &str, amount: &Money) -> rusqlite::Result<()> {
        let sql = "INSERT INTO orders (number, amount, currency) VALUES (?1, ?2, ?3)";
        self.change(sql, (number, amount.minor_units(), amount.currency().as_str()))
    }

    fn set_open(&self, number: &str, session: &str, recovery: &str) -> rusqlite::Result<()> {
        let sql = "UPDATE orders SET state = 'open', session = ?2, recovery = ?3
                   WHERE number = ?1 AND state IN ('new', 'open')";
        self.change(sql, (number, session, recovery))
    }

    /// An order that has ended is not changed: a webhook may have been faster.
    fn set_state(&self, number: &str, state: &str) -> rusqlite::Result<()> {
        self.change("UPDATE orders SET state = ?2 WHERE number = ?1 AND state = 'open'", (number, state))
    }

    fn change(&self, sql: &str, values: impl rusqlite::Params) -> rusqlite::Result<()> {
        self.with(|database| database.execute(sql, values)).map(drop)
    }

    fn with<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        work(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Pays an order.
pub async fn pay(
    orders: &Orders,
    client: &Client,
    number: &str,
    amount: Money,
    card: CardDetails,
) -> Result<(), Failure> {
    // 1. What is wanted. A second order of this number fails here.
    orders.add(number, &amount)?;
    // This call moves no money: if it fails, the order is still new.
    let session = client.send(&SessionCreate::new()).await?.id;
    let payment = NewPayment::new(card, amount, Customer::new(number));
    let request = SessionStartPayment::new(session.clone(), payment);
    // 2. What will find out what happened, before anything can happen. It has no card data.
    orders.set_open(number, session.as_str(), &request.stored_recovery().to_text())?;
    // 3. The answer. After a crash from here on, `recover` finds out.
    match client.send(&request).await {
        Ok(session) => orders.set_state(number, state_of(&session))?,
        Err(error) => match (error.outcome(), error.recovery()) {
            // Nothing happened.
            (Outcome::NotSent | Outcome::Refused, _) => orders.set_state(number, "failed")?,
            // The error may know more than what was stored before.
            (Outcome::Unknown, Some(recovery)) => orders.set_open(number, session.as_str(), &recovery.to_text())?,
            (Outcome::Unknown, None) => {}
        },
    }
    Ok(())
}

/// Recovers what is open: when the program starts, and then from time to time. Returns how many orders are still open.
pub async fn recover(orders: &Orders, client: &Client) -> Result<usize, Failure> {
    for (number, recovery) in orders.to_recover()? {
        match Recovery::from_text(&recovery)? {
            Recovery::Ask(StatusQuery::Session(query)) => match client.send(&query).await {
                Ok(session) => orders.set_state(&number, state_of(&session))?,
                // A query that fails says nothing about the payment: ask again later.
                Err(error) => tracing::warn!(order = number, %error, "not recovered yet"),
            },
            // Other calls of this bank: `Resend`, a query of a refund, the webhook, a person.
            other => tracing::error!(order = number, recovery = other.to_text(), "to be looked at"),
        }
    }
    Ok(orders.to_recover()?.len())
}

/// A session without a result is open: the bank is at work, the payer is, or the call is still on its way.
fn state_of(session: &Session) -> &'static str {
    match session.result() {
        None => "open",
        Some(SessionResult::Succeeded) => "paid",
        Some(SessionResult::NothingCharged) => "failed",
        Some(_) => "review",
    }
}
