//! A merchant of PaynetEasy, written without any of the sandbox's code: ring signs, and the base string is made here.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payments_sandbox::{Announcement, Builder, PaynetEasyAnnouncement, Sandbox};
use ring::digest;
use ring::rand::{SecureRandom as _, SystemRandom};
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use url::form_urlencoded;

use super::browser::Browser;
use super::get_receiver::{Call, Receiver};
use super::http::{self, HttpResponse};

pub(crate) type Pairs = Vec<(String, String)>;

/// The text form of an answer, read.
pub(crate) fn members(reply: &HttpResponse) -> Pairs {
    let text = reply.text().replace("\n&", "&");
    assert!(!text.contains('\n'), "{text}");
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

pub(crate) fn member(pairs: &Pairs, name: &str) -> Option<String> {
    pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
}

pub(crate) fn pairs(list: &[(&str, &str)]) -> Pairs {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// What a test may do differently from a good client.
#[derive(Clone)]
pub(crate) struct Oauth {
    pub(crate) consumer_key: String,
    pub(crate) method: String,
    pub(crate) nonce: String,
    pub(crate) timestamp: String,
}

pub(crate) struct Merchant {
    pub(crate) gateway: PaynetEasyAnnouncement,
    key: RsaKeyPair,
}

impl Merchant {
    pub(crate) fn new(announcement: &Announcement) -> Self {
        let gateway = announcement.payneteasy.clone();
        let key = RsaKeyPair::from_pkcs8(&super::pem(&gateway.private_key_pem_file)).unwrap();
        Self { gateway, key }
    }

    pub(crate) fn oauth(&self) -> Oauth {
        let mut nonce = [0; 16];
        SystemRandom::new().fill(&mut nonce).unwrap();
        Oauth {
            consumer_key: self.gateway.login.clone(),
            method: "RSA-SHA256".to_owned(),
            nonce: hex(&nonce),
            timestamp: now().to_string(),
        }
    }

    /// The header for a body.
    pub(crate) fn authorization(&self, oauth: &Oauth, url: &str, body: &Pairs) -> String {
        let parameters = [
            ("oauth_consumer_key", oauth.consumer_key.as_str()),
            ("oauth_nonce", &oauth.nonce),
            ("oauth_signature_method", &oauth.method),
            ("oauth_timestamp", &oauth.timestamp),
            ("oauth_version", "1.0"),
        ];
        let body = body.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let mut encoded: Vec<_> = body.chain(parameters).map(|(name, value)| (escape(name), escape(value))).collect();
        encoded.sort();
        let joined: Vec<_> = encoded.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let base_string = format!("POST&{}&{}", escape(url), escape(&joined.join("&")));

        let mut signature = vec![0; self.key.public().modulus_len()];
        self.key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), base_string.as_bytes(), &mut signature).unwrap();
        let mut items: Vec<_> =
            parameters.iter().map(|(name, value)| format!("{name}=\"{}\"", escape(value))).collect();
        items.insert(2, format!("oauth_signature=\"{}\"", escape(&STANDARD.encode(signature))));
        format!("OAuth {}", items.join(", "))
    }

    pub(crate) fn url(&self, command: &str) -> String {
        format!("{}/api/v4/{command}/{}", self.gateway.base_url, self.gateway.endpoint_id)
    }

    pub(crate) async fn post(&self, command: &str, body: &Pairs) -> HttpResponse {
        self.post_to(&self.url(command), body, None).await
    }

    pub(crate) async fn post_json(&self, command: &str, body: &Pairs) -> HttpResponse {
        self.post_to(&self.url(command), body, Some("application/vnd.pay+json")).await
    }

    pub(crate) async fn post_to(&self, url: &str, body: &Pairs, accept: Option<&str>) -> HttpResponse {
        let authorization = self.authorization(&self.oauth(), url, body);
        self.send(url, body, vec![authorization], accept).await
    }

    pub(crate) async fn send(
        &self,
        url: &str,
        body: &Pairs,
        authorization: Vec<String>,
        accept: Option<&str>,
    ) -> HttpResponse {
        let text = form_urlencoded::Serializer::new(String::new()).extend_pairs(body).finish();
        let mut headers = vec![("content-type", "application/x-www-form-urlencoded".to_owned())];
        headers.extend(authorization.into_iter().map(|value| ("authorization", value)));
        headers.extend(accept.map(|value| ("accept", value.to_owned())));
        http::send("POST", url, headers, text.into_bytes()).await
    }

    /// Makes an order; gives its id and the address of its form.
    pub(crate) async fn order(&self, body: &Pairs) -> (String, String) {
        let reply = self.post("transfer-form", body).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        let answer = members(&reply);
        assert_eq!(member(&answer, "type").as_deref(), Some("async-form-response"), "{answer:?}");
        (member(&answer, "paynet-order-id").unwrap(), member(&answer, "redirect-url").unwrap())
    }

    pub(crate) async fn status(&self, orderid: &str) -> Pairs {
        let body = pairs(&[("login", &self.gateway.login), ("client_orderid", ORDER), ("orderid", orderid)]);
        let answer = members(&self.post("status", &body).await);
        assert_eq!(member(&answer, "type").as_deref(), Some("status-response"), "{answer:?}");
        answer
    }

    /// A return of an order: the whole of it, or a part.
    pub(crate) fn return_of(&self, orderid: &str, part: Option<(&str, &str)>) -> Pairs {
        let body = pairs(&[("login", &self.gateway.login), ("client_orderid", ORDER), ("orderid", orderid)]);
        let mut text: String = body.iter().map(|(_, value)| value.as_str()).collect();
        let mut own = vec![];
        if let Some((amount, currency)) = part {
            // Of a currency with cents, and both of them written.
            text.push_str(amount.replace('.', "").trim_start_matches('0'));
            text.push_str(currency);
            own.extend([("amount", amount), ("currency", currency)]);
        }
        text.push_str(&self.gateway.merchant_control);
        let control = hex(digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes()).as_ref());
        own.push(("control", &control));
        with(body, &own)
    }

    /// Sends a request of version 2, which has no header of its own.
    pub(crate) async fn send_return(&self, body: &Pairs) -> HttpResponse {
        let url = format!("{}/api/v2/return/{}", self.gateway.base_url, self.gateway.endpoint_id);
        self.send(&url, body, Vec::new(), None).await
    }

    /// The checksum of callbacks and redirects.
    pub(crate) fn control(&self, told: &Pairs) -> String {
        let value = |name| member(told, name).unwrap();
        let text = [&value("status"), &value("orderid"), &value("merchant_order"), &self.gateway.merchant_control]
            .map(String::as_str)
            .concat();
        hex(digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes()).as_ref())
    }

    pub(crate) fn check_control(&self, told: &Pairs) {
        assert_eq!(member(told, "control"), Some(self.control(told)), "{told:?}");
    }
}

