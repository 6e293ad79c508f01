//! Card data and saved cards do not stay in memory: the memory of this process is searched for them.

#![cfg_attr(not(target_os = "linux"), allow(unused, reason = "only Linux shows a process its own memory"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::process::ExitCode;

use payments_contract::FakeProvider;
use payments_contract::memory::{Canary, inspect, listen};
use payments_core::testing::{FakeResponse, FakeSigner};
use payments_samples::{Failure, Mark, Marks, PaynetEasy, Sampled as _};
use payneteasy_client::card::{CardReferenceId, RecurringPaymentId};
use payneteasy_client::common::Response;
use payneteasy_client::order::{Return, ReturnResponse};
use payneteasy_client::transfer::{TransferForm, TransferFormResponse};
use payneteasy_client::{Client, ClientBuilder, Environment, Error, Explanation, Secret};

const ANSWER: &str = "type=async-form-response&paynet-order-id=7&redirect-url=https%3A%2F%2Fgate.example%2Fform";

/// The input and output of a call.
type Called = (TransferForm, Result<Response<TransferFormResponse>, Error>);

fn main() -> ExitCode {
    inspect(|inspection| {
        let (card, key) = (Canary::card(19), Canary::text(36));
        inspection.is_wiped("a control key", &[&key], || Secret::new(key.reveal()));
        inspection.is_wiped("a saved card", &[&card], || RecurringPaymentId::new(card.reveal()).unwrap());
        inspection.is_wiped("a card reference", &[&card], || CardReferenceId::new(card.reveal()));
        inspection.is_wiped("a return and its client", &[&key], || give_back(&key));
        // Refused values are dropped: the live secret shows that the search works.
        inspection.is_wiped("a refused saved card", &[&key], || {
            (Secret::new(key.reveal()), RecurringPaymentId::new(key.reveal()).unwrap_err())
        });
        inspection.samples::<PaynetEasy>();
        let scenarios = TransferForm::sample().marked.into_iter().filter(|marked| takes_a_card(*marked));
        for (scenario, marked) in scenarios.enumerate() {
            let transfer = || marked(&marks(card.reveal())).unwrap();
            inspection
                .is_wiped(&format!("a call without a network, {scenario}"), &[&card], || without_network(transfer()));
            inspection.is_wiped(&format!("its explanation, {scenario}"), &[&card], || explain(&transfer()));
            // Measured: the client cannot wipe copies made by the HTTP client, but it makes none. See SECURITY.md.
            inspection.is_wiped(&format!("a call with reqwest, {scenario}"), &[&card], || with_reqwest(transfer()));
        }
    })
}

fn marks(card: impl Into<String>) -> Marks {
    Marks::new(card, "739", "token", "TEST TEST", 7)
}

/// Whether a scenario names a card by its number.
fn takes_a_card(marked: fn(&Marks) -> Result<TransferForm, Failure>) -> bool {
    // A test number of the networks.
    let marks = marks("4242424242424242");
    drop(marked(&marks).unwrap());
    marks.taken().contains(&Mark::Card)
}

fn builder(environment: Environment) -> ClientBuilder {
    Client::builder(environment, "TestMerchant", FakeSigner)
}

fn client(wire: &FakeProvider) -> Client {
    builder(Environment::Sandbox).transport(wire.transport()).clock(wire.clock()).build().unwrap()
}

/// A return, whose checksum is made with the control key.
fn give_back(key: &Canary) -> (Client, Result<ReturnResponse, Error>) {
    let wire = FakeProvider::new(FakeResponse::ok("type=async-response&paynet-order-id=6863810"));
    let builder = builder(Environment::Sandbox).control_key(Secret::new(key.reveal()));
    let client = builder.transport(wire.transport()).clock(wire.clock()).build().unwrap();
    let answer = wire.run(client.send(&Return::sample().request().unwrap()));
    assert!(answer.is_ok(), "{answer:?}");
    (client, answer)
}

fn without_network(request: TransferForm) -> Called {
    let wire = FakeProvider::new(FakeResponse::ok(ANSWER));
    let answer = wire.run(client(&wire).send_with_http(&request));
    assert!(answer.is_ok(), "{answer:?}");
    (request, answer)
}

fn explain(request: &TransferForm) -> Explanation {
    let wire = FakeProvider::new(FakeResponse::unreachable());
    wire.run(client(&wire).explain(request)).unwrap()
}

fn with_reqwest(request: TransferForm) -> Called {
    let address = listen("text/html", ANSWER);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let answer = runtime.block_on(async {
        builder(Environment::at(&address).unwrap()).build().unwrap().send_with_http(&request).await
    });
    assert!(answer.is_ok(), "{answer:?}");
    (request, answer)
}
