//! From a callback to a booking: verify, confirm, record and book, commit, acknowledge.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::routing::{get, post};
use bank131_client::session::SessionResult;
use bank131_client::webhook::EventType;
use bank131_client::{Event, Webhooks};
use http::{HeaderMap, Response, StatusCode};
use payneteasy_client::{
    Callback, Callbacks,
    callback::Claims,
    common::{Acknowledgement, EventId, ProcessedEvents as _, Recorded},
    order::{Confirmed, Mismatch, OrderId, OrderStatus, StoredOrder},
};
use tokio::runtime::Handle;
use tokio::sync::mpsc::UnboundedSender;

use crate::database::Database;

/// What the shop needs to receive callbacks.
#[derive(Debug)]
pub struct Shop {
    /// The path of the database.
    pub database: PathBuf,
    /// Verifies webhooks of Bank 131.
    pub webhooks: Webhooks,
    /// Verifies callbacks of PaynetEasy.
    pub callbacks: Callbacks,
    /// Receives the result of each callback.
    pub journal: UnboundedSender<(EventId, Outcome)>,
}

/// A verified and confirmed callback that is to be booked.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The event id, which is the same for duplicates.
    pub event: EventId,
    /// The order.
    pub order: String,
    /// How the order ended: `paid` or `failed`.
    pub state: &'static str,
}

/// The result of a callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is new, and booked.
    Booked,
    /// It is a duplicate.
    Duplicate,
    /// It is new, but the order has ended already: a person should check it.
    AlreadyFinal,
}

/// Why a callback is not booked. It is not acknowledged then, and the provider delivers it again.
#[derive(Debug)]
pub enum Failure {
    /// There is no such order, or not yet: a webhook may arrive before the response with the session's id.
    UnknownOrder,
    /// The callback does not match the order. Raise an alarm.
    Mismatch(Mismatch),
    /// The database failed.
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

/// The routes for callbacks: `POST /bank131`, and `/payneteasy` by GET, as documented, or by POST, which no document
/// excludes.
pub fn router(shop: Arc<Shop>) -> Router {
    let bank131 = |State(shop): State<Arc<Shop>>, headers: HeaderMap, body: Bytes| async move {
        shop.receive_from_bank131(&headers, &body).await.map(Body::from)
    };
    let by_get = |State(shop): State<Arc<Shop>>, RawQuery(query): RawQuery| async move {
        shop.receive_from_payneteasy(query.unwrap_or_default().as_bytes()).await.map(Body::from)
    };
    let by_post = |State(shop): State<Arc<Shop>>, body: Bytes| async move {
        shop.receive_from_payneteasy(&body).await.map(Body::from)
    };
    let payneteasy = get(by_get).post(by_post);
    Router::new().route("/bank131", post(bank131)).route("/payneteasy", payneteasy).with_state(shop)
}

impl Shop {
    /// Handles a webhook of Bank 131.
    pub async fn receive_from_bank131(self: &Arc<Self>, headers: &HeaderMap, body: &[u8]) -> Response<Bytes> {
        match self.webhooks.receive(headers, body) {
            Ok(event) => {
                let ack = event.ack();
                self.answer(ack, move |database| fact_of_bank131(&event, database)).await
            }
            Err(error) => Acknowledgement::empty(error.status()).to_response(),
        }
    }

    /// Handles a callback of PaynetEasy: the query of a GET, or the body of a POST.
    pub async fn receive_from_payneteasy(self: &Arc<Self>, parameters: &[u8]) -> Response<Bytes> {
        match self.callbacks.receive(parameters) {
            Ok(callback) => {
                let ack = callback.ack();
                self.answer(ack, move |database| fact_of_payneteasy(&callback, database)).await
            }
            Err(error) => Acknowledgement::empty(error.status()).to_response(),
        }
    }

    /// Confirms and books, and acknowledges only after that.
    async fn answer(
        self: &Arc<Self>,
        ack: Acknowledgement,
        confirm: impl FnOnce(&Database) -> Result<Option<Fact>, Failure> + Send + 'static,
    ) -> Response<Bytes> {
        let shop = Arc::clone(self);
        // SQLite blocks, so it runs on a blocking thread.
        let handled = tokio::task::spawn_blocking(move || {
            let mut database = Database::open(&shop.database)?;
            let Some(fact) = confirm(&database)? else { return Ok(()) };
            let outcome = Handle::current().block_on(book(&mut database, &fact))?;
            // The receiver may be gone; the booking stays.
            let _ = shop.journal.send((fact.event, outcome));
            Ok::<(), Failure>(())
        });
        match handled.await {
            Ok(Ok(())) => ack.to_response(),
            Ok(Err(_)) | Err(_) => Acknowledgement::empty(StatusCode::SERVICE_UNAVAILABLE).to_response(),
        }
    }
}

/// Books a fact once, however often it is delivered. This is all that is needed.
pub async fn book(database: &mut Database, fact: &Fact) -> rusqlite::Result<Outcome> {
    let mut booking = database.begin()?;
    let outcome = match booking.record(&fact.event).await? {
        Recorded::Duplicate => Outcome::Duplicate,
        Recorded::First if booking.pay(&fact.order, fact.state)? => Outcome::Booked,
        Recorded::First => Outcome::AlreadyFinal,
    };
    booking.commit()?;
    Ok(outcome)
}

/// The signature covers the whole body. Only the end of a payment is booked; the rest is acknowledged.
fn fact_of_bank131(event: &Event, database: &Database) -> Result<Option<Fact>, Failure> {
    let Some(session) = event.session.as_ref().filter(|_| event.kind == EventType::PaymentFinished) else {
        return Ok(None);
    };
    let order = session.id.as_str();
    database.amount(order)?.ok_or(Failure::UnknownOrder)?;
    let state = match session.result() {
        None => return Ok(None),
        Some(SessionResult::Succeeded) => "paid",
        Some(SessionResult::NothingCharged) => "failed",
        // The payer may have been charged: a person has to check.
        Some(_) => "unclear",
    };
    Ok(event.event_id().map(|event| Fact { event, order: order.to_owned(), state }))
}

/// The checksum covers the status and the ids. Ids and amount are compared with the order before anything is recorded.
fn fact_of_payneteasy(callback: &Callback, database: &Database) -> Result<Option<Fact>, Failure> {
    let number = callback.client_order_id.as_str();
    let amount = database.amount(number)?.ok_or(Failure::UnknownOrder)?;
    let order = StoredOrder::new(callback.client_order_id.clone(), amount)
        .order_id(database.reference(number)?.map(OrderId::new));
    let confirmed = callback.confirm(&order).map_err(Failure::Mismatch)?;
    let Some(state) = end_of_payment(confirmed, &callback.status) else {
        database.ask_about(number)?;
        return Ok(None);
    };
    Ok(Some(Fact { event: callback.event_id().clone(), order: number.to_owned(), state }))
}

/// How the payment ended. `None` if it has not, and for anything but the payment: a return is approved, too.
fn end_of_payment(confirmed: Confirmed<'_, Claims>, status: &OrderStatus) -> Option<&'static str> {
    match (confirmed, status) {
        (Confirmed::Payment(_), OrderStatus::Approved) => Some("paid"),
        (Confirmed::Payment(_), OrderStatus::Declined | OrderStatus::Error | OrderStatus::Filtered) => Some("failed"),
        _ => None,
    }
}
