//! The routes of the shop, and what stands in front of them: [`site`], [`visitor`], [`headers`], [`limits`].

mod headers;
pub(crate) mod limits;
mod site;
mod visitor;

use std::sync::Arc;

use axum::extract::{Form, Path, Query, State};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::{any, get, post};
use axum::{Extension, Router};
use http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use kvell_client::TransactionId;
use serde::Deserialize;

use crate::begin::{begin, begin_again};
use crate::callbacks;
use crate::counter::Counter;
use crate::order::Kind;
use crate::page;
use crate::providers::{PayerPage, Provider};
use crate::store::{Intent, Store};

pub(crate) use site::Site;
use visitor::Visitor;

/// The customer of all orders. A real shop knows its customers; this one has one.
const CUSTOMER: &str = "client-42";

/// The orders on the page. The payer who begins one or comes back from a provider is sent there.
const ORDERS: &str = "/#orders";

/// The page, its table, its files, and the page that payers return to.
pub(crate) fn pages(store: Store, site: &Arc<Site>) -> Router {
    let table = async |State(store): State<Store>| match store.orders().await {
        Ok(orders) => Html(page::table(&orders)).into_response(),
        Err(error) => failed(&error),
    };
    // Providers send payers back by POST from their own pages. What a browser brings back proves nothing, so it is not read.
    let back = async || Redirect::to(ORDERS);
    let mut routes = Router::new()
        .route("/", get(show))
        .route("/orders", get(table))
        .layer(from_fn_with_state(Arc::clone(site), visitor::guard))
        .route("/back", any(back));
    for (path, kind, content) in page::FILES {
        routes = routes.route(path, get(async move || ([(CONTENT_TYPE, kind)], content)));
    }
    routes.with_state(store)
}

/// The routes of a provider: begin an order, go to the payer's page, receive callbacks.
pub(crate) fn counter<P: Provider>(counter: Arc<Counter<P>>, site: &Arc<Site>) -> Router {
    let mut routes = Router::new()
        .route("/orders/{number}", post(start::<P>))
        .route("/orders/{number}/actions/{kind}", get(action::<P>))
        .route("/orders/{number}/pay", get(pay::<P>));
    if counter.provider.may_begin_again() {
        routes = routes.route("/orders/{number}/again", post(start_again::<P>));
    }
    let routes = routes
        .layer(from_fn_with_state(Arc::clone(site), visitor::guard))
        .route("/callbacks", any(callbacks::receive::<P>));
    Router::new().nest(&format!("/{}", P::NAME), routes.with_state(counter))
}

/// What every request passes: no other host, and the headers of every response.
pub(crate) fn protect(app: Router, site: Arc<Site>) -> Router {
    app.layer(from_fn_with_state(site, site::own_host)).layer(map_response(headers::secure))
}

/// The number of an order is generated with the form that begins it. So a form that is submitted twice is one order.
async fn show(State(store): State<Store>, Extension(visitor): Extension<Visitor>) -> Response {
    let orders = match store.orders().await {
        Ok(orders) => orders,
        Err(error) => return failed(&error),
    };
    // A UUID, because Kvell requires one and the others accept it: with a fixed length no character can be moved between
    // values that are signed without a separator.
    let number = || TransactionId::random().map(|number| number.as_str().to_owned());
    match page::whole(&orders, visitor.form_token(), number) {
        Ok(html) => Html(html).into_response(),
        Err(error) => failed(&error),
    }
}

/// Begins an order.
async fn start<P: Provider>(
    State(counter): State<Arc<Counter<P>>>,
    Path(number): Path<String>,
    Query(Asked { kind, about }): Query<Asked>,
    Form(typed): Form<P::Typed>,
) -> Response {
    let offers = if about.is_some() { P::actions() } else { P::offers() };
    let offer = offers.into_iter().find(|offer| offer.kind == kind);
    let Some(offer) = offer.filter(|_| TransactionId::new(number.as_str()).is_ok()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if !P::is_complete(kind, &typed) {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    }
    let next = format!("/{}/orders/{number}/pay", P::NAME);
    let customer = CUSTOMER.to_owned();
    let intent = Intent { number, provider: P::NAME, kind, customer, amount: offer.price, about };
    to_its_end(begin(counter, intent, typed), &next).await
}

/// What a form begins.
#[derive(Deserialize)]
struct Asked {
    kind: Kind,
    about: Option<String>,
}

/// The form of what is to be done about an order. Here its customer sees it; in a real shop only the staff does.
async fn action<P: Provider>(
    State(counter): State<Arc<Counter<P>>>,
    Path((about, kind)): Path<(String, Kind)>,
    Extension(visitor): Extension<Visitor>,
) -> Response {
    let Some(offer) = P::actions().into_iter().find(|offer| offer.kind == kind) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let order = match counter.store.order(P::NAME, &about).await {
        Ok(Some(order)) => order,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return failed(&error),
    };
    match TransactionId::random() {
        Ok(number) => Html(page::action::<P>(&order, &offer, number.as_str(), visitor.form_token())).into_response(),
        Err(error) => failed(&error),
    }
}

/// Begins again a transfer whose outcome is unknown.
async fn start_again<P: Provider>(
    State(counter): State<Arc<Counter<P>>>,
    Path(number): Path<String>,
    Form(typed): Form<P::Typed>,
) -> Response {
    if !P::is_complete(Kind::Transfer, &typed) {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    }
    to_its_end(begin_again(counter, number, typed), ORDERS).await
}

/// Runs a call in its own task: a browser that hangs up drops its handler, and must not drop the call to a provider with it.
/// Then the payer goes to the next page.
async fn to_its_end(call: impl Future<Output = rusqlite::Result<()>> + Send + 'static, next: &str) -> Response {
    match tokio::spawn(call).await {
        Ok(Ok(())) => Redirect::to(next).into_response(),
        Ok(Err(error)) => failed(&error),
        Err(error) => failed(&error),
    }
}

/// Sends the payer on to the provider's page, or back to the orders if there is none. It is a page that does this, and no
/// redirect: see [`headers`].
async fn pay<P: Provider>(
    State(counter): State<Arc<Counter<P>>>,
    Path(number): Path<String>,
    Extension(visitor): Extension<Visitor>,
) -> Response {
    let order = match counter.store.order(P::NAME, &number).await {
        Ok(Some(order)) => order,
        // What was not allowed is no order.
        Ok(None) => return Redirect::to(ORDERS).into_response(),
        Err(error) => return failed(&error),
    };
    if order.state.is_final() {
        return Redirect::to(ORDERS).into_response();
    }
    match counter.provider.payer_page(&order).await {
        Some(PayerPage::Address(address)) => Html(page::go_on(&address)).into_response(),
        Some(PayerPage::Form(form)) => {
            let policy = HeaderValue::from_static(headers::HAND_OVER_POLICY);
            ([(CONTENT_SECURITY_POLICY, policy)], Html(page::hand_over(&form))).into_response()
        }
        Some(PayerPage::SameForm) => Html(page::again::<P>(&number, visitor.form_token())).into_response(),
        None if order.may_get_page() => Html(page::wait()).into_response(),
        None => Redirect::to(ORDERS).into_response(),
    }
}

fn failed(error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "a page failed");
    (StatusCode::INTERNAL_SERVER_ERROR, Html(page::failed())).into_response()
}
