//! A shop that is a client of Kvell, written without any of the sandbox's code: ring makes the digests.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payments_sandbox::{Builder, Delivery, KvellAnnouncement, Provider, Sandbox};
use ring::digest;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::Value;
use url::form_urlencoded;

use super::browser::{Browser, Page};
use super::http::{self, HttpResponse};
use super::lender::{Mailbox, hex};
use super::{fast, pem};

pub(crate) const SUCCESS: &str = "https://shop.example/ok?order=42&lang=ru";
pub(crate) const FAIL: &str = "https://shop.example/fail?order=42#top";
pub(crate) const CUSTOMER: &str = "клиент/7";
pub(crate) const TRANSACTION: &str = "tx+0001/я";

/// A fast sandbox, its shop and the shop's mailbox.
pub(crate) struct Seller {
    pub(crate) sandbox: Sandbox,
    pub(crate) kvell: KvellAnnouncement,
    pub(crate) mail: Mailbox,
}

pub(crate) type Fields = BTreeMap<&'static str, String>;

impl Seller {
    pub(crate) async fn new() -> Self {
        Self::with(fast()).await
    }

    pub(crate) async fn with(builder: Builder) -> Self {
        let mail = Mailbox::start("").await;
        let sandbox = builder.start().await.unwrap();
        sandbox.set_callback(Provider::Kvell, &format!("{}/saved", mail.origin)).unwrap();
        let kvell = sandbox.announcement().kvell.clone();
        Self { sandbox, kvell, mail }
    }

    pub(crate) fn sign(&self, values: &[&str]) -> String {
        let text = format!("{}{}{}", self.kvell.api_key, values.concat(), self.kvell.secret_key);
        hex(&digest::SHA256, text.as_bytes())
    }

    /// What opens the form; `changes` come before the signature is made.
    pub(crate) fn fields(&self, changes: &[(&'static str, &str)]) -> Fields {
        let mut fields: Fields = [
            ("api_key", self.kvell.api_key.as_str()),
            ("customer_key", CUSTOMER),
            ("transaction", TRANSACTION),
            ("amount", "15000"),
            ("description", "Продукт №1 \"A\" <b>"),
            ("success_url", SUCCESS),
            ("fail_url", FAIL),
        ]
        .map(|(name, value)| (name, value.to_owned()))
        .into();
        fields.extend(changes.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let signed = ["customer_key", "transaction", "amount", "success_url", "fail_url"];
        let signature = self.sign(&signed.map(|name| fields[name].as_str()));
        fields.insert("signature", signature);
        fields
    }

    pub(crate) fn form_url(&self) -> String {
        format!("{}/bind/card/preauthorize", self.kvell.form_url)
    }

    pub(crate) fn link(&self, fields: &Fields) -> String {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        format!("{}?{query}", self.form_url())
    }

    pub(crate) async fn open(&self, fields: &Fields) -> Page {
        Browser.open(&self.link(fields)).await
    }

    pub(crate) async fn post(&self, fields: &Fields) -> Page {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Browser.post(&self.form_url(), &fields).await
    }

    /// A request signed over `values`.
    pub(crate) async fn get(&self, segments: &[&str], values: &[&str]) -> HttpResponse {
        let headers = vec![("x-api-key", self.kvell.api_key.clone()), ("x-signature", self.sign(values))];
        self.get_with(segments, headers).await
    }

    pub(crate) async fn get_with(&self, segments: &[&str], headers: Vec<(&str, String)>) -> HttpResponse {
        let mut url = url::Url::parse(&self.kvell.api_url).unwrap();
        url.path_segments_mut().unwrap().push("v1").extend(segments);
        http::send("GET", url.as_str(), headers, vec![]).await
    }

    /// The signature of a payout over these bytes.
    pub(crate) fn sign_payout(&self, message: &[u8]) -> String {
        let key = RsaKeyPair::from_pkcs8(&pem(&self.kvell.payout_private_key_pem_file)).unwrap();
        let mut signature = vec![0; key.public().modulus_len()];
        key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature).unwrap();
        STANDARD.encode(signature)
    }

    /// A payout, signed over its body.
    pub(crate) async fn pay_out(&self, payout: &Value) -> HttpResponse {
        let body = payout.to_string().into_bytes();
        let signature = self.sign_payout(&body);
        self.pay_out_with(body, Some(signature)).await
    }

    pub(crate) async fn pay_out_with(&self, body: Vec<u8>, signature: Option<String>) -> HttpResponse {
        let url = format!("{}/v1/orders/account2card", self.kvell.api_url);
        let mut headers =
            vec![("x-api-key", self.kvell.api_key.clone()), ("content-type", "application/json".to_owned())];
        headers.extend(signature.map(|signature| ("x-signature", signature)));
        http::send("POST", &url, headers, body).await
    }

    pub(crate) async fn card(&self) -> HttpResponse {
        self.get(&["customers", CUSTOMER, "orders", TRANSACTION], &[CUSTOMER]).await
    }

    pub(crate) async fn order_status(&self) -> Value {
        self.get(&["orders", TRANSACTION], &[TRANSACTION]).await.json()["status"].take()
    }

    /// Polls until `count` attempts are in the log.
    pub(crate) async fn deliveries(&self, count: usize) -> Vec<Delivery> {
        for _ in 0..1000 {
            let found = self.sandbox.kvell().deliveries();
            if found.len() >= count {
                return found;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("only {:?}", self.sandbox.kvell().deliveries());
    }
}
