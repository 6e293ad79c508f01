//! Everything the gateway remembers, in memory.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::binding::Binding;
use super::error::Refusal;
use super::form::Opening;
use crate::record::Effect;

/// Bindings by their transaction, and the holds that were made for them.
#[derive(Default)]
pub(super) struct Store {
    bindings: BTreeMap<String, Binding>,
    pub(super) effects: Vec<Effect>,
}

impl Store {
    /// The transaction is the key of an order: with the same parameters it is the same order, with others it is used up.
    pub(super) fn open(&mut self, opening: &Opening, now: Timestamp) -> Result<&Binding, Refusal> {
        let new = || Binding::new(opening.clone(), now);
        let binding = self.bindings.entry(opening.transaction.clone()).or_insert_with(new);
        if binding.opening == *opening { Ok(binding) } else { Err(Refusal::used_transaction()) }
    }

    pub(super) fn get(&mut self, transaction: &str) -> Option<&mut Binding> {
        self.bindings.get_mut(transaction)
    }

    pub(super) fn by_token(&mut self, token: &str) -> Option<&mut Binding> {
        self.bindings.values_mut().find(|binding| binding.token == token)
    }
}
