//! A minimal browser of the payer: it posts forms, keeps the shop's cookie, and follows no redirects.

use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

/// Cards of the sandbox; see its README.
pub(crate) const BANK131_CARDS: [(&str, &str); 4] = [
    ("card_number", "5555555555554444"),
    ("expiry", "12/30"),
    ("security_code", "719"),
    ("recipient_card_number", "5058270610441098"),
];
pub(crate) const PAYNETEASY_CARDS: [(&str, &str); 6] = [
    ("credit_card_number", "4047753518764320"),
    ("expiry", "12/30"),
    ("cvv2", "123"),
    ("card_printed_name", "TEST TEST"),
    ("destination_card_number", "4268736646656312"),
    ("action", "pay"),
];
pub(crate) const SAVED_CARD: [(&str, &str); 5] = [
    ("card_number", "4111111111111111"),
    ("expiry", "12/30"),
    ("cvc", "123"),
    ("card_holder", "TEST TEST"),
    ("action", "pay"),
];

/// A browser.
#[derive(Clone)]
pub(crate) struct Payer {
    client: Client<HttpConnector, Body>,
    cookie: Arc<Mutex<Option<HeaderValue>>>,
}

/// What it shows after a request.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) location: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) html: String,
}

impl Payer {
    pub(crate) fn new() -> Self {
        let mut client = Client::builder(TokioExecutor::new());
        // Shops are killed and started again at the same address.
        client.pool_max_idle_per_host(0);
        Self { client: client.build_http(), cookie: Arc::default() }
    }

    pub(crate) async fn get(&self, address: &str) -> Page {
        self.send(Request::get(address).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, address: &str, typed: &[(&str, &str)]) -> Page {
        self.send(form(address, typed)).await
    }

    /// Posts, and ignores the response: the shop may be killed before there is one.
    pub(crate) fn post_into_the_dark(&self, address: &str, typed: &[(&str, &str)]) {
        let request = self.with_cookie(form(address, typed));
        tokio::spawn(self.client.request(request));
    }

    /// Opens the page that sends the payer to the provider's form, and returns that form's address.
    pub(crate) async fn form_of(&self, shop: &str, provider: &str, number: &str) -> String {
        let page = self.get(&format!("{shop}/{provider}/orders/{number}/pay")).await;
        let address = page.html.split_once("content=\"0;url=").and_then(|(_, rest)| rest.split('"').next());
        let address = address.unwrap_or_else(|| unreachable!("no form: {} {}", page.status, page.html));
        address.replace("&amp;", "&")
    }

    /// Opens a provider's form, types into it and submits it.
    pub(crate) async fn fill_in(&self, form: &str, typed: &[(&str, &str)]) {
        let page = self.get(form).await.html;
        let (_, rest) = page.split_once("action=\"").unwrap_or_else(|| unreachable!("no form: {page}"));
        let path = rest.split('"').next().unwrap();
        let origin: String = form.split_inclusive('/').take(3).collect();
        self.post(&format!("{}{path}", origin.trim_end_matches('/')), typed).await;
    }

    /// Sends a request as it is, without the cookie.
    pub(crate) async fn send_as_is(&self, request: Request<Body>) -> Page {
        let (head, body) = self.client.request(request).await.unwrap().into_parts();
        let html = to_bytes(Body::new(body), 1 << 20).await.unwrap();
        Page {
            status: head.status,
            location: head.headers.get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned()),
            html: String::from_utf8(html.to_vec()).unwrap(),
            headers: head.headers,
        }
    }

    async fn send(&self, request: Request<Body>) -> Page {
        let page = self.send_as_is(self.with_cookie(request)).await;
        if let Some(cookie) = page.cookie() {
            *self.cookie.lock().unwrap() = Some(cookie);
        }
        page
    }

    /// The cookie goes to every address: in these tests all are on one host.
    fn with_cookie(&self, mut request: Request<Body>) -> Request<Body> {
        let cookie = self.cookie.lock().unwrap().clone();
        request.headers_mut().extend(cookie.map(|cookie| (header::COOKIE, cookie)));
        request
    }
}

impl Page {
    /// The cookie that it sets, as it is sent back.
    pub(crate) fn cookie(&self) -> Option<HeaderValue> {
        let set = self.headers.get(header::SET_COOKIE)?.to_str().unwrap();
        set.split(';').next().map(|pair| pair.parse().unwrap())
    }

    /// What its forms carry.
    pub(crate) fn form_token(&self) -> String {
        let (_, rest) = self.html.split_once("name=\"csrf\" value=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }
}

/// What is typed here needs no escaping except for spaces and slashes.
pub(crate) fn form(address: &str, typed: &[(&str, &str)]) -> Request<Body> {
    let pairs: Vec<_> = typed.iter().map(|(name, text)| format!("{name}={}", escape(text))).collect();
    Request::post(address)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(pairs.join("&")))
        .unwrap()
}

fn escape(text: &str) -> String {
    text.replace(' ', "+").replace('/', "%2F")
}
