//! A webhook handler in the types of `http`.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bank131_client::common::{Acknowledgement, InMemoryProcessedEvents, ProcessedEvents as _, Recorded};
use bank131_client::session::{SessionId, SessionResult};
use bank131_client::webhook::EventType;
use bank131_client::{Event, Webhooks};
use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};

/// Orders by their sessions, in memory: in production they and the processed events are tables of one database.
#[derive(Debug)]
pub struct Shop {
    webhooks: Webhooks,
    processed: InMemoryProcessedEvents,
    orders: Mutex<BTreeMap<String, Vec<SessionResult>>>,
}

impl Shop {
    /// Opens a shop without orders.
    pub fn new(webhooks: Webhooks) -> Self {
        Self { webhooks, processed: InMemoryProcessedEvents::holding(10_000), orders: Mutex::default() }
    }

    /// Adds an order that is paid in this session.
    pub fn add(&self, session: &SessionId) {
        self.orders().insert(session.as_str().to_owned(), Vec::new());
    }

    /// What was booked for an order.
    pub fn booked(&self, session: &SessionId) -> Vec<SessionResult> {
        self.orders().get(session.as_str()).cloned().unwrap_or_default()
    }

    /// Verifies a webhook, books it, and acknowledges it only then: after an error the bank sends it again.
    pub async fn receive(&self, headers: &HeaderMap, body: &[u8]) -> Response<Bytes> {
        let acknowledgement = match self.webhooks.receive(headers, body) {
            Ok(event) => self.book(&event).await.unwrap_or_else(Acknowledgement::empty),
            Err(error) => Acknowledgement::empty(error.status()),
        };
        acknowledgement.to_response()
    }

    async fn book(&self, event: &Event) -> Result<Acknowledgement, StatusCode> {
        let (Some(session), Some(id)) = (&event.session, event.event_id()) else {
            // Of a type that this version does not list: query its session. The others have both, or come again.
            return if event.kind.is_known() { Err(StatusCode::SERVICE_UNAVAILABLE) } else { Ok(event.ack()) };
        };
        // Check first, record second. A webhook may come before its order is stored: the bank sends it again.
        if !self.orders().contains_key(session.id.as_str()) {
            return Err(StatusCode::SERVICE_UNAVAILABLE);
        }
        let mut transaction = self.processed.begin();
        let recorded = transaction.record(&id).await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
        let result = session.result().filter(|_| event.kind == EventType::PaymentFinished);
        if let (Recorded::First, Some(result)) = (recorded, result) {
            self.orders().entry(session.id.as_str().to_owned()).or_default().push(result);
        }
        transaction.commit();
        Ok(event.ack())
    }

    fn orders(&self) -> MutexGuard<'_, BTreeMap<String, Vec<SessionResult>>> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
