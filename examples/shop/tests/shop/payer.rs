//! A minimal browser of the payer: it posts forms, and follows no redirects.

use axum::body::{Body, to_bytes};
use http::{Request, StatusCode, header};
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
pub(crate) struct Payer(Client<HttpConnector, Body>);

/// What it shows after a request.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) location: Option<String>,
    pub(crate) html: String,
}

impl Payer {
    pub(crate) fn new() -> Self {
        let mut client = Client::builder(TokioExecutor::new());
        // Shops are killed and started again at the same address.
        client.pool_max_idle_per_host(0);
        Self(client.build_http())
    }

    pub(crate) async fn get(&self, address: &str) -> Page {
        self.send(Request::get(address).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, address: &str, typed: &[(&str, &str)]) -> Page {
        self.send(form(address, typed)).await
    }

    /// Posts, and ignores the response: the shop may be killed before there is one.
    pub(crate) fn post_into_the_dark(&self, address: &str, typed: &[(&str, &str)]) {
        let request = self.0.request(form(address, typed));
        tokio::spawn(request);
    }

    /// Opens the page that sends the payer to the provider's form, and returns that form's address.
    pub(crate) async fn form_of(&self, shop: &str, provider: &str, number: &str) -> String {
        let page = self.get(&format!("{shop}/{provider}/orders/{number}/pay")).await;
        page.location.unwrap_or_else(|| unreachable!("no form: {} {}", page.status, page.html))
    }

    /// Opens a provider's form, types into it and submits it.
    pub(crate) async fn fill_in(&self, form: &str, typed: &[(&str, &str)]) {
        let page = self.get(form).await.html;
        let (_, rest) = page.split_once("action=\"").unwrap_or_else(|| unreachable!("no form: {page}"));
        let path = rest.split('"').next().unwrap();
        let origin: String = form.split_inclusive('/').take(3).collect();
        self.post(&format!("{}{path}", origin.trim_end_matches('/')), typed).await;
    }

    async fn send(&self, request: Request<Body>) -> Page {
        let (head, body) = self.0.request(request).await.unwrap().into_parts();
        let html = to_bytes(Body::new(body), 1 << 20).await.unwrap();
        Page {
            status: head.status,
            location: head.headers.get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned()),
            html: String::from_utf8(html.to_vec()).unwrap(),
        }
    }
}

/// What is typed here needs no escaping except for spaces and slashes.
fn form(address: &str, typed: &[(&str, &str)]) -> Request<Body> {
    let pairs: Vec<_> = typed.iter().map(|(name, text)| format!("{name}={}", escape(text))).collect();
    Request::post(address)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(pairs.join("&")))
        .unwrap()
}

fn escape(text: &str) -> String {
    text.replace(' ', "+").replace('/', "%2F")
}
