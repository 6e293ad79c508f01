//! From a callback to a booking: verify, confirm, record and book, commit, acknowledge.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::IntoResponse as _;
use http::header::ALLOW;
use http::{Method, Response, StatusCode};
use payments_core::callback::Acknowledgement;

use crate::counter::Counter;
use crate::order::Order;
use crate::providers::{NotConfirmed, Provider, Subject};
use crate::store::{Booked, Store};
use crate::web::limits::{CALLBACK_LIMIT, read_body};

/// Handles a callback. The body is the bytes that were sent: the signature is over them.
pub(crate) async fn receive<P: Provider>(State(counter): State<Arc<Counter<P>>>, request: Request) -> Response<Body> {
    let (head, body) = request.into_parts();
    // A route for GET would take HEAD, too.
    if !P::CALLBACK_METHODS.contains(&head.method) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, allowed(P::CALLBACK_METHODS))]).into_response();
    }
    let body = match read_body(body, CALLBACK_LIMIT).await {
        Ok(body) => body,
        Err(refusal) => return refusal,
    };
    let acknowledgement = match counter.provider.verify(&head, &body) {
        Ok(callback) => handle(&counter, &callback).await,
        Err(error) => {
            tracing::warn!(provider = P::NAME, %error, "refused a callback");
            Acknowledgement::empty(error.status())
        }
    };
    acknowledgement.to_response().map(Body::from)
}

fn allowed(methods: &[Method]) -> String {
    methods.iter().map(Method::as_str).collect::<Vec<_>>().join(", ")
}

/// Acknowledges what is booked, duplicates included. The provider delivers everything else again.
async fn handle<P: Provider>(counter: &Counter<P>, callback: &P::Callback) -> Acknowledgement {
    match book(counter, callback).await {
        Ok(()) => counter.provider.acknowledge(callback),
        Err(NotBooked::Confirmation(reason)) => {
            tracing::warn!(provider = P::NAME, reason = reason.0, "a callback does not fit");
            Acknowledgement::empty(StatusCode::SERVICE_UNAVAILABLE)
        }
        // A webhook may arrive before the response with the provider's id of the order.
        Err(NotBooked::UnknownOrder) => Acknowledgement::empty(StatusCode::SERVICE_UNAVAILABLE),
        Err(NotBooked::Database(error)) => {
            tracing::error!(provider = P::NAME, %error, "the database failed");
            Acknowledgement::empty(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

enum NotBooked {
    UnknownOrder,
    Confirmation(NotConfirmed),
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for NotBooked {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

async fn book<P: Provider>(counter: &Counter<P>, callback: &P::Callback) -> Result<(), NotBooked> {
    let subject = counter.provider.subject(callback);
    let order = find(&counter.store, P::NAME, subject).await?.ok_or(NotBooked::UnknownOrder)?;
    // Confirm first, record second: a forged amount must not take the place of the genuine callback.
    let fact = counter.provider.confirm(callback, &order).await.map_err(NotBooked::Confirmation)?;
    let Some(fact) = fact else { return Ok(()) };
    let (state, event) = (fact.progress.state, fact.event.clone());
    match counter.store.book(&order.number, fact).await? {
        Booked::Now => tracing::info!(?event, ?state, "booked"),
        Booked::Duplicate => tracing::info!(?event, "a duplicate, booked before"),
        Booked::TooLate(stands) if state.is_final() && state != stands => {
            tracing::error!(?event, ?state, ?stands, "the order has ended otherwise: a person has to find out");
        }
        // The order was recovered sooner, or the callback was late.
        Booked::TooLate(stands) => tracing::info!(?event, ?state, ?stands, "told before"),
    }
    Ok(())
}

/// Finds an order by its number, or by the provider's id.
async fn find(store: &Store, provider: &'static str, subject: Subject<'_>) -> rusqlite::Result<Option<Order>> {
    if let Some(number) = subject.number
        && let Some(order) = store.order(provider, number).await?
    {
        return Ok(Some(order));
    }
    match subject.reference {
        Some(reference) => store.order_by_reference(provider, reference).await,
        None => Ok(None),
    }
}
