//! What must not be seen is not seen: neither in `Debug` nor in messages nor in logs at their most talkative.

use std::fmt::Debug;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::util::SubscriberInitExt;
use vepay_client::{CardGet, CardReg, CardUse, Client, Environment, Postbacks, RegistrationId, Secret};

use crate::callbacks::{callbacks, four};
use crate::support::{MFO, Reply, SECRET, Vepay, VirtualClock, header, registration, request};

const FORM: &str = "https://test.vepay.online/pay/form/101464?presetHash=5f2c";
const HASHED_SECRET: &str = "d4e0e04792fd434b5dc9c4155c178f66edcf4ed3";

const SECRETS: [&str; 11] = [
    "4111111111111111",
    "411111111111",
    "4111 1111",
    SECRET,
    HASHED_SECRET,
    "cb-secret-20",
    "presetHash",
    "IVAN",
    "client@shop.example",
    "session=17",
    "Controller.php",
];

fn assert_hides(what: &str, printed: &str) {
    assert!(!printed.is_empty(), "{what}");
    for secret in SECRETS {
        assert!(!printed.contains(secret), "{what} shows {secret}: {printed}");
    }
}

fn assert_debug_hides(what: &str, value: &impl Debug) {
    assert_hides(what, &format!("{value:?}"));
    assert_hides(what, &format!("{value:#?}"));
}

fn full_request() -> CardReg {
    request()
        .card("4111111111111111".parse().unwrap())
        .email("client@shop.example")
        .success_url("https://shop.example/?session=17")
        .fail_url("https://shop.example/?session=17")
        .cancel_url("https://shop.example/?session=17")
        .postback_url("https://shop.example/?session=17")
        .postback_url_v2("https://shop.example/?session=17")
}

