//! The gateway: its orders, which are cards being saved and payouts, and what it tells the shop.

use std::time::Duration;

use axum::http::{Request, Response};
use bytes::Bytes;
use jiff::Timestamp;

use super::binding::{Binding, Card, Plan};
use super::error::Refusal;
use super::form::Opening;
use super::notice;
use super::payout::{Instruction, Payout, Recipient};
use super::signature::Shop;
use crate::clock::{self, Clock};
use crate::diagnosis::SignatureDiagnosis;
use crate::ledger::{Ledger, Postings};
use crate::machine::{Log, Machine, machine_with};
use crate::random::Random;
use crate::record::{Balance, Effect};
use crate::summary::{PayerPage, SUMMARISED, Summary};

/// How long the card takes that is saved later, or paid to later.
const LATER: Duration = Duration::from_secs(60);

/// What names an operation in an answer.
const IDENTIFIERS: &[&str] = &["id", "transaction", "customer_key", "order.id", "order.transaction"];

/// The simulated gateway.
pub(crate) struct Gateway {
    pub(super) shop: Shop,
    signs_callbacks: bool,
    clock: Clock,
    pub(super) random: Random,
    pub(super) orders: Ledger<Order, Done>,
    pub(super) log: Log,
}

/// What a transaction is the number of: of one thing only.
#[derive(Debug)]
pub(super) enum Order {
    Binding(Box<Binding>),
    Payout(Payout),
}

/// What took its time is done.
#[derive(Clone, Copy, Debug)]
pub(super) struct Done;

impl Order {
    pub(super) fn binding(&self) -> Option<&Binding> {
        match self {
            Self::Binding(binding) => Some(binding),
            Self::Payout(_) => None,
        }
    }

    pub(super) fn payout(&self) -> Option<&Payout> {
        match self {
            Self::Payout(payout) => Some(payout),
            Self::Binding(_) => None,
        }
    }
}

impl Order {
    fn summary(&self) -> Summary {
        let (id, reference, state, kopecks, page) = match self {
            Self::Binding(binding) => {
                let page = binding.is_new().then(|| PayerPage::get(format!("/bind/card/form/{}", binding.token)));
                (&binding.id, &binding.opening.transaction, binding.status(), binding.opening.amount, page)
            }
            Self::Payout(payout) => (&payout.id, &payout.transaction, payout.status(), payout.amount, None),
        };
        let sum = format!("{}.{:02} RUB", kopecks / 100, kopecks % 100);
        let (id, reference) = (id.clone(), Some(reference.clone()));
        Summary { id, reference, state: state.to_owned(), sum: Some(sum), page }
    }
}

impl Machine for Gateway {
    machine_with!(orders, IDENTIFIERS);

    fn diagnose(&self, request: &Request<Bytes>, _now: Timestamp) -> Option<SignatureDiagnosis> {
        self.shop.diagnose(request)
    }

    fn step(&mut self, now: Timestamp) -> bool {
        let Some((number, Done, at)) = self.orders.take_due(now) else { return false };
        match self.orders.change(number) {
            Some((Order::Binding(binding), postings)) => {
                binding.finish(postings);
                self.follow_up(number, at);
            }
            Some((Order::Payout(payout), postings)) => payout.finish(postings),
            None => {}
        }
        true
    }
}

impl Gateway {
    pub(crate) fn new(shop: Shop, signs_callbacks: bool, clock: Clock, random: Random) -> Self {
        Self { shop, signs_callbacks, clock, random, orders: Ledger::new(1), log: Log::default() }
    }

    /// The order of a transaction.
    pub(super) fn find(&self, transaction: &str) -> Option<&Order> {
        self.orders.get(self.orders.find_by_reference(transaction).ok()?)
    }

    pub(super) fn binding(&self, number: u64) -> Option<&Binding> {
        self.orders.get(number)?.binding()
    }