/// The order id of the documented examples.
pub(crate) const ORDER: &str = "34T43R77N";
/// Where the payer is sent back to: nobody goes there.
pub(crate) const SHOP: &str = "http://www.example.com";

pub(crate) fn now() -> u64 {
    #[expect(clippy::disallowed_methods, reason = "the sandbox checks against the wall clock")]
    let now = SystemTime::now();
    now.duration_since(UNIX_EPOCH).unwrap().as_secs()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn escape(text: &str) -> String {
    let form: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
    form.replace('+', "%20").replace('*', "%2A").replace("%7E", "~")
}

/// The documented body of a scenario, without a callback.
pub(crate) fn scenario(own: &[(&str, &str)]) -> Pairs {
    let common = [
        ("amount", "100"),
        ("client_orderid", ORDER),
        ("currency", "USD"),
        ("ipaddress", "1.1.1.1"),
        ("order_desc", "Your order description"),
        ("redirect_url", SHOP),
    ];
    let mut body = pairs(&common);
    body.extend(pairs(own));
    body
}

pub(crate) fn form_to_pan() -> Pairs {
    scenario(&[("deposit2card", "false"), ("destination-card-no", "4268736646656312")])
}

pub(crate) fn form_to_form() -> Pairs {
    scenario(&[("deposit2card", "false")])
}

pub(crate) fn pan_to_form(cvv2: &str) -> Pairs {
    scenario(&[
        ("card_printed_name", "Test Test"),
        ("credit_card_number", "4047753518764320"),
        ("cvv2", cvv2),
        ("deposit2card", "false"),
        ("expire_month", "12"),
        ("expire_year", "2023"),
    ])
}

/// Sets or replaces parameters.
pub(crate) fn with(mut body: Pairs, changes: &[(&str, &str)]) -> Pairs {
    for (name, value) in changes {
        body.retain(|(known, _)| known != name);
        body.push(((*name).to_owned(), (*value).to_owned()));
    }
    body
}

pub(crate) fn without(mut body: Pairs, name: &str) -> Pairs {
    body.retain(|(known, _)| known != name);
    body
}

/// A sandbox, its merchant, the merchant's callback receiver, and a browser.
pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    pub(crate) merchant: Merchant,
    pub(crate) calls: Receiver,
    pub(crate) browser: Browser,
}

impl Shop {
    pub(crate) async fn new() -> Self {
        Self::with(super::fast()).await
    }

    pub(crate) async fn with(builder: Builder) -> Self {
        let sandbox = builder.start().await.unwrap();
        let merchant = Merchant::new(sandbox.announcement());
        Self { merchant, calls: Receiver::start().await, browser: Browser, sandbox }
    }

    /// The body with this shop's receiver as the place for callbacks.
    pub(crate) fn with_callback(&self, body: Pairs) -> Pairs {
        with(body, &[("server_callback_url", &self.calls.url)])
    }

    /// Waits for the next callback and checks its checksum.
    pub(crate) async fn call(&mut self) -> Call {
        let call = self.calls.next().await;
        self.merchant.check_control(&call.parameters);
        call
    }
}
