//! Answers of every endpoint of every client, through the client's own `send`: classified, decoded, printed.

use std::fmt::Debug;
use std::sync::LazyLock;

use payments_core::{Endpoint, Error, Provider, Response, RetryPolicy};
use payments_samples::{Bank131, Kvell, Sampled, Sampler, Settings, Vepay, Visitor};

use crate::answer::{self, Canned, LIMITS};
use crate::clock::{LeapingClock, run};
use crate::keys::NoSigner;
use crate::promises;

/// Why making a client cannot fail.
const MADE: &str = "settings that keep the rules";

/// Never used up, so that a run does not depend on those before it.
fn retries() -> RetryPolicy {
    RetryPolicy::default().budget(u32::MAX)
}

/// What became of a call that was answered, if it was carried out.
fn checked<T: Debug, P: Provider>(result: Result<Response<T>, Error<P>>) -> Option<T> {
    match result {
        Ok(answer) => {
            promises::debug(&answer);
            Some(answer.value)
        }
        Err(error) => {
            promises::failed_call(&error);
            None
        }
    }
}

/// Every endpoint of Bank 131, and what is asked of the sessions. A call that names a session takes no other than that.
pub(super) fn bank131_answers(input: &[u8]) {
    use bank131_client::session::{SessionMultiInit, SessionStatus};

    static CLIENTS: LazyLock<[bank131_client::Client; 2]> = LazyLock::new(clients::<Bank131>);

    answers::<Bank131>(input, &CLIENTS, |client| {
        let sessions = [run(client.send(&sample::<SessionMultiInit>())), run(client.send(&sample::<SessionStatus>()))];
        sessions.iter().flatten().for_each(super::callbacks::bank131_session);
    });
}

/// Every endpoint of Kvell, and what is made of the answers.
pub(super) fn kvell_answers(input: &[u8]) {
    static CLIENTS: LazyLock<[kvell_client::Client; 2]> = LazyLock::new(clients::<Kvell>);

    answers::<Kvell>(input, &CLIENTS, |client| {
        if let Ok(card) = run(client.send(&sample::<kvell_client::card::CardByTransaction>())) {
            promises::debug(&card.expiry());
        }
    });
}

/// Four endpoints of `PaynetEasy`.
pub(super) fn payneteasy_answers(input: &[u8]) {
    use payneteasy_client::{
        Client, Currency, Environment, Money, Secret,
        card::CreateCardRef,
        order::{ClientOrderId, Order, OrderId, Return, Status},
        transfer::{DestinationCard, ReturnUrl, TransferForm},
    };

    static CLIENTS: LazyLock<[Client; 2]> = LazyLock::new(|| {
        LIMITS.map(|limit| {
            let builder = Client::builder(Environment::Sandbox, "login", NoSigner).response_limit(limit);
            builder
                .transport(Canned)
                .clock(LeapingClock)
                .retry_policy(retries())
                .nonces(|| "nonce".to_owned())
                .control_key(Secret::new("control key"))
                .build()
                .expect(MADE)
        })
    });
    static TRANSFER: LazyLock<TransferForm> = LazyLock::new(|| {
        let amount = Money::from_minor_units(10_000, Currency::USD);
        let order = Order::new(ClientOrderId::new("order-1001"), amount, "Transfer to a card", "203.0.113.7");
        let card = DestinationCard::new("4268736646656312".parse().expect(MADE));
        let [client, _] = &*CLIENTS;
        TransferForm::form_to_pan(client.endpoint(39915), order, ReturnUrl::any("https://shop.example/back"), card)
    });

    let parts = answer::parse(input);
    let client = parts.client(&CLIENTS);
    answer::set(parts);
    let order = || ClientOrderId::new("order-1001");
    checked(run(client.send_with_http(&*TRANSFER)));
    checked(run(client.send_with_http(&Status::new(client.endpoint(39915), order()))));
    let reference = CreateCardRef::new(client.endpoint(39915), order(), OrderId::new("5624444"));
    checked(run(client.send_with_http(&reference)));
    let returned = Return::new(client.endpoint(39915), order(), OrderId::new("5624444"));
    checked(run(client.send_with_http(&returned)));
}

/// Every endpoint of Vepay, and what is made of the answers.
pub(super) fn vepay_answers(input: &[u8]) {
    static CLIENTS: LazyLock<[vepay_client::Client; 2]> = LazyLock::new(clients::<Vepay>);

    answers::<Vepay>(input, &CLIENTS, |client| {
        if let Ok(begun) = run(client.register(&sample())) {
            promises::debug(&begun);
        }
        if let Ok(state) = run(client.send(&sample::<vepay_client::card::CardGet>())) {
            let _ = state.is_clearly_waiting();
        }
    });
}

/// A client for each limit of a response.
fn clients<S: Sampler>() -> [S::Client; 2] {
    LIMITS.map(|response_limit| {
        let mut settings = Settings::default();
        (settings.retry_policy, settings.response_limit) = (retries(), response_limit);
        S::client(Canned, LeapingClock, settings).expect(MADE)
    })
}

/// Answers every sample request, and what else is done with a client.
fn answers<S: Sampler>(input: &[u8], clients: &[S::Client; 2], more: impl FnOnce(&S::Client)) {
    let parts = answer::parse(input);
    let client = parts.client(clients);
    answer::set(parts);
    S::visit(&mut Answering::<S>(client));
    more(client);
}

struct Answering<'a, S: Sampler>(&'a S::Client);

impl<S: Sampler> Visitor<S::Provider> for Answering<'_, S> {
    fn visit<E: Sampled + Endpoint<Provider = S::Provider>>(&mut self) {
        checked(run(S::send(self.0, &sample::<E>())));
    }
}

fn sample<E: Sampled>() -> E {
    E::sample().request().expect(MADE)
}