fn registered() -> Reply {
    Reply::ok(&format!(r#"{{"status":1,"message":"4111 1111 1111 1111","id":101464,"url":"{FORM}"}}"#))
}

/// A whole number where a mask belongs, and a holder.
const CARD: &str = concat!(
    r#"{"status":1,"message":"","card":{"id":356,"num":"4111111111111111","exp":"10/23","#,
    r#""holder":"IVAN IVANOV","payment_system":"4111111111111111"}}"#
);

fn question() -> CardGet {
    CardGet::new(RegistrationId::new(101_464), CardUse::Payout)
}

/// Every way a call may fail, with an answer that holds everything worth hiding where there is one.
fn failures() -> Vec<Reply> {
    let http = |status, body: &str| Reply::Http(status, body.to_owned());
    vec![
        Reply::Unreachable,
        Reply::Broken,
        Reply::Silence,
        http(200, r#"{"status":0,"message":"card 4111 1111 1111 1111 is bad"}"#),
        http(200, r#"{"status":2,"message":"card 4111-1111-1111-1111 is bad"}"#),
        http(400, r#"{"status":0,"message":"4111111111111111","id":4111111111111111,"extid":"4111111111111111"}"#),
        http(400, r#"{"name":"Bad Request","message":"Syntax error\nController.php(57): IVAN","code":0,"status":400}"#),
        http(400, r#"{"name":"4111111111111111","message":"","code":0,"status":400}"#),
        http(404, "<html>4111111111111111 IVAN</html>"),
        http(502, "<html>4111111111111111 IVAN</html>"),
        http(200, r#"{"status":1,"id":"4111111111111111x","url":"IVAN"}"#),
        http(200, r#"{"status":["4111111111111111"],"id":5}"#),
        http(200, "4111111111111111"),
    ]
}

#[test]
fn what_must_not_be_seen_is_there_to_begin_with() {
    let vepay = Vepay::new([registered()]);
    vepay.send(&full_request()).unwrap();
    let body = String::from_utf8(vepay.call().body().to_vec()).unwrap();
    for secret in ["4111111111111111", "client@shop.example", "session=17"] {
        assert!(body.contains(secret), "{secret}");
    }
}

#[test]
fn requests_and_answers_hide_what_they_carry() {
    assert_debug_hides("a request", &full_request());
    let vepay = Vepay::new([registered()]);
    assert_debug_hides("an HTTP answer", &vepay.run(vepay.client.send_with_http(&question())).map(|a| a.http));
    let begun = vepay.run(vepay.client.register(&full_request())).unwrap();
    assert_debug_hides("what has begun", &begun);
    assert_eq!(begun.url().unwrap().as_str(), FORM);

    let state = Vepay::new([Reply::ok(CARD)]).send(&question()).unwrap();
    assert_eq!(state.card.as_ref().unwrap().holder.as_deref(), Some("IVAN IVANOV"));
    assert_debug_hides("a state", &state);
}

#[test]
fn errors_hide_what_was_sent_and_what_was_answered() {
    for reply in failures() {
        let error = Vepay::new([reply]).send(&full_request()).unwrap_err();
        assert_hides("an error", &error.to_string());
        assert_debug_hides("an error", &error);
        if let Some(refusal) = error.refusal() {
            assert_hides("a refusal", &refusal.to_string());
            assert_debug_hides("a refusal", refusal);
            assert_debug_hides("its name", &refusal.name());
        }
    }
}

#[test]
fn a_client_and_its_builder_hide_the_secret() {
    let transport = |_: http::Request<bytes::Bytes>| async { panic!("nothing is sent") };
    let builder = Client::builder(Environment::Test, MFO, Secret::new(SECRET))
        .transport(transport)
        .clock(VirtualClock::default());
    assert_debug_hides("a builder", &builder);
    assert_debug_hides("a client", &builder.build().unwrap());
}

#[test]
fn callbacks_and_postbacks_hide_what_they_carry() {
    let query = format!("{}&key=6f5e08574a0aaa0d5a17eb6ba34be8bb", four(1));
    let callback = callbacks().receive(query.as_bytes()).unwrap();
    for printed in [format!("{callback:?}"), format!("{:?}", callbacks())] {
        assert_hides("a callback", &printed);
        assert!(!printed.contains("6f5e08574a0aaa0d5a17eb6ba34be8bb") && !printed.contains("1100"), "{printed}");
    }

    let body = r#"{"status":1,"id":5,"amount":"4111111111111111","message":"IVAN","extid":"4111111111111111",
        "card_num":"4111111111111111","card_holder":"IVAN","fullname":"IVAN","document_id":"4111111111111111"}"#;
    let v1 = Postbacks::read_v1(body.as_bytes()).unwrap();
    assert_debug_hides("a postback", &v1);
    assert_debug_hides("an opened postback", &v1.trust_without_proof());
    assert_debug_hides("the second kind", &Postbacks::read_v2(body.as_bytes()).unwrap().trust_without_proof());
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
        let mut tokens = Vec::new();
        for reply in failures().into_iter().chain([registered(), Reply::ok(CARD)]) {
            let vepay = Vepay::new([reply]);
            let _ = vepay.send(&full_request());
            let _ = vepay.run(vepay.client.register(&full_request()));
            let _ = vepay.send(&CardGet::of(&registration()));
            tokens.extend(vepay.calls().iter().map(|call| header(call, "x-token").unwrap().to_owned()));
        }
        tokens
    };
    // Once into the void: while only one subscriber exists, tracing asks that of the thread that comes to a place first,
    // and a thread of another test has none. The second subscriber is asked about every place, wherever it was met.
    let _first = listening(&Log::default()).set_default();
    talk();

    let log = Log::default();
    let second = listening(&log).set_default();
    let tokens = talk();
    drop(second);

    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for said in ["payment_call", "card/reg", "card/get", "sending", "the call failed", "Vepay"] {
        assert!(logged.contains(said), "{said}: {logged}");
    }
    assert_hides("the log", &logged);
    assert!(tokens.iter().all(|token| !logged.contains(token)), "a token is logged");
}
