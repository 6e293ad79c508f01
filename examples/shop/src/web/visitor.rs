//! Protection of what changes something: only a form of the shop's own page, in the browser it was given to, is accepted.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Form, FromRequest as _, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::header::{COOKIE, HeaderName, ORIGIN, SET_COOKIE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use kvell_client::TransactionId;
use payments_core::callback::equal_in_constant_time;
use serde::Deserialize;

use super::limits::{FORM_LIMIT, read_body};
use super::site::{Site, only};
use crate::page;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The browser that a page is for. Its secret is in a cookie, which no script can read, and in each form of the page: another
/// site can send the cookie, but not the form's copy.
#[derive(Clone)]
pub(crate) struct Visitor(String);

impl Visitor {
    /// What the forms of its pages carry, as `csrf`.
    pub(crate) fn form_token(&self) -> &str {
        &self.0
    }

    fn new() -> Option<Self> {
        // A random UUID: 122 bits.
        TransactionId::random().ok().map(|number| Self(number.as_str().to_owned()))
    }

    fn known(site: &Site, headers: &HeaderMap) -> Option<Self> {
        let pairs = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        let mut pairs = pairs.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let (_, token) = pairs.find(|(name, _)| *name == cookie_name(site))?;
        TransactionId::new(token).is_ok().then(|| Self(token.to_owned()))
    }

    /// `Lax`: the payer who comes back from a provider's page is still the same visitor.
    fn cookie(&self, site: &Site) -> Option<HeaderValue> {
        let secure = if site.is_https() { "; Secure" } else { "" };
        let cookie = format!("{}={}; Path=/; HttpOnly; SameSite=Lax{secure}", cookie_name(site), self.0);
        HeaderValue::try_from(cookie).ok()
    }
}

/// With this prefix browsers take the cookie from no other host. They require https for it.
const fn cookie_name(site: &Site) -> &'static str {
    if site.is_https() { "__Host-shop" } else { "shop" }
}

/// Tells handlers who the visitor is, and lets only forms of the shop's own pages change anything.
pub(super) async fn guard(State(site): State<Arc<Site>>, mut request: Request, next: Next) -> Response {
    let known = Visitor::known(&site, request.headers());
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        request = match checked(request, &site, known.as_ref()).await {
            Ok(request) => request,
            Err(refusal) => return refusal,
        };
    }
    let is_new = known.is_none();
    let Some(visitor) = known.or_else(Visitor::new) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    request.extensions_mut().insert(visitor.clone());
    let mut response = next.run(request).await;
    if is_new {
        response.headers_mut().extend(visitor.cookie(&site).map(|cookie| (SET_COOKIE, cookie)));
    }
    response
}

/// The request, if it comes from a form of the shop's own page.
async fn checked(request: Request, site: &Site, visitor: Option<&Visitor>) -> Result<Request, Response> {
    let (head, body) = request.into_parts();
    let refused = || (StatusCode::FORBIDDEN, axum::response::Html(page::not_our_form())).into_response();
    if !comes_from_own_page(site, &head.headers) {
        return Err(refused());
    }
    let body = read_body(body, FORM_LIMIT).await?;
    let copy = Request::from_parts(head.clone(), Body::from(body.clone()));
    let carried = Form::<Carried>::from_request(copy, &()).await.map_err(|_| refused())?;
    match visitor {
        Some(visitor) if equal_in_constant_time(visitor.0.as_bytes(), carried.csrf.as_bytes()) => {
            Ok(Request::from_parts(head, Body::from(body)))
        }
        _ => Err(refused()),
    }
}

/// What every form of the shop carries.
#[derive(Deserialize)]
struct Carried {
    csrf: String,
}

/// What the browser says about the page that sent the form. `Origin: null` is what it says of our own, because they have
/// `Referrer-Policy: no-referrer`; then `Sec-Fetch-Site` decides, or with an old browser the form's token alone.
fn comes_from_own_page(site: &Site, headers: &HeaderMap) -> bool {
    let is_own_site = !headers.contains_key(FETCH_SITE) || only(headers, FETCH_SITE) == Some("same-origin");
    let is_own_origin = !headers.contains_key(ORIGIN)
        || only(headers, ORIGIN).is_some_and(|origin| origin == "null" || site.is_own_origin(origin));
    is_own_site && is_own_origin
}
