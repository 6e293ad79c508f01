//! Everything the gateway remembers, in memory.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::binding::Binding;
use super::error::Refusal;
use super::form::Opening;
use super::payout::{Instruction, Payout, Recipient};
use crate::record::Effect;

/// Bindings and payouts by their transaction, and the holds and the orders that were made for them. A transaction is the number
/// of one thing only.
#[derive(Default)]
pub(super) struct Store {
    bindings: BTreeMap<String, Binding>,
    payouts: BTreeMap<String, Payout>,
    pub(super) effects: Vec<Effect>,
}

impl Store {
    /// The transaction is the key of an order: with the same parameters it is the same order, with others it is used up.
    pub(super) fn open(&mut self, opening: &Opening, now: Timestamp) -> Result<&Binding, Refusal> {
        if self.payouts.contains_key(&opening.transaction) {
            return Err(Refusal::used_transaction());
        }
        let new = || Binding::new(opening.clone(), now);
        let binding = self.bindings.entry(opening.transaction.clone()).or_insert_with(new);
        if binding.opening == *opening { Ok(binding) } else { Err(Refusal::used_transaction()) }
    }

    /// Makes the order of a payout. Its transaction must be new, whatever the parameters.
    pub(super) fn pay_out(&mut self, instruction: Instruction, now: Timestamp) -> Result<&Payout, Refusal> {
        let transaction = instruction.transaction.clone();
        if self.bindings.contains_key(&transaction) || self.payouts.contains_key(&transaction) {
            return Err(Refusal::used_transaction());
        }
        if let Recipient::Saved { customer_key, token } = &instruction.recipient
            && !self.is_saved(customer_key, token)
        {
            return Err(Refusal::field("customer_card", "there is no such card"));
        }
        let payout = Payout::new(instruction, now);
        self.effects.push(payout.effect());
        Ok(self.payouts.entry(transaction).or_insert(payout))
    }

    fn is_saved(&self, customer_key: &str, token: &str) -> bool {
        let has = |binding: &Binding| binding.saved().is_some_and(|card| card.token == token);
        self.bindings.values().any(|binding| binding.opening.customer_key == customer_key && has(binding))
    }

    pub(super) fn payout(&mut self, transaction: &str) -> Option<&mut Payout> {
        self.payouts.get_mut(transaction)
    }

    pub(super) fn get(&mut self, transaction: &str) -> Option<&mut Binding> {
        self.bindings.get_mut(transaction)
    }

    pub(super) fn by_token(&mut self, token: &str) -> Option<&mut Binding> {
        self.bindings.values_mut().find(|binding| binding.token == token)
    }
}
