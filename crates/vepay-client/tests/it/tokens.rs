//! The token: vectors T1 to T16, computed with Python's hashlib for the secret `test-secret-key`, and what changes it.

use http::Method;
use payments_core::{Body, DecodeError, Endpoint, InvalidField, RawResponse, Reads};
use vepay_client::account::Check;
use vepay_client::card::{CardDel, CardGet, CardId, CardInfo, CardUse};
use vepay_client::{Environment, OperationId, Secret, Vepay as Provider};

use crate::support::{
    FakeResponse, MFO, REGISTERED, REQUEST_BYTES, SECRET, Vepay, WITH_CARD, documented_request, duplicate, header,
};

const DONE: &str = r#"{"status":1}"#;

/// A request with any bytes as its body.
struct Raw(String);

impl Endpoint for Raw {
    type Provider = Provider;
    type Response = ();
    type Effect = Reads;
    const NAME: &'static str = "raw";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "raw";
    const EVIDENCE: payments_core::Evidence = payments_core::Evidence::Documented;

    fn body(&self) -> Result<Body, InvalidField> {
        Ok(Body::new("application/json", self.0.clone().into_bytes()))
    }

    fn decode(&self, _response: &RawResponse) -> Result<(), DecodeError> {
        Ok(())
    }
}

fn token_with(secret: &str, body: &str) -> String {
    let vepay = Vepay::with([FakeResponse::ok(DONE)], Environment::Test, secret, |builder| builder);
    vepay.send(&Raw(body.to_owned())).unwrap();
    let call = vepay.call();
    assert_eq!(call.body(), body.as_bytes(), "the bytes that are signed are the bytes that travel");
    header(&call, "x-token").unwrap().to_owned()
}

fn token(body: &str) -> String {
    token_with(SECRET, body)
}

fn escaped() -> String {
    REQUEST_BYTES.replace("УФ", r"\u0423\u0424")
}

#[test]
fn t1_compact_and_raw_utf8() {
    assert_eq!(REQUEST_BYTES.len(), 296);
    assert_eq!(token(REQUEST_BYTES), "0fd8fbda14e3af1523538cb3bcf8d087fd027b2d");
}

#[test]
fn t2_letters_escaped() {
    assert_eq!(token(&escaped()), "2d9fca6b7b808e35efe6308a6cfc28ed28027996");
}

#[test]
fn t3_slashes_escaped_too() {
    assert_eq!(token(&escaped().replace('/', r"\/")), "0c0e9be135b6f1eefeef3c35dc339e4f73ebdb9a");
}

#[test]
fn t4_spaces_after_separators() {
    let body = REQUEST_BYTES.replace(",\"", ", \"").replace("\":", "\": ");
    assert_eq!((body.len(), token(&body).as_str()), (311, "bf9e874cb37e449e948ea12247cde4fb6addf57c"));
}

#[test]
fn t5_indented() {
    let inner = REQUEST_BYTES.trim_matches(['{', '}']).replace(",\"", ",\n  \"").replace("\":", "\": ");
    let body = format!("{{\n  {inner}\n}}");
    assert_eq!((body.len(), token(&body).as_str()), (329, "f5a3745f12e64825be478309c4ed54165da46951"));
}

