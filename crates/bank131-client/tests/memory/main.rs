//! Card data, tokens and keys are wiped: the memory of this process is searched for them.

#![cfg_attr(not(target_os = "linux"), allow(unused, reason = "only Linux shows a process its own memory"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod key;

use std::process::ExitCode;

use bank131_client::common::{CardData, Endpoint, Response};
use bank131_client::recurrent::RecurrentToken;
use bank131_client::session::{Session, SessionMultiInit};
use bank131_client::{CardNumber, Error};
use payments_contract::FakeProvider;
use payments_contract::leaks::{CARD, PERSONAL, SECURITY_CODE, TOKEN};
use payments_contract::memory::{Canary, inspect, listen};
use payments_core::testing::FakeResponse;
use payments_samples::{Bank131, Marks, Sampled as _, Sampler as _};

const ANSWER: &str = r#"{"status":"ok","session":{"id":"ps_1","status":"in_progress"}}"#;

/// A request and its result.
type Called = (SessionMultiInit, Result<Response<Session>, Error>);

fn main() -> ExitCode {
    inspect(|inspection| {
        let (card, token) = (Canary::card(19), Canary::text(32));
        inspection.is_wiped("a card number", &[&card], || CardNumber::new(card.reveal()).unwrap());
        inspection.is_wiped("a token", &[&token], || RecurrentToken::new(token.reveal()));
        inspection.samples::<Bank131>();
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

/// The sample that is charged to a card.
fn by_card(card: &Canary) -> SessionMultiInit {
    marked(CardData::NumberAndSecurityCode, card.reveal(), TOKEN.to_owned())
}

/// The sample that is charged by a token.
fn by_token(token: &Canary) -> SessionMultiInit {
    marked(CardData::None, CARD.to_owned(), token.reveal())
}

/// The sample that carries this card data.
fn marked(carries: CardData, card: String, token: String) -> SessionMultiInit {
    // Found with other marks, so that no copy of the canaries stays behind.
    let others = Marks::new(CARD, SECURITY_CODE, TOKEN, PERSONAL, 17);
    let samples = SessionMultiInit::sample().marked;
    let make = samples.iter().find(|make| make(&others).unwrap().card_data() == carries).unwrap();
    make(&Marks::new(card, SECURITY_CODE, token, PERSONAL, 17)).unwrap()
}

fn without_network(request: SessionMultiInit) -> Called {
    let wire = FakeProvider::new(FakeResponse::ok(ANSWER));
    let client = Bank131::over(wire.transport(), wire.clock()).unwrap();
    let answer = wire.run(client.send_with_http(&request));
    assert!(answer.is_ok(), "{answer:?}");
    (request, answer)
}

fn with_reqwest(request: SessionMultiInit) -> Called {
    let address = listen("application/json", ANSWER);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let answer = runtime.block_on(async { Bank131::at(&address).unwrap().send_with_http(&request).await });
    assert!(answer.is_ok(), "{answer:?}");
    (request, answer)
}
