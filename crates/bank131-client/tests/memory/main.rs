//! Card data, tokens and keys are wiped: the memory of this process is searched for them.

#![cfg_attr(not(target_os = "linux"), allow(unused, reason = "only Linux shows a process its own memory"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod key;

use std::process::ExitCode;

use bank131_client::common::{Endpoint, Response};
use bank131_client::recurrent::RecurrentToken;
use bank131_client::session::{
    Amounts, CardDetails, ExchangeRate, Participant, Participants, PaymentDetails, PaymentOptions, PayoutDetails,
    Session, SessionMultiInit,
};
use bank131_client::signing::{SignFuture, Signature, Signer};
use bank131_client::{CardNumber, Client, Currency, Environment, Error, IdempotencyKey, Money};
use payments_contract::leaks::{FakeResponse, FakeTransport};
use payments_contract::memory::{Canary, inspect, listen};

const ANSWER: &str = r#"{"status":"ok","session":{"id":"ps_1","status":"in_progress"}}"#;

/// A request and its result.
type Called = (SessionMultiInit, Result<Response<Session>, Error>);

fn main() -> ExitCode {
    inspect(|inspection| {
        let (card, token) = (Canary::card(19), Canary::text(32));
        inspection.is_wiped("a card number", &[&card], || CardNumber::new(card.reveal()).unwrap());
        inspection.is_wiped("a token", &[&token], || RecurrentToken::new(token.reveal()));
        inspection.is_wiped("a request", &[&card], || by_card(&card));
        inspection.is_wiped("its body", &[&card], || by_card(&card).body().unwrap());
        inspection.is_wiped("the body of a repeat payment", &[&token], || by_token(&token).body().unwrap());
        inspection.is_wiped("a call by card, without a network", &[&card], || without_network(by_card(&card)));
        inspection.is_wiped("a call by token, without a network", &[&token], || without_network(by_token(&token)));

        let Some(key) = key::Key::make() else { return };
        inspection.is_wiped("a private key from a file", &[&key.prime], || key.signer());
        inspection.is_gone("the file's text, and what is decoded from it", &[&key.text, &key.exponent]);
        inspection.is_wiped("a private key that has signed", &[&key.prime], || {
            let signer = key.signer();
            (signer.sign_now(b"a message").unwrap(), signer)
        });
        // This crate cannot wipe copies made by the HTTP client, but it makes none. SECURITY.md says so.
        inspection.is_wiped("a call by card with reqwest", &[&card], || with_reqwest(by_card(&card)));
        inspection.is_wiped("a call by token with reqwest", &[&token], || with_reqwest(by_token(&token)));
    })
}

struct PlainSigner;

impl Signer for PlainSigner {
    fn sign<'a>(&'a self, _message: &'a [u8]) -> SignFuture<'a> {
        Box::pin(async { Ok(Signature::new(*b"signature")) })
    }
}

fn by_card(card: &Canary) -> SessionMultiInit {
    let details = CardDetails::new(CardNumber::new(card.reveal()).unwrap()).expires(1, 2030).unwrap();
    let details = details.security_code("739".parse().unwrap());
    transfer(PaymentDetails::Card(details)).payout(PayoutDetails::card(CardNumber::new(card.reveal()).unwrap()))
}

fn by_token(token: &Canary) -> SessionMultiInit {
    transfer(PaymentDetails::by_client(RecurrentToken::new(token.reveal())))
}

fn transfer(payment: PaymentDetails) -> SessionMultiInit {
    let rate = || ExchangeRate::from_rub("9.2222", Currency::TJS).unwrap();
    let source = Money::from_minor_units(100_000, Currency::RUB);
    let people = Participants::new(Participant::new("Ольга", "Пахмутова"), Participant::new("Maksim", "Pahmutov"));
    let key = IdempotencyKey::new("transfer-1001").unwrap();
    let amount = Money::from_minor_units(10_843, Currency::TJS);
    SessionMultiInit::new(key, payment, Amounts::new(source, rate(), rate()), amount, people)
        .payment_options(PaymentOptions::new().return_url("https://shop.example/back"))
}

fn without_network(request: SessionMultiInit) -> Called {
    let wire = FakeTransport::new(FakeResponse::ok(ANSWER));
    let builder = Client::builder(Environment::Demo, "project", PlainSigner).transport(wire.clone());
    let client = builder.clock(wire.clone()).build().unwrap();
    let answer = wire.run(client.send_with_http(&request));
    assert!(answer.is_ok(), "{answer:?}");
    (request, answer)
}

fn with_reqwest(request: SessionMultiInit) -> Called {
    let address = listen("application/json", ANSWER);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let answer = runtime.block_on(async {
        let client = Client::builder(Environment::at(&address).unwrap(), "project", PlainSigner).build().unwrap();
        client.send_with_http(&request).await
    });
    assert!(answer.is_ok(), "{answer:?}");
    (request, answer)
}
