//! A partner of the bank, written without any of the sandbox's code: ring signs and verifies.

pub(crate) mod browser;
pub(crate) mod get_receiver;
pub(crate) mod http;
pub(crate) mod lender;
pub(crate) mod merchant;
pub(crate) mod receiver;
pub(crate) mod seller;
pub(crate) mod simulated;

use std::num::NonZeroU32;
use std::path::Path;

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payments_sandbox::{Announcement, Builder, Provider, Sandbox};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey};
use serde_json::{Value, json};

use http::HttpResponse;
use receiver::Receiver;

pub(crate) const INIT: &str = "/api/v1/session/multi/init";
pub(crate) const STATUS: &str = "/api/v1/session/status";
pub(crate) const CONFIRM: &str = "/api/v1/session/confirm";
pub(crate) const CANCEL: &str = "/api/v1/session/cancel";

pub(crate) struct Partner {
    pub(crate) base_url: String,
    pub(crate) project: String,
    key: RsaKeyPair,
    bank_key: Vec<u8>,
}

impl Partner {
    pub(crate) fn new(announcement: &Announcement) -> Self {
        let bank = &announcement.bank131;
        let spki = pem(&bank.bank_public_key_pem_file);
        Self {
            base_url: bank.base_url.clone(),
            project: bank.project.clone(),
            key: RsaKeyPair::from_pkcs8(&pem(&bank.private_key_pem_file)).unwrap(),
            // ring wants the PKCS#1 key that an SPKI of 2048 bits holds after 24 bytes of header.
            bank_key: spki[24..].to_vec(),
        }
    }

    pub(crate) fn sign(&self, body: &[u8]) -> String {
        let mut signature = vec![0; self.key.public().modulus_len()];
        self.key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), body, &mut signature).unwrap();
        STANDARD.encode(signature)
    }

    pub(crate) fn bank_signed(&self, body: &[u8], signature: &str) -> bool {
        let signature = STANDARD.decode(signature).unwrap();
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.bank_key).verify(body, &signature).is_ok()
    }

    /// The headers of a good request.
    pub(crate) fn headers(&self, body: &[u8]) -> Vec<(&'static str, String)> {
        vec![
            ("content-type", "application/json".to_owned()),
            ("x-partner-project", self.project.clone()),
            ("x-partner-sign", self.sign(body)),
        ]
    }

    pub(crate) async fn post(&self, path: &str, body: &[u8]) -> HttpResponse {
        self.post_with(path, body, self.headers(body)).await
    }

    pub(crate) async fn post_with(&self, path: &str, body: &[u8], headers: Vec<(&str, String)>) -> HttpResponse {
        let url = format!("{}{path}", self.base_url);
        http::send("POST", &url, headers, body.to_vec()).await
    }

    pub(crate) async fn post_with_key(&self, path: &str, body: &[u8], key: &str) -> HttpResponse {
        let mut headers = self.headers(body);
        headers.push(("x-partner-idempotency-key", key.to_owned()));
        self.post_with(path, body, headers).await
    }

    /// Posts and expects success; the answer is the session.
    pub(crate) async fn session(&self, path: &str, body: &Value) -> Value {
        let reply = self.post(path, body.to_string().as_bytes()).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        let mut answer = reply.json();
        assert_eq!(answer["status"], "ok");
        answer["session"].take()
    }

    pub(crate) async fn init(&self, body: &Value) -> String {
        let session = self.session(INIT, body).await;
        session["id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn status(&self, id: &str) -> Value {
        self.session(STATUS, &json!({"session_id": id})).await
    }

    /// Asks until the session is as it should be.
    pub(crate) async fn wait_until(&self, id: &str, is_so: impl Fn(&Value) -> bool) {
        for _ in 0..500 {
            if is_so(&self.status(id).await) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("{}", self.status(id).await);
    }
}

pub(crate) fn pem(path: &Path) -> Vec<u8> {
    let text = std::fs::read_to_string(path).unwrap();
    let base64: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    STANDARD.decode(base64).unwrap()
}

/// The bank's documented example.
pub(crate) fn documented_request() -> Value {
    serde_json::from_str(include_str!("../../fixtures/bank131/multi_init_request.json")).unwrap()
}

/// The documented example with another payment card.
pub(crate) fn paid_with(card: &str) -> Value {
    let mut body = documented_request();
    body["payment_details_multi"][0]["card"]["bank_card"]["number"] = json!(card);
    body
}

pub(crate) const NO_3DS: &str = "5555555555554444";

/// Everything a test needs: a fast sandbox, its partner, and the partner's webhook receiver.
pub(crate) struct TestBed {
    pub(crate) sandbox: Sandbox,
    pub(crate) partner: Partner,
    pub(crate) hooks: Receiver,
}

impl TestBed {
    pub(crate) async fn new() -> Self {
        Self::with(fast()).await
    }

    pub(crate) async fn with(builder: Builder) -> Self {
        let hooks = Receiver::start().await;
        let sandbox = builder.start().await.unwrap();
        sandbox.set_callback(Provider::Bank131, &hooks.url).unwrap();
        let partner = Partner::new(sandbox.announcement());
        Self { sandbox, partner, hooks }
    }

    /// Waits for the next webhook, checks its signature and its type, and gives its session.
    pub(crate) async fn hook(&mut self, kind: &str) -> Value {
        let hook = self.hooks.next().await;
        assert!(self.partner.bank_signed(&hook.body, &hook.signature), "the webhook must be signed");
        let mut event: Value = serde_json::from_slice(&hook.body).unwrap();
        assert_eq!(event["type"], kind);
        event["session"].take()
    }
}

/// Delays of a second become ten milliseconds, and no time is spent on keys.
pub(crate) fn fast() -> Builder {
    Sandbox::builder().speed(NonZeroU32::new(100).unwrap())
}
