//! The addresses that are the shop's own. Under any other name it serves nothing: a page elsewhere whose name is made to
//! resolve to this machine (DNS rebinding) would otherwise read and press what the customer's browser may.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::header::{HOST, HeaderName};
use http::{HeaderMap, StatusCode, Uri};

use crate::Failure;

/// The addresses of the shop.
#[derive(Debug)]
pub(crate) struct Site {
    /// For payers' browsers.
    pages: Vec<Address>,
    /// For providers, besides those.
    callbacks: Address,
    is_https: bool,
}

impl Site {
    /// `url` is the shop's address for browsers, `callback_url` that for providers.
    pub(crate) fn new(listening: SocketAddr, url: &str, callback_url: &str) -> Result<Self, Failure> {
        let public = Address::parse(url)?;
        let is_https = public.scheme == "https";
        // A proxy may put the address it connects to in place of the public one.
        let mut pages = vec![public, Address::plain(listening.to_string())];
        if listening.ip().is_loopback() {
            pages.push(Address::plain(format!("localhost:{}", listening.port())));
        }
        Ok(Self { pages, callbacks: Address::parse(callback_url)?, is_https })
    }

    /// Whether payers' browsers reach it by https.
    pub(super) const fn is_https(&self) -> bool {
        self.is_https
    }

    /// Whether a page of this origin is the shop's.
    pub(super) fn is_own_origin(&self, origin: &str) -> bool {
        self.pages.iter().any(|page| page.is_origin(origin))
    }

    fn serves(&self, host: &str, is_callback: bool) -> bool {
        self.pages.iter().any(|page| page.is_host(host)) || is_callback && self.callbacks.is_host(host)
    }
}

/// Refuses requests to any other host.
pub(super) async fn own_host(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let is_callback = request.uri().path().ends_with("/callbacks");
    match host(&request) {
        Some(host) if site.serves(host, is_callback) => next.run(request).await,
        _ => (StatusCode::MISDIRECTED_REQUEST, "This shop has another address: see SHOP_URL.").into_response(),
    }
}

/// The host that a request names. An absolute target counts more than the header (RFC 9112, 3.2.2).
fn host(request: &Request) -> Option<&str> {
    match request.uri().authority() {
        Some(authority) => Some(authority.as_str()),
        None => only(request.headers(), HOST),
    }
}

/// The value of a header that is there once.
pub(super) fn only(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).into_iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    value.to_str().ok()
}

/// A scheme, a host and a port, such as `https://shop.example`.
#[derive(Debug)]
struct Address {
    scheme: String,
    authority: String,
}

impl Address {
    fn parse(url: &str) -> Result<Self, Failure> {
        let refused = || format!("{url} is not the address of a shop, which is like https://shop.example");
        let uri: Uri = url.parse().map_err(|_| refused())?;
        let (Some(scheme @ ("http" | "https")), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(refused().into());
        };
        if url != format!("{scheme}://{authority}") || authority.as_str().contains('@') {
            return Err(refused().into());
        }
        Ok(Self { scheme: scheme.to_owned(), authority: authority.as_str().to_ascii_lowercase() })
    }

    fn plain(authority: String) -> Self {
        Self { scheme: "http".to_owned(), authority }
    }

    fn is_host(&self, host: &str) -> bool {
        self.without_default_port(&host.to_ascii_lowercase()) == self.without_default_port(&self.authority)
    }

    fn is_origin(&self, origin: &str) -> bool {
        origin.split_once("://").is_some_and(|(scheme, host)| scheme == self.scheme && self.is_host(host))
    }

    fn without_default_port<'a>(&self, host: &'a str) -> &'a str {
        let default = if self.scheme == "https" { ":443" } else { ":80" };
        host.strip_suffix(default).unwrap_or(host)
    }
}
