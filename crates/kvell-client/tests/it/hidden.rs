//! What must not be seen is not seen: neither in `Debug` nor in messages nor in logs at their most talkative.

use std::fmt::Debug;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use http::HeaderMap;
use kvell_client::{BankList, CardToken, Client, CustomerKey, Environment, Secret, SignaturePolicy, SignedEndpoint};
use serde_json::{Value, json};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::util::SubscriberInitExt;

use crate::support::{
    API_KEY, CUSTOMER, Reply, SECRET_KEY, Stage, TOKEN, card_answer, card_question, form_a, form_of, header,
    order_question, vectors,
};

const SIGNATURES: [&str; 4] = [
    "1cea7c668eb7d8db2c0a296477969fea289b71858bc268fc05a2a97baf44d5b5",
    "71bb03a8bd18712069e4651bbc83f182438646e445926e2882a0e9e94505f47e",
    "fb48def035079bce2556b142969720f0a5a143d1d8000e1104ff8febefd90522",
    "aa3a0b3e7f91ed89f6632c15c27b7307468fa1d254efae7f2336009ae6e39d4e",
];

const SECRETS: [&str; 10] = [
    SECRET_KEY,
    TOKEN,
    CUSTOMER,
    "клиент-7",
    "IVAN IVANOV",
    "2030-12",
    "c2hhMjU2LW9mLXRoZS1wYW4=",
    "4111111111111111",
    "Выплата Ивану",
    "shop.example",
];

fn assert_hides(what: &str, printed: &str) {
    assert!(!printed.is_empty(), "{what}");
    for secret in SECRETS.iter().chain(&SIGNATURES) {
        assert!(!printed.contains(secret), "{what} shows {secret}: {printed}");
    }
}

fn assert_debug_hides(what: &str, value: &impl Debug) {
    assert_hides(what, &format!("{value:?}"));
    assert_hides(what, &format!("{value:#?}"));
}

fn order_answer() -> Value {
    json!({"status": "completed", "description": "Выплата Ивану", "amount": 100})
}

#[test]
fn what_must_not_be_seen_is_there_to_begin_with() {
    let stage = Stage::new([Reply::ok(&card_answer())]);
    let card = stage.send(&card_question()).unwrap();
    assert_eq!(header(&stage.call(), "x-signature"), Some(SIGNATURES[2]));
    assert!(stage.call().uri().path().contains(CUSTOMER));
    assert_eq!(card.holder.as_deref(), Some("IVAN IVANOV"));
    let form = stage.client.sign_form(&form_a()).unwrap();
    assert!(form.url().contains(SIGNATURES[0]) && form.html().contains(CUSTOMER));
}

#[test]
fn requests_forms_and_identifiers_hide_what_they_carry() {
    let stage = Stage::new([]);
    for vector in vectors()["preauthorize"].as_array().unwrap() {
        let form = form_of(vector);
        assert_debug_hides("a form", &form);
        let signed = stage.client.sign_form(&form).unwrap();
        assert_debug_hides("a signed form", &signed);
        assert_debug_hides("a look-up", &signed.look_up());
    }
    assert_debug_hides("a question", &card_question());
    assert_debug_hides("what is signed", &card_question().covered(kvell_client::CardLookUpSignature::CustomerOnly));
    assert_debug_hides("a buyer", &CustomerKey::new(CUSTOMER));
    assert_debug_hides("a token", &CardToken::new(TOKEN));
}

#[test]
fn answers_hide_what_they_carry() {
    let stage = Stage::new([Reply::ok(&card_answer())]);
    assert_debug_hides("a card", &stage.send(&card_question()).unwrap());
    assert_debug_hides("an HTTP answer", &stage.run(stage.client.send_with_http(&card_question())).unwrap());
    assert_debug_hides("an order", &Stage::new([Reply::ok(&order_answer())]).send(&order_question()).unwrap());

    let mut whole = card_answer();
    whole["pan_mask"] = "4111111111111111".into();
    let card = Stage::new([Reply::ok(&whole)]).send(&card_question()).unwrap();
    assert_debug_hides("a mask that is none", &card);
}

