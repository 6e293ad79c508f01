//! The addresses of the shop.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::{any, get, post};
use http::{StatusCode, header};
use kvell_client::TransactionId;

use crate::begin::{Counter, begin, begin_again};
use crate::callbacks;
use crate::page;
use crate::providers::{PayerPage, Provider};
use crate::store::Store;

/// Whom the orders belong to. A real shop knows its customers; this one has one.
const CUSTOMER: &str = "client-42";

/// The page, its table, and where payers come back to.
pub(crate) fn pages(store: Store) -> Router {
    let table = async |State(store): State<Store>| match store.lines().await {
        Ok(lines) => fresh(page::table(&lines)),
        Err(error) => failed(&error),
    };
    // What a browser brings back is no proof, so nothing is read.
    let back = async || Redirect::to("/");
    Router::new().route("/", get(show)).route("/orders", get(table)).route("/back", any(back)).with_state(store)
}

/// What a provider needs: a way to begin, a way to the payer's page, and an address for callbacks.
pub(crate) fn counter<P: Provider>(counter: Arc<Counter<P>>) -> Router {
    let mut routes = Router::new()
        .route("/orders/{number}", post(start::<P>))
        .route("/orders/{number}/pay", get(pay::<P>))
        .route("/callbacks", any(callbacks::receive::<P>));
    if counter.provider.may_begin_again() {
        routes = routes.route("/orders/{number}/again", post(start_again::<P>));
    }
    Router::new().nest(&format!("/{}", P::NAME), routes.with_state(counter))
}

/// The number of an order is made with the form that begins it. So a form that is sent twice is one order.
async fn show(State(store): State<Store>) -> Response {
    let lines = match store.lines().await {
        Ok(lines) => lines,
        Err(error) => return failed(&error),
    };
    // A UUID, because Kvell wants one and the others take it: one length, so that nothing can be moved out of it or into it
    // where values are signed without anything between them.
    match page::whole(&lines, || TransactionId::random().map(|number| number.as_str().to_owned())) {
        Ok(html) => fresh(html),
        Err(error) => failed(&error),
    }
}

/// Begins an order.
async fn start<P: Provider>(
    State(counter): State<Arc<Counter<P>>>,
    Path(number): Path<String>,
    Form(typed): Form<P::Typed>,
) -> Response {
    if TransactionId::new(number.as_str()).is_err() {
        return StatusCode::NOT_FOUND.into_response();
    }
    to_its_end(begin(counter, number, CUSTOMER.to_owned(), typed)).await
}

/// Begins an order again whose outcome is unknown.
async fn start_again<P: Provider>(
    State(counter): State<Arc<Counter<P>>>,
    Path(number): Path<String>,
    Form(typed): Form<P::Typed>,
) -> Response {
    to_its_end(begin_again(counter, number, typed)).await
}

/// In a task of its own: a browser that hangs up drops its handler, and must not drop the call to a provider with it.
async fn to_its_end(call: impl Future<Output = rusqlite::Result<()>> + Send + 'static) -> Response {
    match tokio::spawn(call).await {
        Ok(Ok(())) => Redirect::to("/").into_response(),
        Ok(Err(error)) => failed(&error),
        Err(error) => failed(&error),
    }
}

/// Sends the payer to the provider's page.
async fn pay<P: Provider>(State(counter): State<Arc<Counter<P>>>, Path(number): Path<String>) -> Response {
    let order = match counter.store.order(P::NAME, &number).await {
        Ok(Some(order)) => order,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return failed(&error),
    };
    if order.state.is_final() {
        return Redirect::to("/").into_response();
    }
    match counter.provider.payer_page(&order).await {
        Some(PayerPage::Address(address)) => Redirect::to(&address).into_response(),
        Some(PayerPage::Html(html)) => fresh(html),
        Some(PayerPage::SameForm) => fresh(page::again::<P>(&number)),
        None => Redirect::to("/").into_response(),
    }
}

/// A page that no cache keeps.
fn fresh(html: String) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Html(html)).into_response()
}

fn failed(error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "a page failed");
    (StatusCode::INTERNAL_SERVER_ERROR, "The shop has a problem. Nothing is lost; try again.").into_response()
}
