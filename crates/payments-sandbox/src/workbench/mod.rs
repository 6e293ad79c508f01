//! The workbench: pages that show a person what the sandbox received, did and delivered, and why it refused a signature.
//!
//! It has a port of its own, so that no path of a provider is taken. Nothing on it opens anything: no key, no body of a request
//! and no card number is shown.

mod layout;
mod overview;
mod request_page;
mod visitor;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Request, Response, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::{any, get, post};

use crate::each_provider::EachProvider;
use crate::host::SimulatedProvider;
use crate::page::{Bilingual, Page};
use crate::provider::Provider;

/// A simulated provider and its scheme, host and port.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) provider: SimulatedProvider,
    pub(crate) origin: String,
}

/// What the pages are about.
#[derive(Debug)]
pub(crate) struct Workbench {
    pub(crate) providers: EachProvider<Shown>,
    /// The host name in the announced addresses.
    pub(crate) host: String,
}

type Shared = State<Arc<Workbench>>;

const PROVIDERS: [Provider; 4] = [Provider::Bank131, Provider::PaynetEasy, Provider::Vepay, Provider::Kvell];

/// The routes of the workbench.
pub(crate) fn router(workbench: Workbench) -> Router {
    let workbench = Arc::new(workbench);
    let (of_requests, of_deliveries) = ("/{provider}/requests/{number}", "/{provider}/deliveries/{number}/again");
    Router::new()
        .route("/", get(async |State(workbench): Shared| overview::page(&workbench, None)))
        .route("/back", any(back))
        .route("/{provider}", get(of_provider))
        .route(of_requests, get(request))
        .route(of_deliveries, post(send_again))
        .fallback(async || not_found())
        .layer(middleware::from_fn_with_state(Arc::clone(&workbench), admit))
        .with_state(workbench)
}

/// Serves the sandbox's own host names only, and says how far a browser may trust the pages.
async fn admit(State(workbench): Shared, request: Request<Body>, next: Next) -> Response<Body> {
    let mut response = match visitor::check_host(request.headers(), &workbench.host) {
        Ok(()) => next.run(request).await,
        Err(status) => status.into_response(),
    };
    response.headers_mut().extend(layout::HEADERS.map(|(name, value)| (name, header::HeaderValue::from_static(value))));
    response
}

async fn of_provider(State(workbench): Shared, Path(provider): Path<String>) -> Response<Body> {
    match provider.parse() {
        Ok(provider) => overview::page(&workbench, Some(provider)),
        Err(_) => not_found(),
    }
}

async fn request(State(workbench): Shared, Path((provider, number)): Path<(String, u64)>) -> Response<Body> {
    let Ok(provider) = provider.parse() else { return not_found() };
    let received = workbench.providers.get(provider).provider.received();
    let found = received.iter().find(|received| received.number == number);
    found.map_or_else(not_found, |received| request_page::page(provider, received))
}

async fn send_again(
    State(workbench): Shared,
    Path((provider, number)): Path<(String, u64)>,
    headers: HeaderMap,
) -> Response<Body> {
    if let Err(status) = visitor::check_origin(&headers) {
        return status.into_response();
    }
    let Ok(provider) = provider.parse::<Provider>() else { return not_found() };
    if !workbench.providers.get(provider).provider.send_again(number) {
        return not_found();
    }
    Redirect::to(&format!("/{provider}#callbacks")).into_response()
}

/// Where a shop without pages sends its payers back to.
async fn back() -> Response<Body> {
    let title = Bilingual { ru: "Здесь был бы ваш магазин", en: "Your shop would be here" };
    let text = Bilingual {
        ru: "Плательщик закончил и вернулся. Его браузер ничего не доказывает: узнайте результат у провайдера или из колбэка.",
        en: "The payer is done and has come back. The browser proves nothing: ask the provider, or wait for the callback.",
    };
    Page::new(title).paragraph(text).respond(StatusCode::OK).map(Body::from)
}

fn not_found() -> Response<Body> {
    let title = Bilingual { ru: "Такой страницы нет", en: "There is no such page" };
    let text = Bilingual {
        ru: "Песочница хранит последние 10 000 запросов и 500 колбэков.",
        en: "The sandbox keeps the last 10,000 requests and 500 callbacks.",
    };
    let to = Bilingual { ru: "К началу", en: "To the overview" };
    Page::new(title).paragraph(text).link("/", to).respond(StatusCode::NOT_FOUND).map(Body::from)
}
