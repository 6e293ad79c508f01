//! The routes of the shop.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::{any, get, post};
use http::{StatusCode, header};
use kvell_client::TransactionId;

use crate::begin::{begin, begin_again};
use crate::callbacks;
use crate::counter::Counter;
use crate::page;
use crate::providers::{PayerPage, Provider};
use crate::store::Store;

/// The customer of all orders. A real shop knows its customers; this one has one.
const CUSTOMER: &str = "client-42";

/// The page, its table, and the page that payers return to.
pub(crate) fn pages(store: Store) -> Router {
    let table = async |State(store): State<Store>| match store.lines().await {
        Ok(lines) => fresh(page::table(&lines)),
        Err(error) => failed(&error),
    };
    // What a browser brings back proves nothing, so it is not read.
    let back = async || Redirect::to("/");
    Router::new().route("/", get(show)).route("/orders", get(table)).route("/back", any(back)).with_state(store)
}

/// The routes of a provider: begin an order, go to the payer's page, receive callbacks.
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

/// The number of an order is generated with the form that begins it. So a form that is submitted twice is one order.
async fn show(State(store): State<Store>) -> Response {
    let lines = match store.lines().await {
        Ok(lines) => lines,
        Err(error) => return failed(&error),
    };
    // A UUID, because Kvell requires one and the others accept it: with a fixed length no character can be moved between
    // values that are signed without a separator.
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

/// Begins again an order whose outcome is unknown.
async fn start_again<P: Provider>(
    State(counter): State<Arc<Counter<P>>>,
    Path(number): Path<String>,
    Form(typed): Form<P::Typed>,
) -> Response {
    to_its_end(begin_again(counter, number, typed)).await
}

/// Runs a call in its own task: a browser that hangs up drops its handler, and must not drop the call to a provider with it.
async fn to_its_end(call: impl Future<Output = rusqlite::Result<()>> + Send + 'static) -> Response {
    match tokio::spawn(call).await {
        Ok(Ok(())) => Redirect::to("/").into_response(),
        Ok(Err(error)) => failed(&error),
        Err(error) => failed(&error),
    }
}

/// Redirects the payer to the provider's page.
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

/// A page that is not cached.
fn fresh(html: String) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Html(html)).into_response()
}

fn failed(error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "a page failed");
    (StatusCode::INTERNAL_SERVER_ERROR, "The shop has a problem. Nothing is lost; try again.").into_response()
}
