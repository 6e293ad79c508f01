//! Card data and saved cards do not stay in memory: the memory of this process is searched for them.

#![cfg_attr(not(target_os = "linux"), allow(unused, reason = "only Linux shows a process its own memory"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::process::ExitCode;

use payments_contract::leaks::{FakeResponse, FakeTransport};
use payments_contract::memory::{Canary, inspect, listen};
use payneteasy_client::common::signing::{SignFuture, Signature, Signer};
use payneteasy_client::{
    CardNumber, Client, ClientBuilder, Currency, Environment, Error, Explanation, Money, Secret,
    card::{CardReferenceId, RecurringPaymentId},
    common::{CardExpiry, Endpoint, Response},
    order::{ClientOrderId, Order, OrderId, Return, ReturnResponse},
    transfer::{DestinationCard, ReturnUrl, SourceCard, TransferForm, TransferFormResponse},
};

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
        for (scenario, transfer) in [("from a card", from_card as fn(&Canary) -> _), ("to a card", to_card)] {
            inspection.is_wiped(&format!("a transfer {scenario}"), &[&card], || transfer(&card));
            inspection.is_wiped(&format!("its body, {scenario}"), &[&card], || transfer(&card).body().unwrap());
            inspection.is_wiped(&format!("a call without a network, {scenario}"), &[&card], || {
                without_network(transfer(&card))
            });
            inspection.is_wiped(&format!("its explanation, {scenario}"), &[&card], || explain(&transfer(&card)));
            // Measured: the client cannot wipe copies made by the HTTP client, but it makes none. See SECURITY.md.
            inspection
                .is_wiped(&format!("a call with reqwest, {scenario}"), &[&card], || with_reqwest(transfer(&card)));
        }
    })
}

struct PlainSigner;

impl Signer for PlainSigner {
    fn sign<'a>(&'a self, _message: &'a [u8]) -> SignFuture<'a> {
        Box::pin(async { Ok(Signature::new(*b"signature")) })
    }
}

fn builder(environment: Environment) -> ClientBuilder {
    Client::builder(environment, "TestMerchant", PlainSigner)
}

fn client(wire: &FakeTransport) -> Client {
    builder(Environment::Sandbox).transport(wire.clone()).clock(wire.clone()).build().unwrap()
}

fn order() -> (Order, ReturnUrl) {
    let amount = Money::from_minor_units(10_000, Currency::USD);
    let order = Order::new(ClientOrderId::new("ORDER-42"), amount, "a transfer", "203.0.113.7");
    (order, ReturnUrl::any("https://shop.example/back"))
}

fn from_card(card: &Canary) -> TransferForm {
    let (order, back) = order();
    let number = CardNumber::new(card.reveal()).unwrap();
    let source = SourceCard::new(number, CardExpiry::new(12, 2031).unwrap(), "739".parse().unwrap(), "TEST TEST");
    TransferForm::pan_to_form(client(&FakeTransport::new(FakeResponse::NotSent)).endpoint(39915), order, back, source)
}

fn to_card(card: &Canary) -> TransferForm {
    let (order, back) = order();
    let destination = DestinationCard::new(CardNumber::new(card.reveal()).unwrap());
    TransferForm::form_to_pan(
        client(&FakeTransport::new(FakeResponse::NotSent)).endpoint(39915),
        order,
        back,
        destination,
    )
}

/// A return, whose checksum is made with the control key.
fn give_back(key: &Canary) -> (Client, Result<ReturnResponse, Error>) {
    let wire = FakeTransport::new(FakeResponse::ok("type=async-response&paynet-order-id=7"));
    let builder = builder(Environment::Sandbox).control_key(Secret::new(key.reveal()));
    let client = builder.transport(wire.clone()).clock(wire.clone()).build().unwrap();
    let request = Return::new(client.endpoint(39915), ClientOrderId::new("ORDER-42"), OrderId::new("7"));
    let answer = wire.run(client.send(&request));
    assert!(answer.is_ok(), "{answer:?}");
    (client, answer)
}

fn without_network(request: TransferForm) -> Called {
    let wire = FakeTransport::new(FakeResponse::ok(ANSWER));
    let answer = wire.run(client(&wire).send_with_http(&request));
    assert!(answer.is_ok(), "{answer:?}");
    (request, answer)
}

fn explain(request: &TransferForm) -> Explanation {
    let wire = FakeTransport::new(FakeResponse::NotSent);
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