    fn binding_mut(&mut self, number: u64) -> Option<(&mut Binding, Postings<'_>)> {
        match self.orders.change(number)? {
            (Order::Binding(binding), postings) => Some((binding, postings)),
            (Order::Payout(_), _) => None,
        }
    }

    /// The transaction is the key of an order: with the same parameters it is the same order, with others it is used up.
    /// Returns its number.
    pub(super) fn open(&mut self, opening: Opening, now: Timestamp) -> Result<u64, Refusal> {
        if let Ok(number) = self.orders.find_by_reference(&opening.transaction) {
            let is_same = self.binding(number).is_some_and(|binding| binding.opening == opening);
            return if is_same { Ok(number) } else { Err(Refusal::used_transaction()) };
        }
        let transaction = opening.transaction.clone();
        let binding = Binding::new(opening, now, &mut self.random);
        let token = binding.token.clone();
        let number = self.orders.open(&self.shop.api_key, Some(&transaction), Order::Binding(Box::new(binding)));
        self.orders.open_page(number, &token);
        Ok(number)
    }

    /// The payer submitted the form.
    pub(super) fn save_card(&mut self, number: u64, card: Card, plan: Plan, now: Timestamp) {
        if let Some((binding, postings)) = self.binding_mut(number) {
            binding.pay(card, plan, postings);
        }
        let effect = self.binding(number).and_then(Binding::hold);
        self.follow_up(number, now);
        if let Some(effect) = effect {
            self.orders.record(effect);
        }
    }

    /// The payer pressed the other button.
    pub(super) fn cancel(&mut self, number: u64, now: Timestamp) {
        if let Some((binding, _)) = self.binding_mut(number) {
            binding.cancel();
        }
        self.follow_up(number, now);
    }

    /// Makes the order of a payout. Its transaction must be new, whatever the parameters.
    pub(super) fn pay_out(&mut self, instruction: Instruction, now: Timestamp) -> Result<&Payout, Refusal> {
        let transaction = instruction.transaction.clone();
        if self.orders.find_by_reference(&transaction).is_ok() {
            return Err(Refusal::used_transaction());
        }
        if let Recipient::Saved { customer_key, token } = &instruction.recipient
            && !self.is_saved(customer_key, token)
        {
            return Err(Refusal::field("customer_card", "there is no such card"));
        }
        let payout = Payout::new(instruction, now, &mut self.random);
        let (effect, is_processing) = (payout.effect(), payout.is_processing());
        let number = self.orders.open(&self.shop.api_key, Some(&transaction), Order::Payout(payout));
        self.orders.record(effect);
        if is_processing {
            self.orders.set_due(number, Some((clock::after(now, self.clock.real(LATER)), Done)));
        } else if let Some((Order::Payout(payout), postings)) = self.orders.change(number) {
            payout.transfer_money(postings);
        }
        let payout = self.orders.get(number).and_then(Order::payout).ok_or_else(Refusal::unknown_transaction)?;
        tracing::info!(transaction = payout.transaction, status = payout.status(), "payout");
        Ok(payout)
    }

    fn is_saved(&self, customer_key: &str, token: &str) -> bool {
        let mut bindings = self.orders.iter().filter_map(|(_, order)| order.binding());
        let has = |binding: &Binding| binding.saved().is_some_and(|card| card.token == token);
        bindings.any(|binding| binding.opening.customer_key == customer_key && has(binding))
    }

    /// Tells the shop, or sets when it is told.
    fn follow_up(&mut self, number: u64, now: Timestamp) {
        let Some(binding) = self.orders.get(number).and_then(Order::binding) else { return };
        tracing::info!(transaction = binding.opening.transaction, status = binding.status(), "order");
        let due = binding.is_processing().then(|| (clock::after(now, self.clock.real(LATER)), Done));
        self.log.tell(notice::callback(binding, self.signs_callbacks.then_some(&self.shop)));
        self.orders.set_due(number, due);
    }
}