#[test]
fn callbacks_hide_what_they_carry() {
    let body = vectors()["callback"]["raw_body"].as_str().unwrap().to_owned();
    let mut headers = HeaderMap::new();
    headers.insert("x-signature", SIGNATURES[3].parse().unwrap());
    for policy in [SignaturePolicy::Require, SignaturePolicy::VerifyIfPresent, SignaturePolicy::Ignore] {
        let callbacks = Stage::new([]).client.callbacks(policy);
        assert_debug_hides("callbacks", &callbacks);
        let callback = callbacks.receive(&headers, body.as_bytes()).unwrap();
        assert_debug_hides("a callback", &callback);
        assert_debug_hides("a claim", &callback.claim());

        let mut other = card_answer();
        other["customer_card_token"] = "another".into();
        let stage = Stage::new([Reply::ok(&other)]);
        let error = stage.run(stage.client.confirm(&callback)).unwrap_err();
        assert_hides("a mismatch", &format!("{error} {error:?} {error:#?}"));
    }
    let callbacks = Stage::new([]).client.callbacks(SignaturePolicy::Ignore);
    let broken = body.replace("\"4VNS", "{\"4111111111111111\": 1}, \"4VNS");
    for bad in [&body[..150], &broken, &body.replace("cust-42\"", "cust-42\", \"customer_key\": \"cust-42\"")] {
        let error = callbacks.receive(&headers, bad.as_bytes()).unwrap_err();
        assert_hides("an unreadable callback", &format!("{error} {error:?}"));
    }
}

/// Every way a call may fail, with an answer that holds everything worth hiding where there is one.
fn failures() -> Vec<Reply> {
    let error =
        |code: i64| json!({"errors": [{"code": code, "message": "card 4111 1111 1111 1111, 4111111111111111"}]});
    let mut unreadable = card_answer();
    unreadable["expire"] = json!({"IVAN IVANOV": TOKEN});
    vec![
        Reply::Unreachable,
        Reply::Broken,
        Reply::Silence,
        Reply::Http(422, error(20_098).to_string()),
        Reply::Http(500, error(20_000).to_string()),
        Reply::Http(400, error(4_111_111_111_111_111).to_string()),
        Reply::Http(403, card_answer().to_string()),
        Reply::Http(502, card_answer().to_string()),
        Reply::ok(&unreadable),
        Reply::ok(&card_answer().to_string()[..200]),
    ]
}

#[test]
fn errors_hide_what_the_answer_carried() {
    for reply in failures() {
        let error = Stage::new([reply]).send(&card_question()).unwrap_err();
        assert_hides("an error", &format!("{error} {error:?} {error:#?}"));
        if let Some(refusal) = error.refusal() {
            assert_hides("a refusal", &format!("{refusal} {refusal:?} {:?}", refusal.errors()));
        }
    }
}

#[test]
fn a_client_hides_its_secret() {
    let transport = |_: http::Request<bytes::Bytes>| async { panic!("nothing is sent") };
    let builder = Client::builder(Environment::Stage, API_KEY, Secret::new(SECRET_KEY));
    let builder = builder.transport(transport).clock(crate::support::InstantClock::default());
    assert_debug_hides("a builder", &builder);
    assert_debug_hides("a client", &builder.build().unwrap());
    let bad = Client::builder(Environment::Stage, SECRET_KEY, Secret::new(SECRET_KEY)).build().unwrap_err();
    assert_hides("a build error", &format!("{bad} {bad:?}"));
}

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

fn listening(log: &Log) -> impl SubscriberInitExt {
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish()
}

#[test]
fn logs_at_their_most_talkative_hide_everything() {
    let talk = || {
        for reply in failures().into_iter().chain([Reply::ok(&card_answer())]) {
            let stage = Stage::new([reply]);
            let _ = stage.send(&card_question());
            let _ = stage.send(&order_question());
            let _ = stage.send(&BankList::new());
            let _ = stage.client.sign_form(&form_a());
        }
    };
    // Once into the void: while only one subscriber exists, tracing asks that of the thread that comes to a place first,
    // and a thread of another test has none. The second subscriber is asked about every place, wherever it was met.
    let _first = listening(&Log::default()).set_default();
    talk();

    let log = Log::default();
    let second = listening(&log).set_default();
    talk();
    drop(second);

    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for said in ["payment_call", "customers/orders", "collections/banks", "sending", "the call failed", "Kvell"] {
        assert!(logged.contains(said), "{said}: {logged}");
    }
    assert_hides("the log", &logged);
    assert!(!logged.contains(API_KEY));
}
