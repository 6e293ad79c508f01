//! The secret key does not stay in memory: the memory of this process is searched for it.

#![cfg_attr(not(target_os = "linux"), allow(unused, reason = "only Linux shows a process its own memory"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use std::process::ExitCode;

use http::HeaderMap;
use kvell_client::card::CardToken;
use kvell_client::common::signing::RsaSigner;
use kvell_client::common::{CallbackError, Endpoint as _, Json, Response};
use kvell_client::form::Preauthorize;
use kvell_client::order::{Order, OrderByTransaction};
use kvell_client::payout::{Account2Card, Account2CardResponse, Recipient};
use kvell_client::{
    CardNumber, Client, ClientBuilder, Currency, CustomerKey, Environment, Error, Money, RsaMessage, Secret,
    SignaturePolicy, TransactionId,
};
use payments_contract::FakeProvider;
use payments_contract::memory::{Canary, inspect, listen};
use payments_core::testing::FakeResponse;
use payments_samples::Kvell;

const API_KEY: &str = "7b0c6f7e-2f0b-4c7e-9a51-0d8e6d1f4a21";
const TRANSACTION: &str = "5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55";
const ANSWER: &str = r#"{"status":"completed"}"#;

/// The result of a call, and the client that made it.
type Called = (Client, Result<Response<Order>, Error>);

fn main() -> ExitCode {
    inspect(|inspection| {
        let (secret, token) = (Canary::text(32), Canary::text(43));
        inspection.is_wiped("a card's token", &[&token], || CardToken::new(token.reveal()));
        inspection
            .is_wiped("a client", &[&secret], || client(&secret, &FakeProvider::new(FakeResponse::unreachable())));
        inspection.is_wiped("a client that has signed a form", &[&secret], || {
            let client = client(&secret, &FakeProvider::new(FakeResponse::unreachable()));
            (client.sign_form(&form()).unwrap(), client)
        });
        inspection.is_wiped("a call without a network", &[&secret], || without_network(&secret));
        inspection.is_wiped("callbacks", &[&secret], || {
            let callbacks =
                client(&secret, &FakeProvider::new(FakeResponse::unreachable())).callbacks(SignaturePolicy::Require);
            let headers = HeaderMap::from_iter([("x-signature".parse().unwrap(), "00".parse().unwrap())]);
            assert_eq!(callbacks.receive(&headers, b"{}").unwrap_err(), CallbackError::BadSignature);
            callbacks
        });
        inspection.is_wiped("a call with reqwest", &[&secret], || with_reqwest(&secret));

        let card = Canary::card(19);
        inspection.samples::<Kvell>();
        inspection.is_wiped("a body that outgrows its buffer twice", &[&card], || {
            let receipt = Json::new(&serde_json::json!({ "items": vec![1; 10_000] })).unwrap();
            payout(&card).fiscal_data(receipt).body().unwrap()
        });
        inspection
            .is_wiped("the body of a payout to a saved card", &[&token], || to_saved_card(&token).body().unwrap());
        for message in [RsaMessage::Body, RsaMessage::BodyAndSecret] {
            let what = format!("a payout, signed over {message:?}, without a network");
            inspection.is_wiped(&what, &[&card, &secret], || paid_without_network(&card, &secret, message));
        }
        inspection.is_wiped("a payout with reqwest", &[&card, &secret], || paid_with_reqwest(&card, &secret));
    })
}

fn builder(environment: Environment, secret: &Canary) -> ClientBuilder {
    Client::builder(environment, API_KEY, Secret::new(secret.reveal()))
}

fn client(secret: &Canary, wire: &FakeProvider) -> Client {
    builder(Environment::Stage, secret).transport(wire.transport()).clock(wire.clock()).build().unwrap()
}

fn transaction() -> TransactionId {
    TransactionId::new(TRANSACTION).unwrap()
}

fn form() -> Preauthorize {
    let money = Money::from_minor_units(100, Currency::RUB);
    let (success, fail) = ("https://shop.example/yes", "https://shop.example/no");
    Preauthorize::new(CustomerKey::new("buyer-42"), transaction(), money, "a card", success, fail)
}

fn without_network(secret: &Canary) -> Called {
    let wire = FakeProvider::new(FakeResponse::ok(ANSWER));
    let client = client(secret, &wire);
    let answer = wire.run(client.send_with_http(&OrderByTransaction::new(transaction())));
    assert!(answer.is_ok(), "{answer:?}");
    (client, answer)
}

fn with_reqwest(secret: &Canary) -> Called {
    let address = listen("application/json", ANSWER);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (client, answer) = runtime.block_on(async {
        let client = builder(Environment::at(&address, &address).unwrap(), secret).build().unwrap();
        let answer = client.send_with_http(&OrderByTransaction::new(transaction())).await;
        (client, answer)
    });
    assert!(answer.is_ok(), "{answer:?}");
    (client, answer)
}

fn payout(card: &Canary) -> Account2Card {
    let money = Money::from_minor_units(100, Currency::RUB);
    Account2Card::new(Recipient::card(CardNumber::new(card.reveal()).unwrap()), money, "Payout 17", transaction())
}

fn to_saved_card(token: &Canary) -> Account2Card {
    let (customer, money) = (CustomerKey::new("buyer-42"), Money::from_minor_units(100, Currency::RUB));
    Account2Card::new(
        Recipient::saved_card(customer, CardToken::new(token.reveal())),
        money,
        "Payout 17",
        transaction(),
    )
}

/// A real signer: what its hash function leaves behind counts too.
fn signer() -> RsaSigner {
    let payouts: serde_json::Value = serde_json::from_str(include_str!("../fixtures/payouts.json")).unwrap();
    RsaSigner::from_pem(payouts["rsa_2048"]["private_pkcs8_pem"].as_str().unwrap()).unwrap()
}

/// A payout, its client and its result.
type Paid = (Account2Card, Client, Result<Response<Account2CardResponse>, Error>);

fn paid_without_network(card: &Canary, secret: &Canary, message: RsaMessage) -> Paid {
    let wire = FakeProvider::new(FakeResponse::ok(ANSWER));
    let builder = builder(Environment::Stage, secret).payout_signer(signer(), message);
    let client = builder.transport(wire.transport()).clock(wire.clock()).build().unwrap();
    let payout = payout(card);
    let answer = wire.run(client.send_with_http(&payout));
    assert!(answer.is_ok(), "{answer:?}");
    (payout, client, answer)
}

fn paid_with_reqwest(card: &Canary, secret: &Canary) -> Paid {
    let address = listen("application/json", ANSWER);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let payout = payout(card);
    let (client, answer) = runtime.block_on(async {
        let builder = builder(Environment::at(&address, &address).unwrap(), secret);
        let client = builder.payout_signer(signer(), RsaMessage::BodyAndSecret).build().unwrap();
        let answer = client.send_with_http(&payout).await;
        (client, answer)
    });
    assert!(answer.is_ok(), "{answer:?}");
    (payout, client, answer)
}
