//! Answers of every endpoint of every client, through the client's own `send`: classified, decoded, printed.

use std::fmt::Debug;
use std::sync::LazyLock;

use payments_core::{Endpoint, Error, Provider, Response, RetryPolicy};
use payments_samples::{PaynetEasy, Sampled, Sampler, Settings, Vepay, Visitor};

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

/// Four endpoints of Bank 131.
pub(super) fn bank131_answers(input: &[u8]) {
    use bank131_client::session::{
        Amounts, CardDetails, ExchangeRate, Participant, Participants, PaymentDetails, SessionCancel, SessionConfirm,
        SessionId, SessionMultiInit, SessionStatus,
    };
    use bank131_client::{Client, Currency, Environment, IdempotencyKey, Money};

    static CLIENTS: LazyLock<[Client; 2]> = LazyLock::new(|| {
        LIMITS.map(|limit| {
            let builder = Client::builder(Environment::Demo, "project", NoSigner).response_limit(limit);
            builder.transport(Canned).clock(LeapingClock).retry_policy(retries()).build().expect(MADE)
        })
    });
    static TRANSFER: LazyLock<SessionMultiInit> = LazyLock::new(|| {
        let rate = || ExchangeRate::from_rub("9.2222", Currency::TJS).expect(MADE);
        let card = CardDetails::new("4242424242424242".parse().expect(MADE)).expires(1, 2030).expect(MADE);
        SessionMultiInit::new(
            IdempotencyKey::new("transfer-1001").expect(MADE),
            PaymentDetails::Card(card.security_code("123".parse().expect(MADE))),
            Amounts::new(Money::from_minor_units(100_000, Currency::RUB), rate(), rate()),
            Money::from_minor_units(10_843, Currency::TJS),
            Participants::new(Participant::new("Ivan", "Ivanov"), Participant::new("Maksim", "Pahmutov")),
        )
    });

    let parts = answer::parse(input);
    let client = parts.client(&CLIENTS);
    answer::set(parts);
    let session = || SessionId::new("ps_3230");
    let sessions = [
        checked(run(client.send_with_http(&*TRANSFER))),
        checked(run(client.send_with_http(&SessionStatus::new(session())))),
        checked(run(client.send_with_http(&SessionConfirm::new(session())))),
        checked(run(client.send_with_http(&SessionCancel::new(session())))),
    ];
    for session in sessions.iter().flatten() {
        super::callbacks::bank131_session(session);
    }
}

/// Four endpoints of Kvell.
pub(super) fn kvell_answers(input: &[u8]) {
    use kvell_client::bank::BankList;
    use kvell_client::card::CardByTransaction;
    use kvell_client::order::OrderByTransaction;
    use kvell_client::payout::Account2Card;
    use kvell_client::{Client, Currency, CustomerKey, Environment, Money, RsaMessage, Secret, TransactionId};

    const TRANSACTION: &str = "563bb54d-ed4c-4ca1-84a3-6a35c0178cf5";
    static CLIENTS: LazyLock<[Client; 2]> = LazyLock::new(|| {
        LIMITS.map(|limit| {
            let api_key = "3a8c82d6-d2c6-4165-9a6b-ab3f14d965ae";
            let builder = Client::builder(Environment::Stage, api_key, Secret::new("secret")).response_limit(limit);
            let builder = builder.payout_signer(NoSigner, RsaMessage::Body);
            builder.transport(Canned).clock(LeapingClock).retry_policy(retries()).build().expect(MADE)
        })
    });

    let parts = answer::parse(input);
    let client = parts.client(&CLIENTS);
    answer::set(parts);
    let transaction = || TransactionId::new(TRANSACTION).expect(MADE);
    checked(run(client.send_with_http(&BankList::new())));
    checked(run(client.send_with_http(&OrderByTransaction::new(transaction()))));
    let (card, amount) = ("4268736646656312".parse().expect(MADE), Money::from_minor_units(10_000, Currency::RUB));
    checked(run(client.send_with_http(&Account2Card::to_card(card, amount, "Payout 17", transaction()))));
    let question = CardByTransaction::new(CustomerKey::new("bind_card_test"), transaction());
    if let Some(card) = checked(run(client.send_with_http(&question))) {
        promises::debug(&card.expiry());
    }
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
    S::visit(&mut Answer::<S>(client));
    more(client);
}

struct Answer<'a, S: Sampler>(&'a S::Client);

impl<S: Sampler> Visitor<S::Provider> for Answer<'_, S> {
    fn visit<E: Sampled + Endpoint<Provider = S::Provider>>(&mut self) {
        checked(run(S::send(self.0, &sample::<E>())));
    }
}

fn sample<E: Sampled>() -> E {
    E::sample().request().expect(MADE)
}
