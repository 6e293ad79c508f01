//! Card numbers and secrets are wiped: the memory of this process is searched for them.

#![cfg_attr(not(target_os = "linux"), allow(unused, reason = "only Linux shows a process its own memory"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::process::ExitCode;

use payments_contract::FakeProvider;
use payments_contract::memory::{Canary, inspect, listen};
use payments_core::testing::FakeResponse;
use payments_samples::Vepay;
use vepay_client::card::{CardReg, CardRegResponse, RegistrationPurpose};
use vepay_client::common::{CallbackError, Response};
use vepay_client::{Callbacks, CardNumber, Client, ClientBuilder, Environment, Error, ExtId, KeyRing, Secret};

const ANSWER: &str = r#"{"status":1,"id":7,"url":"https://test.vepay.online/pay/form/7"}"#;

/// The inputs and the result of a call, and its client. The client keeps a hash of the secret only.
type Called = (CardReg, Secret, Client, Result<Response<CardRegResponse>, Error>);

fn main() -> ExitCode {
    inspect(|inspection| {
        let (card, secret) = (Canary::card(18), Canary::text(36));
        inspection.samples::<Vepay>();
        inspection.is_wiped("a client", &[&secret], || {
            let wire = FakeProvider::new(FakeResponse::unreachable());
            let builder = builder(Environment::Test, &secret).transport(wire.transport()).clock(wire.clock());
            (Secret::new(secret.reveal()), builder.build().unwrap())
        });
        inspection.is_wiped("a call without a network", &[&card, &secret], || without_network(&card, &secret));
        inspection.is_wiped("callbacks", &[&secret], || {
            let callbacks = Callbacks::new(KeyRing::new("2026", Secret::new(secret.reveal())));
            let query = b"extid=order-17&id=7&sum=11.00&status=1&key=6f5e08574a0aaa0d5a17eb6ba34be8bb";
            assert_eq!(callbacks.receive(query).unwrap_err(), CallbackError::BadSignature);
            callbacks
        });
        // This crate cannot wipe what the HTTP client copies, but it copies nothing of a request: see SECURITY.md.
        inspection.is_wiped("a call with reqwest", &[&card, &secret], || with_reqwest(&card, &secret));
    })
}

fn builder(environment: Environment, secret: &Canary) -> ClientBuilder {
    Client::builder(environment, "17", Secret::new(secret.reveal()))
}

fn request(card: &Canary) -> CardReg {
    let request = CardReg::new(RegistrationPurpose::PayoutOnly, ExtId::new("order-17").unwrap());
    request.card(CardNumber::new(card.reveal()).unwrap())
}

fn without_network(card: &Canary, secret: &Canary) -> Called {
    let wire = FakeProvider::new(FakeResponse::ok(ANSWER));
    let client = builder(Environment::Test, secret).transport(wire.transport()).clock(wire.clock()).build().unwrap();
    let request = request(card);
    let answer = wire.run(client.send_with_http(&request));
    assert!(answer.is_ok(), "{answer:?}");
    (request, Secret::new(secret.reveal()), client, answer)
}

fn with_reqwest(card: &Canary, secret: &Canary) -> Called {
    let address = listen("application/json", ANSWER);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let request = request(card);
    let (client, answer) = runtime.block_on(async {
        let client = builder(Environment::at(&address).unwrap(), secret).build().unwrap();
        let answer = client.send_with_http(&request).await;
        (client, answer)
    });
    assert!(answer.is_ok(), "{answer:?}");
    (request, Secret::new(secret.reveal()), client, answer)
}