#[test]
fn t6_to_t16_small_bodies() {
    let vectors = [
        ("T6", r#"{"id":101464,"type":1}"#, "fccffc394638d0bce6458b494a8caa2822a9b0bb"),
        ("T7", r#"{"id":101464,"type":0}"#, "a29a056926138cbce7184f11be68c4a797f066cc"),
        ("T8", r#"{"id":101464}"#, "1919b153be25032143ca5d25844781a5ddf3faa8"),
        ("T9", "{\"id\":101464}\n", "397da530271b472d113c1e04377499d916192f9a"),
        ("T10", "", "efc8515f07a804ca3a42a52b9efe0443f810057c"),
        ("T11", "[]", "5d45e8022c8291cbcc3aa0f2c81c09091b7848ce"),
        ("T12", "{}", "f37715fccf1c3bf1e37243b27007e670fb11406e"),
        ("T13", r#"{"card":356}"#, "7e4c9c5a1c98532357d218546d6bd2756f22572e"),
        ("T14", r#"{"card":356,"type":1}"#, "817d5a0496a72f3ad5a96a27104eed258e3cb0a2"),
        ("T15", r#"{"card":356,"amount":100.5,"extid":"loan-1"}"#, "fee36a28fcc8542f19b00af27beb2406450b850e"),
        ("T16", r#"{"amount":1500,"extid":"loan-2","timeout":30}"#, "03c57991530bc6c6e8a6a60996ac90db38d74eb8"),
    ];
    for (name, body, expected) in vectors {
        assert_eq!(token(body), expected, "{name}");
    }
}

#[test]
fn a_secret_in_another_alphabet_is_hashed_as_utf8() {
    assert_eq!(token_with("пароль", r#"{"id":101464,"type":1}"#), "c49a77559f9299358ff9135c2fcc4343ae812fa8");
}

#[test]
fn every_endpoint_sends_its_vector() {
    fn sent<E: Endpoint<Provider = Provider>>(request: &E, answer: &str) -> (String, String, String) {
        let vepay = Vepay::new([FakeResponse::ok(answer)]);
        assert!(vepay.send(request).is_ok());
        let call = vepay.call();
        assert_eq!(header(&call, "x-mfo"), Some(MFO));
        let body = String::from_utf8(call.body().to_vec()).unwrap();
        (call.uri().path().to_owned(), body, header(&call, "x-token").unwrap().to_owned())
    }

    let id = OperationId::new(101_464);
    let card = CardId::new(356);
    let found = [
        sent(&documented_request(), REGISTERED),
        sent(&CardGet::new(id, CardUse::Payout), WITH_CARD),
        sent(&CardGet::new(id, CardUse::Autopayment), WITH_CARD),
        sent(&Check::new(), DONE),
        sent(&CardDel::new(card), DONE),
        sent(&CardInfo::new(card, CardUse::Payout), WITH_CARD),
    ];
    let expected = [
        ("/mfo/card/reg", REQUEST_BYTES, "0fd8fbda14e3af1523538cb3bcf8d087fd027b2d"),
        ("/mfo/card/get", r#"{"id":101464,"type":1}"#, "fccffc394638d0bce6458b494a8caa2822a9b0bb"),
        ("/mfo/card/get", r#"{"id":101464,"type":0}"#, "a29a056926138cbce7184f11be68c4a797f066cc"),
        ("/mfo/check", "", "efc8515f07a804ca3a42a52b9efe0443f810057c"),
        ("/mfo/card/del", r#"{"card":356}"#, "7e4c9c5a1c98532357d218546d6bd2756f22572e"),
        ("/mfo/card/info", r#"{"card":356,"type":1}"#, "817d5a0496a72f3ad5a96a27104eed258e3cb0a2"),
    ];
    assert_eq!(found, expected.map(|(path, body, token)| (path.to_owned(), body.to_owned(), token.to_owned())));
}

#[test]
fn one_byte_more_or_another_secret_is_another_token() {
    let body = r#"{"id":101464}"#;
    let right = token(body);
    assert_ne!(token("{\"id\":101464} "), right);
    assert_ne!(token(r#"{"id":101465}"#), right);
    assert_ne!(token_with("test-secret-kez", body), right);
    assert_eq!(right, right.to_ascii_lowercase(), "Vepay compares with regard to case");
}

#[test]
fn the_token_is_marked_as_sensitive() {
    let vepay = Vepay::new([FakeResponse::ok(DONE)]);
    vepay.send(&Check::new()).unwrap();
    assert!(vepay.call().headers()["x-token"].is_sensitive());
}

#[test]
fn the_same_request_sent_again_has_the_same_bytes_and_token() {
    let vepay = Vepay::new([FakeResponse::broken(), duplicate()]);
    let request = documented_request();
    let _ = vepay.send(&request);
    let _ = vepay.send(&request);
    let [first, second] = vepay.calls().try_into().unwrap();
    assert_eq!(first.body(), second.body());
    assert_eq!(first.headers(), second.headers());
}

#[test]
fn a_secret_that_vepay_cannot_store_is_refused() {
    for secret in ["", " ", "secret\n", " secret", "sec\tret", &"x".repeat(51)] {
        let builder = vepay_client::Client::builder(Environment::Test, MFO, Secret::new(secret));
        assert!(builder.build().unwrap_err().to_string().starts_with("secret must"), "{}", secret.len());
    }
    let builder = vepay_client::Client::builder(Environment::Test, MFO, Secret::new("я".repeat(50)));
    assert!(builder.clock(crate::support::VirtualClock::default()).build().is_ok(), "characters count, not bytes");
}
