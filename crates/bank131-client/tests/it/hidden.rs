//! What must not be seen is not seen: neither in `Debug` nor in messages nor in logs at their most talkative.

use std::fmt::Debug;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use bank131_client::{
    Client, Customer, Environment, LookUp, PaymentDetails, RecurrentToken, SessionCancel, SessionConfirm,
};
use serde_json::{Value, json};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::util::SubscriberInitExt;

use crate::support::{
    Bank, PLAIN_SIGNATURE, PROJECT, PlainSigner, Reply, VirtualClock, amounts, documented_answer, documented_transfer,
    read, session_id, status, transfer_with,
};

const TOKEN: &str = "e9876f32bd23447d8a4cd4b26bd94e21";

/// What stands in the documented request and answer, or in what is made of them here.
const SECRETS: [&str; 24] = [
    // Cards.
    "4242424242424242",
    "424242424242",
    "5058270610441098",
    "505827061044",
    "\"123\"",
    // Tokens, signatures, addresses that identify a payment.
    TOKEN,
    PLAIN_SIGNATURE,
    "signature-of-the-test",
    "acs.example",
    "PaReqValue",
    "qr.example",
    // People.
    "Ольга",
    "Пахмутова",
    "Семёновна",
    "Maksim",
    "Pahmutov",
    "1998-03-15",
    "8008 579120",
    "Паспорт",
    "ОВД",
    "79376151530",
    "6151530",
    "Уренгой",
    "user@shop.example",
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

/// An answer that holds everything worth hiding.
fn full_answer() -> Value {
    let mut answer = documented_answer();
    let session = &mut answer["session"];
    session["acquiring_payments"][0]["recurrent"] = json!({"token": TOKEN});
    session["acquiring_payments"][0]["metadata"] = json!({"pan": "4242424242424242", "who": "Ольга"});
    session["acquiring_payments"][0]["payment_details"] = json!({"type": "recurrent", "recurrent": {"token": TOKEN}});
    session["acquiring_payments"][0]["customer"]["contacts"] = json!([{"email": "user@shop.example"}]);
    session["acquiring_payments"][0]["customer_interaction"] = json!({"type": "redirect", "redirect": {
        "url": "https://acs.example/?id=1", "base_url": "https://acs.example/", "method": "POST",
        "qs": {"id": "1"}, "params": {"PaReq": "PaReqValue"}}});
    session["payments"][0]["customer_interaction"] =
        json!({"type": "inform", "inform": {"qr": {"content": "https://qr.example/1", "img": "qr.example"}}});
    session["payments"][0]["payment_metadata"] = json!({"pan": "4242424242424242"});
    session["payments"][0].as_object_mut().unwrap().remove("paymentMetadata");
    session["payments"][0]["error"] = json!({"code": "invalid_request", "description": "card 4242424242424242"});
    session["error"] = json!({"code": "4242424242424242", "description": "card 4242 4242 4242 4242"});
    answer
}

#[test]
fn what_must_not_be_seen_is_there_to_begin_with() {
    let bank = Bank::new([Reply::ok(&full_answer())]);
    bank.send(&documented_transfer()).unwrap();
    let call = bank.call();
    let seen = format!("{} {} {:?}", String::from_utf8_lossy(call.body()), full_answer(), call.headers());
    for secret in ["4242424242424242", "5058270610441098", "\"123\"", TOKEN, "Ольга", "79376151530", "8008 579120"]
    {
        assert!(seen.contains(secret), "{secret}");
    }
}

#[test]
fn requests_hide_what_they_carry() {
    assert_debug_hides("a transfer", &documented_transfer());
    let people = bank131_client::Participants::new(
        bank131_client::Participant::new("Ольга", "Пахмутова"),
        bank131_client::Participant::new("Maksim", "Pahmutov"),
    );
    let by_token = PaymentDetails::by_client(RecurrentToken::new(TOKEN));
    let customer = Customer::new("4242424242424242").email("user@shop.example").phone("+79376151530");
    assert_debug_hides("a repeat payment", &transfer_with(by_token, amounts(), people).customer(customer));
    let named = bank131_client::CardDetails::new("4242424242424242".parse().unwrap()).cardholder_name("Ольга");
    assert_debug_hides("a card", &PaymentDetails::Card(named));
    let information = bank131_client::Json::new(&json!({"token": TOKEN})).unwrap();
    assert_debug_hides("a confirmation", &SessionConfirm::new(session_id()).confirm_information(information));
    assert_debug_hides("a cancellation", &SessionCancel::new(session_id()));
    assert_debug_hides("a question", &status());
}

#[test]
fn an_answer_hides_what_it_carries() {
    let session = read(&full_answer()["session"]);
    assert_debug_hides("a session", &session);
    let payment = &session.payments()[0];
    assert_debug_hides("a next step", &session.next_step());
    assert_debug_hides("a token", session.recurrent_token().unwrap());
    assert_debug_hides("a contact", &payment.customer.as_ref().unwrap().contacts);
    let sender = session.payouts()[0].participant_details.as_ref().unwrap().sender.as_ref().unwrap();
    assert_debug_hides("a participant", sender);
    assert_debug_hides("a document", sender.identity_document.as_ref().unwrap());
    assert_debug_hides("contacts", sender.contacts.as_ref().unwrap());
    assert_debug_hides("a phone", sender.contacts.as_ref().unwrap().phone.as_ref().unwrap());
    assert_debug_hides("a QR code", &session.payouts()[0].customer_interaction);

    let bank = Bank::new([Reply::ok(&full_answer())]);
    assert_debug_hides("an HTTP answer", &bank.run(bank.client.send_with_http(&documented_transfer())).unwrap());
}

/// Every way a call may fail, with an answer that holds everything worth hiding where there is one.
fn failures() -> Vec<Reply> {
    let error = json!({"error": {"code": "invalid_request", "description": "card 4242 4242 4242 4242 is bad",
        "reject_reasons": [{"rule_alias": "4242424242424242"}]}});
    let undecided = json!({"error": {"code": "internal_error", "description": "5058270610441098"}});
    let mut unreadable = full_answer();
    unreadable["session"]["id"] = json!({"number": "4242424242424242"});
    let mut misplaced = full_answer();
    misplaced["session"]["payments"][0]["participant_details"]["sender"]["identity_document"]["id_number"] =
        json!(["8008 579120"]);
    vec![
        Reply::Unreachable,
        Reply::Broken,
        Reply::Silence,
        Reply::Http(400, error.to_string()),
        Reply::Http(400, undecided.to_string()),
        Reply::Http(502, full_answer().to_string()),
        Reply::ok(&unreadable),
        Reply::ok(&misplaced),
        Reply::ok("4242424242424242"),
    ]
}

#[test]
fn errors_hide_what_was_sent_and_what_was_answered() {
    for reply in failures() {
        let error = Bank::new([reply]).send(&documented_transfer()).unwrap_err();
        assert_hides("an error", &error.to_string());
        assert_debug_hides("an error", &error);
        if let Some(refusal) = error.refusal() {
            assert_debug_hides("a refusal", refusal);
            assert_debug_hides("reject reasons", &refusal.reject_reasons());
        }
        if let Some(look_up) = error.look_up() {
            assert!(matches!(look_up, LookUp::SameRequest(_)));
            assert_debug_hides("a look-up", look_up);
        }
    }
}

#[test]
fn a_client_and_its_builder_hide_the_signer() {
    let transport = |_: http::Request<bytes::Bytes>| async { panic!("nothing is sent") };
    let builder = Client::builder(Environment::Demo, PROJECT, PlainSigner)
        .submerchant("sub-7")
        .transport(transport)
        .clock(VirtualClock::default());
    assert_debug_hides("a builder", &builder);
    assert_debug_hides("a client", &builder.build().unwrap());
}

#[cfg(any(feature = "aws-lc-rs", feature = "ring", feature = "rsa"))]
#[test]
fn a_webhook_hides_what_it_carries() {
    use bank131_client::signing::RsaSigner;
    use bank131_client::{KeyRing, Webhooks};

    let signer = RsaSigner::from_pem(crate::signatures::key("private_pkcs8_pem")).unwrap();
    let webhooks = Webhooks::new(KeyRing::new("2026", signer.verifier()));
    let information = json!({"token": TOKEN});
    let webhook =
        json!({"type": "action_required", "session": full_answer()["session"], "confirm_information": information});
    let body = webhook.to_string();
    let signature = signer.sign_now(body.as_bytes()).unwrap().to_base64();
    let mut headers = http::HeaderMap::new();
    headers.insert("X-PARTNER-SIGN", signature.parse().unwrap());

    let event = webhooks.receive(&headers, body.as_bytes()).unwrap();
    assert_debug_hides("an event", &event);
    let error = webhooks.receive(&headers, &body.as_bytes()[1..]).unwrap_err();
    for printed in [format!("{event:?}"), format!("{error} {error:?}"), format!("{webhooks:?} {signer:?}")] {
        assert!(!printed.contains(&signature) && !printed.contains("MII"), "{printed}");
    }
    assert_debug_hides("an event of an unknown type", &{
        let body = json!({"type": "new", "session": {"pan": "4242424242424242"}, "who": "Ольга"}).to_string();
        headers.insert("X-PARTNER-SIGN", signer.sign_now(body.as_bytes()).unwrap().to_base64().parse().unwrap());
        webhooks.receive(&headers, body.as_bytes()).unwrap()
    });
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
        for reply in failures().into_iter().chain([Reply::ok(&full_answer())]) {
            let bank = Bank::new([reply]);
            let _ = bank.send(&documented_transfer());
            let _ = bank.send(&status());
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
    for said in ["payment_call", "session/multi/init", "session/status", "sending", "the call failed", "Bank 131"] {
        assert!(logged.contains(said), "{said}: {logged}");
    }
    assert_hides("the log", &logged);
}

#[test]
fn a_card_number_that_strays_into_another_text_of_the_bank_stays_hidden() {
    let stray = "4242424242424242";
    let session = read(&serde_json::json!({
        "id": "ps_1", "status": "in_progress", "created_at": stray, "next_action": stray,
        "acquiring_payments": [{
            "id": "pm_1", "status": "pending", "created_at": stray,
            "payment_details": {"type": "card", "card": {
                "brand": stray, "last4": stray, "country_iso3": stray, "bin": stray, "card_id": stray,
            }},
            "transaction_info": {"rrn": stray, "arn": stray, "auth_code": stray, "fp_message_id": stray},
            "customer_interaction": {"type": stray, "redirect": {"url": stray, "params": {(stray): stray}}},
        }],
    }));
    let shown = format!("{session:?} {:?}", session.next_step());
    assert!(!shown.contains(stray), "{shown}");
    assert!(shown.contains("Unlisted(\"************4242\")"), "{shown}");
}
