//! Answers of every endpoint of every client, through the client's own `send`: classified, decoded, printed.

use std::fmt::Debug;
use std::sync::LazyLock;

use payments_core::{Endpoint, Error, Provider, Response, RetryPolicy};
use payments_samples::{Bank131, Kvell, PaynetEasy, Sampled, Sampler, Settings, Vepay, Visitor};

use crate::answer::{self, Canned, LIMITS};
use crate::clock::{LeapingClock, run};
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

/// Every endpoint of `PaynetEasy`.
pub(super) fn payneteasy_answers(input: &[u8]) {
    static CLIENTS: LazyLock<[payneteasy_client::Client; 2]> = LazyLock::new(clients::<PaynetEasy>);

    answers::<PaynetEasy>(input, &CLIENTS, |_| ());
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
