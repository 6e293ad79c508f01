//! Everything the gateway remembers, in memory.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::binding::Binding;
use super::error::Refusal;
use super::form::Opening;

/// Bindings by their transaction.
#[derive(Default)]
pub(super) struct Store(BTreeMap<String, Binding>);

impl Store {
    /// The transaction is the key of an order: with the same parameters it is the same order, with others it is used up.
    pub(super) fn open(&mut self, opening: &Opening, now: Timestamp) -> Result<&Binding, Refusal> {
        let binding = self.0.entry(opening.transaction.clone()).or_insert_with(|| Binding::new(opening.clone(), now));
        if binding.opening == *opening { Ok(binding) } else { Err(Refusal::used_transaction()) }
    }

    pub(super) fn get(&mut self, transaction: &str) -> Option<&mut Binding> {
        self.0.get_mut(transaction)
    }

    pub(super) fn by_token(&mut self, token: &str) -> Option<&mut Binding> {
        self.0.values_mut().find(|binding| binding.token == token)
    }
}
