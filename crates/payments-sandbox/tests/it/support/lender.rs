//! A lender that is a partner of Vepay, written without any of the sandbox's code: ring makes the digests.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use bytes::Bytes;
use payments_sandbox::{Builder, Provider, Sandbox, VepayAnnouncement};
use ring::digest::{self, Algorithm};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use super::browser::Page;
use super::fast;
use super::http::{self, HttpResponse};

pub(crate) const SUCCESS: &str = "https://shop.example/ok?a=1";
pub(crate) const FAIL: &str = "https://shop.example/failed";
pub(crate) const CANCEL: &str = "https://shop.example/cancelled?b=2";

pub(crate) fn hex(algorithm: &'static Algorithm, text: &[u8]) -> String {
    hex_of(digest::digest(algorithm, text).as_ref())
}

pub(crate) fn hex_of(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// The token of a body by this secret.
pub(crate) fn token_by(secret: &str, body: &[u8]) -> String {
    let sha1 = |text: &[u8]| hex(&digest::SHA1_FOR_LEGACY_USE_ONLY, text);
    sha1((sha1(secret.as_bytes()) + &sha1(body)).as_bytes())
}

pub(crate) struct Arrived {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

/// Takes whatever comes, at any path.
pub(crate) struct Mailbox {
    pub(crate) origin: String,
    answers: Arc<Mutex<VecDeque<(u16, &'static str)>>>,
    arrived: UnboundedReceiver<Arrived>,
    good: &'static str,
}

type Shared = (Arc<Mutex<VecDeque<(u16, &'static str)>>>, UnboundedSender<Arrived>, &'static str);

impl Mailbox {
    pub(crate) async fn start(good: &'static str) -> Self {
        let (sender, arrived) = mpsc::unbounded_channel();
        let answers = Arc::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(receive).with_state((Arc::clone(&answers), sender, good));
        tokio::spawn(async { axum::serve(listener, router).await.unwrap() });
        Self { origin, answers, arrived, good }
    }

    /// The next answers; after them every answer is 200 and the good one.
    pub(crate) fn will_answer(&self, answers: &[(u16, Option<&'static str>)]) {
        let answers = answers.iter().map(|(status, body)| (*status, body.unwrap_or(self.good)));
        self.answers.lock().unwrap().extend(answers);
    }

    pub(crate) async fn next(&mut self) -> Arrived {
        tokio::time::timeout(Duration::from_secs(10), self.arrived.recv()).await.expect("within ten seconds").unwrap()
    }

    pub(crate) async fn is_quiet(&mut self) -> bool {
        tokio::time::sleep(Duration::from_millis(200)).await;
        self.arrived.try_recv().is_err()
    }
}

async fn receive(
    State((answers, sender, good)): State<Shared>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: String,
) -> (StatusCode, [(&'static str, &'static str); 1], Bytes) {
    sender.send(Arrived { method, uri, headers, body }).unwrap();
    let (status, body) = answers.lock().unwrap().pop_front().unwrap_or((200, good));
    (StatusCode::from_u16(status).unwrap(), [("location", "/elsewhere")], Bytes::from_static(body.as_bytes()))
}

/// A fast sandbox, its partner and the partner's mailbox.
pub(crate) struct Lender {
    pub(crate) sandbox: Sandbox,
    pub(crate) vepay: VepayAnnouncement,
    pub(crate) mail: Mailbox,
}

impl Lender {
    pub(crate) async fn new() -> Self {
        Self::with(fast()).await
    }

    pub(crate) async fn with(builder: Builder) -> Self {
        let mail = Mailbox::start("{\"status\":0,\"message\":\"\"}").await;
        let sandbox = builder.start().await.unwrap();
        sandbox.set_callback(Provider::Vepay, &format!("{}/callback?own=1", mail.origin)).unwrap();
        let vepay = sandbox.announcement().vepay.clone();
        Self { sandbox, vepay, mail }
    }

    pub(crate) fn token(&self, body: &[u8]) -> String {
        token_by(&self.vepay.secret, body)
    }

    pub(crate) async fn post(&self, path: &str, body: &str) -> HttpResponse {
        let headers = vec![("x-mfo", self.vepay.mfo.clone()), ("x-token", self.token(body.as_bytes()))];
        self.post_with(path, body, headers).await
    }

    pub(crate) async fn post_with(&self, path: &str, body: &str, headers: Vec<(&str, String)>) -> HttpResponse {
        http::send("POST", &format!("{}{path}", self.vepay.base_url), headers, body.into()).await
    }

    /// The answer to a request that is let in.
    pub(crate) async fn call(&self, path: &str, body: &Value) -> Value {
        let reply = self.post(path, &body.to_string()).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        read(&reply)
    }

    /// A registration with all addresses, its id and its page.
    pub(crate) async fn register(&self, card_type: u8, extid: &str) -> (u64, String) {
        let answer = self.call("/card/reg", &self.request(card_type, extid)).await;
        assert_eq!(answer["status"], 1, "{answer}");
        (answer["id"].as_u64().unwrap(), answer["url"].as_str().unwrap().to_owned())
    }

    pub(crate) fn request(&self, card_type: u8, extid: &str) -> Value {
        json!({
            "type": card_type, "extid": extid, "timeout": 59,
            "successurl": SUCCESS, "failurl": FAIL, "cancelurl": CANCEL,
            "postbackurl": format!("{}/v1", self.mail.origin), "postbackurl_v2": format!("{}/v2", self.mail.origin),
        })
    }

    pub(crate) async fn card_of(&self, id: u64, card_type: u8) -> Value {
        self.call("/card/get", &json!({"id": id, "type": card_type})).await
    }

    /// The next callback or postback, at whatever path.
    pub(crate) async fn mail(&mut self, path: &str) -> Arrived {
        let arrived = self.mail.next().await;
        assert_eq!(arrived.uri.path(), path);
        arrived
    }
}

pub(crate) fn read(reply: &HttpResponse) -> Value {
    assert_eq!(reply.header("content-type"), Some("application/json; charset=UTF-8"));
    serde_json::from_slice(&reply.body).unwrap()
}

/// A card as it is typed into a page of Vepay or Kvell.
pub(crate) fn card(number: &str) -> Vec<(&'static str, String)> {
    [("card_number", number), ("expiry", "10/49"), ("cvc", "123"), ("card_holder", "IVAN IVANOV")]
        .map(|(name, value)| (name, value.to_owned()))
        .into()
}

/// Where a last page leads, by its link and by itself.
pub(crate) fn way_back(page: &Page) -> (Option<String>, Option<String>) {
    let between = |start: &str| {
        let (_, rest) = page.html.split_once(start)?;
        Some(rest.split('"').next().unwrap().replace("&amp;", "&"))
    };
    (between("<a class=\"button\" href=\""), between("http-equiv=\"refresh\" content=\""))
}
