//! Signatures made wrong on purpose, and what the sandbox says about each. All is signed and hashed by ring.

use std::time::{Duration, SystemTime};

use axum::http::Request;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use bytes::Bytes;
use payments_sandbox::{Provider, Received, Sandbox, SignatureDiagnosis, Simulation};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RsaEncoding, RsaKeyPair};
use serde_json::json;
use url::form_urlencoded;

use crate::support::lender::hex_of;
use crate::support::pem;

const BODY: &str = r#"{"session_id":"ps_1001","note":"Заказ №7 a/b"}"#;

struct Desk {
    simulation: Simulation,
    now: SystemTime,
}

impl Desk {
    fn new() -> Self {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        Self { simulation: Sandbox::builder().simulate([3; 32]).unwrap(), now }
    }

    fn send(&mut self, provider: Provider, path: &str, headers: &[(&str, &str)], body: &str) -> Received {
        let mut request = Request::post(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Bytes::copy_from_slice(body.as_bytes())).unwrap();
        self.simulation.respond(provider, &request, self.now);
        self.simulation.received(provider).pop().unwrap()
    }

    fn diagnosis(
        &mut self,
        provider: Provider,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> SignatureDiagnosis {
        let received = self.send(provider, path, headers, body);
        received.diagnosis.unwrap_or_else(|| panic!("{provider} accepted it: {:?}", received.signature))
    }
}

fn signature(key_file: &std::path::Path, encoding: &'static dyn RsaEncoding, text: &[u8]) -> Vec<u8> {
    let key = RsaKeyPair::from_pkcs8(&pem(key_file)).unwrap();
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(encoding, &SystemRandom::new(), text, &mut signature).unwrap();
    signature
}

/// Asserts that the mistake is recognised by words of its sentence.
fn assert_says(diagnosis: &SignatureDiagnosis, words: &str) {
    let mistake = diagnosis.mistake();
    assert!(mistake.contains(words), "wanted: {words}\n{diagnosis}");
}

#[test]
fn bank131_says_what_was_signed_instead_of_the_body() {
    let mut desk = Desk::new();
    let bank = desk.simulation.announcement().bank131.clone();
    let other = desk.simulation.announcement().payneteasy.private_key_pem_file.clone();
    let own = |text: &[u8]| signature(&bank.private_key_pem_file, &RSA_PKCS1_SHA256, text);
    let good = own(BODY.as_bytes());
    let spaced = r#"{"session_id": "ps_1001", "note": "Заказ №7 a/b"}"#;
    let escaped = r#"{"session_id":"ps_1001","note":"\u0417\u0430\u043a\u0430\u0437 \u21167 a\/b"}"#;
    let hash = digest(&SHA256, BODY.as_bytes());
    let cases: &[(String, &str)] = &[
        (STANDARD.encode(own(b"")), "an empty body"),
        (STANDARD.encode(own(format!("{BODY}\n").as_bytes())), "white space at the ends"),
        (STANDARD.encode(own(spaced.as_bytes())), "other white space"),
        (STANDARD.encode(own(escaped.as_bytes())), "other escapes"),
        (STANDARD.encode(own(br#"{"note":"Zakaz"}"#)), "other bytes were signed"),
        (STANDARD.encode(own("{\"note\":\"Заказ №7 a/b\",\"session_id\":\"ps_1001\"}".as_bytes())), "another order"),
        (STANDARD.encode(own(format!("/api/v1/session/status{BODY}").as_bytes())), "the path and the body"),
        (STANDARD.encode(own(hash.as_ref())), "What was signed is the digest:"),
        (STANDARD.encode(own(hex_of(hash.as_ref()).as_bytes())), "the digest written in digits"),
        (STANDARD.encode(own(STANDARD.encode(BODY).as_bytes())), "the base64 of the text"),
        (
            STANDARD.encode(signature(&bank.private_key_pem_file, &RSA_PKCS1_SHA512, BODY.as_bytes())),
            "signed with SHA-512",
        ),
        (STANDARD.encode(signature(&bank.private_key_pem_file, &RSA_PSS_SHA256, BODY.as_bytes())), "PSS"),
        (STANDARD.encode(signature(&other, &RSA_PKCS1_SHA256, BODY.as_bytes())), "another key of this sandbox"),
        (STANDARD.encode(STANDARD.encode(&good)), "encoded in base64 twice"),
        (hex_of(&good), "in hexadecimal digits"),
        (URL_SAFE.encode(&good), "base64 for URLs"),
        (STANDARD.encode(&good).trim_end_matches('=').to_owned(), "lacks the `=`"),
        ("?".to_owned(), "not written in base64"),
    ];
    for (signature, words) in cases {
        let headers = [
            ("content-type", "application/json"),
            ("x-partner-project", &*bank.project),
            ("x-partner-sign", signature),
        ];
        let diagnosis = desk.diagnosis(Provider::Bank131, "/api/v1/session/status", &headers, BODY);
        assert_says(&diagnosis, words);
        assert_eq!(diagnosis.comparisons[0].expected, hex_of(hash.as_ref()));
    }
    let headers = [("content-type", "application/json"), ("x-partner-project", &*bank.project)];
    assert_says(&desk.diagnosis(Provider::Bank131, "/api/v1/session/status", &headers, BODY), "no header");
    let signature = STANDARD.encode(&good);
    let headers = [&headers[..], &[("x-partner-sign", &*signature)]].concat();
    let accepted = desk.send(Provider::Bank131, "/api/v1/session/status", &headers, BODY);
    assert_eq!(accepted.diagnosis, None);
    assert!(accepted.refusal.unwrap().contains("there is no such session"));
}

/// The parameters of a request to PaynetEasy, and how its base string is made.
struct BaseString<'a> {
    method: &'a str,
    uri: &'a str,
    encode: fn(&str) -> String,
    encode_again: fn(&str) -> String,
    sorts: bool,
    leaves_out: &'a str,
}

fn strict(text: &str) -> String {
    let form: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
    form.replace('+', "%20").replace('*', "%2A").replace("%7E", "~")
}

fn form(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[test]
fn payneteasy_shows_the_base_string_that_was_signed_beside_the_expected_one() {
    let mut desk = Desk::new();
    let gateway = desk.simulation.announcement().payneteasy.clone();
    let path = format!("/paynet/api/v4/status/{}", gateway.endpoint_id);
    let origin = gateway.base_url.trim_end_matches("/paynet").to_owned();
    let uri = format!("{origin}{path}");
    let body = [("login", &*gateway.login), ("client_orderid", "Заказ 7~*"), ("orderid", "6863810"), ("comment", "")];
    let form_body = form_urlencoded::Serializer::new(String::new()).extend_pairs(body).finish();
    let right =
        BaseString { method: "POST", uri: &uri, encode: strict, encode_again: strict, sorts: true, leaves_out: "-" };
    let plain: fn(&str) -> String = |text| text.to_owned();
    let (https, no_port) = (uri.replace("http:", "https:"), uri.replace(":2/", "/"));
    let localhost = uri.replace("127.0.0.1", "localhost");
    let cases: &[(BaseString<'_>, &str)] = &[
        (BaseString { method: "GET", ..right }, "another HTTP method"),
        (BaseString { method: "post", ..right }, "in lower case"),
        (BaseString { uri: &https, ..right }, "https instead of http"),
        (BaseString { uri: &no_port, ..right }, "The port is missing"),
        (BaseString { uri: &localhost, ..right }, "another host"),
        (BaseString { uri: &path, ..right }, "another address"),
        (BaseString { encode: form, ..right }, "a space as `+`"),
        (BaseString { encode: plain, ..right }, "not encoded before they are joined"),
        (BaseString { encode_again: plain, ..right }, "not encoded a second time"),
        (BaseString { sorts: false, ..right }, "not sorted"),
        (BaseString { leaves_out: "oauth_", ..right }, "oauth_ parameters are missing"),
        (BaseString { leaves_out: "comment", ..right }, "with empty values"),
        (BaseString { leaves_out: "orderid", ..right }, "another base string"),
    ];
    let send = |desk: &mut Desk, case: &BaseString<'_>, login: &str, timestamp: &str| {
        let oauth = [
            ("oauth_consumer_key", login),
            ("oauth_nonce", "n0nce"),
            ("oauth_signature_method", "RSA-SHA256"),
            ("oauth_timestamp", timestamp),
            ("oauth_version", "1.0"),
        ];
        let kept = body.iter().chain(&oauth).filter(|(name, _)| !name.starts_with(case.leaves_out));
        let mut joined: Vec<String> =
            kept.map(|(name, value)| format!("{}={}", (case.encode)(name), (case.encode)(value))).collect();
        if case.sorts {
            joined.sort();
        }
        let again = case.encode_again;
        let text = format!("{}&{}&{}", case.method, again(case.uri), again(&joined.join("&")));
        let signed = signature(&gateway.private_key_pem_file, &RSA_PKCS1_SHA256, text.as_bytes());
        let mut items: Vec<String> =
            oauth.iter().map(|(name, value)| format!("{name}=\"{}\"", strict(value))).collect();
        items.push(format!("oauth_signature=\"{}\"", strict(&STANDARD.encode(signed))));
        let header = format!("OAuth {}", items.join(", "));
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("authorization", &*header)];
        (desk.send(Provider::PaynetEasy, &path, &headers, &form_body), text)
    };
    for (case, words) in cases {
        let (received, text) = send(&mut desk, case, &gateway.login, "1800000000");
        let diagnosis = received.diagnosis.unwrap();
        assert_says(&diagnosis, words);
        let base_string = &diagnosis.comparisons[0];
        assert!(base_string.expected.starts_with("POST&http%3A%2F%2F127.0.0.1%3A2%2Fpaynet"), "{diagnosis}");
        let shown = base_string.received.as_ref().filter(|shown| **shown != base_string.expected);
        assert_eq!(shown, (*words != "another base string").then_some(&text), "{words}\n{diagnosis}");
    }
    let (stale, _) = send(&mut desk, &right, &gateway.login, "1799990000");
    assert_says(&stale.diagnosis.unwrap(), "check the clock");
    let (foreign, _) = send(&mut desk, &right, "Another", "1800000000");
    assert_says(&foreign.diagnosis.unwrap(), "not the announced login");
    assert_eq!(send(&mut desk, &right, &gateway.login, "1800000000").0.diagnosis, None);
    let (replayed, _) = send(&mut desk, &right, &gateway.login, "1800000000");
    assert_says(&replayed.diagnosis.unwrap(), "oauth_nonce was used before");
}

#[test]
fn payneteasy_shows_what_a_control_is_over() {
    let mut desk = Desk::new();
    let gateway = desk.simulation.announcement().payneteasy.clone();
    let key = &gateway.merchant_control;
    let path = format!("/paynet/api/v2/return/{}", gateway.endpoint_id);
    let login = &gateway.login;
    for (text, words) in [
        (format!("{login}7686381010.50RUB{key}"), "minor units"),
        (format!("{login}76863810{key}"), "without the amount"),
        (format!("{login}768638101050RUB"), "without the key"),
        (format!("{key}{login}768638101050RUB"), "The key comes first"),
        (format!("{login}{key}"), "does not fit"),
    ] {
        let control = hex_of(digest(&SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes()).as_ref());
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("login", &**login), ("client_orderid", "7"), ("orderid", "6863810"), ("amount", "10.50")])
            .extend_pairs([("currency", "RUB"), ("control", &control)])
            .finish();
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let diagnosis = desk.diagnosis(Provider::PaynetEasy, &path, &headers, &body);
        assert_says(&diagnosis, words);
        assert_eq!(diagnosis.comparisons[0].expected, format!("{login}768638101050RUB‹merchant control›"));
        assert!(!diagnosis.to_string().contains(&**key));
    }
}

#[test]
fn vepay_says_how_the_token_was_made() {
    let mut desk = Desk::new();
    let vepay = desk.simulation.announcement().vepay.clone();
    let sha1 = |text: &str| hex_of(digest(&SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes()).as_ref());
    let sha256 = |text: &str| hex_of(digest(&SHA256, text.as_bytes()).as_ref());
    let (body, secret) = (r#"{"id":101464,"type":0}"#, &*vepay.secret);
    let right = sha1(&format!("{}{}", sha1(secret), sha1(body)));
    let cases = [
        (right.to_uppercase(), "in capital letters"),
        (sha1(&format!("{}{}", sha1(body), sha1(secret))), "joined in another order"),
        (sha1(&format!("{secret}{body}")), "The values themselves are joined"),
        (sha1(&format!("{}{}", sha1(secret), sha1(r#"{"id": 101464, "type": 0}"#))), "other white space"),
        (sha1(&format!("{}{}", sha1(secret), sha1(""))), "an empty body"),
        (sha1(&format!("{}{}", sha256(secret), sha256(body))), "The inner digests are SHA-256"),
        (sha256(&format!("{}{}", sha1(secret), sha1(body))), "plain SHA-256"),
        (sha1("anything"), "check the secret"),
    ];
    for (token, words) in cases {
        let headers = [("content-type", "application/json"), ("x-mfo", &*vepay.mfo), ("x-token", &*token)];
        let diagnosis = desk.diagnosis(Provider::Vepay, "/mfo/card/get", &headers, body);
        assert_says(&diagnosis, words);
        let [comparison] = &diagnosis.comparisons[..] else { panic!("{diagnosis}") };
        assert_eq!((&comparison.expected, comparison.received.as_ref()), (&right, Some(&token)));
    }
    let headers = [("content-type", "application/json"), ("x-mfo", "7"), ("x-token", &*right)];
    assert_says(&desk.diagnosis(Provider::Vepay, "/mfo/card/get", &headers, body), "X-Mfo is not the one");
}

#[test]
fn kvell_shows_the_signed_text_without_the_secret() {
    let mut desk = Desk::new();
    let kvell = desk.simulation.announcement().kvell.clone();
    let (key, secret) = (&*kvell.api_key, &*kvell.secret_key);
    let values = ["client-42", "tr-7", "100", "https://shop.example/ok?a=1", "https://shop.example/no"];
    let [customer, transaction, amount, success, fail] = values;
    let middle = values.concat();
    for (text, words) in [
        (format!("{key}{middle}"), "without secret_key"),
        (format!("{middle}{secret}"), "without api_key"),
        (format!("{secret}{key}{middle}"), "secret_key comes first"),
        (format!("{key}:{}:{secret}", values.join(":")), "a separator"),
        (format!("{key}{}{secret}", values.map(form).concat()), "encoded values"),
        (format!("{key}{transaction}{customer}{amount}{success}{fail}{secret}"), "in another order"),
        ("anything".to_owned(), "check secret_key"),
    ] {
        let signature = hex_of(digest(&SHA256, text.as_bytes()).as_ref());
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("api_key", key), ("customer_key", customer), ("transaction", transaction)])
            .extend_pairs([("amount", amount), ("description", "d"), ("success_url", success)])
            .extend_pairs([("fail_url", fail), ("signature", &*signature)])
            .finish();
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let diagnosis = desk.diagnosis(Provider::Kvell, "/bind/card/preauthorize", &headers, &body);
        assert_says(&diagnosis, words);
        assert_eq!(diagnosis.comparisons[0].expected, format!("{key}{middle}‹secret_key›"));
        assert!(!diagnosis.to_string().contains(secret), "{diagnosis}");
    }
}

#[test]
fn a_card_number_in_a_base_string_is_never_shown() {
    let mut desk = Desk::new();
    let gateway = desk.simulation.announcement().payneteasy.clone();
    let path = format!("/paynet/api/v4/transfer-form/{}", gateway.endpoint_id);
    let body = "credit_card_number=4111111111111111&destination-card-no=5058270610441098&cvv2=";
    let header = format!(
        "OAuth oauth_consumer_key=\"{}\", oauth_nonce=\"n\", oauth_signature_method=\"RSA-SHA256\", \
         oauth_timestamp=\"1800000000\", oauth_version=\"1.0\", oauth_signature=\"YQ%3D%3D\"",
        gateway.login
    );
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("authorization", &*header)];
    let received = desk.send(Provider::PaynetEasy, &path, &headers, body);
    let shown = format!("{received:?} {}", received.diagnosis.as_ref().unwrap());
    assert!(shown.contains("credit_card_number%3D************1111"), "{shown}");
    assert!(!shown.contains("411111") && !shown.contains("505827"), "{shown}");
}

#[test]
fn a_refused_request_is_shown_with_its_number_time_and_refusal() {
    let mut desk = Desk::new();
    let bank = desk.simulation.announcement().bank131.clone();
    let headers = [("content-type", "application/json"), ("x-partner-project", &*bank.project)];
    let first = desk.send(Provider::Bank131, "/api/v1/session/status", &headers, BODY);
    desk.now += Duration::from_secs(5);
    let second = desk.send(Provider::Bank131, "/api/v1/wallet/balance", &headers, &json!({}).to_string());
    assert_eq!((first.number, second.number), (1, 2));
    assert_eq!(second.at.duration_since(first.at).unwrap(), Duration::from_secs(5));
    assert!(first.refusal.unwrap().contains("X-PARTNER-SIGN is missing"));
}

#[test]
fn a_body_far_above_any_documented_one_is_refused_without_a_diagnosis() {
    let mut desk = Desk::new();
    let bank = desk.simulation.announcement().bank131.clone();
    let headers =
        [("content-type", "application/json"), ("x-partner-project", &*bank.project), ("x-partner-sign", "YQ==")];
    let long = format!("[{}1]", "1,".repeat(1 << 16));
    assert_eq!(desk.send(Provider::Bank131, "/api/v1/session/status", &headers, &long).diagnosis, None);
    let deep = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    let diagnosis = desk.diagnosis(Provider::Bank131, "/api/v1/session/status", &headers, &deep);
    assert_says(&diagnosis, "a key that was not announced");
}
