//! Idempotency keys: the first request that used each of them, and its answer.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

/// An idempotency key together with the request that carries it.
#[derive(Debug)]
pub(crate) struct KeyUse {
    scope: (String, String),
    request: [u8; 32],
}

impl KeyUse {
    /// The key of this owner, with the parts of the request that a duplicate must repeat.
    pub(crate) fn new<'a>(owner: &str, key: String, request: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let parts = request.into_iter();
        let digest = parts.fold(Sha256::new(), |digest, part| digest.chain_update(part).chain_update([0]));
        Self { scope: (owner.to_owned(), key), request: digest.finalize().into() }
    }

    /// The key as it was sent.
    pub(crate) fn text(&self) -> &str {
        &self.scope.1
    }
}

/// An earlier request used the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeated<'a, A> {
    /// The same request, with its response.
    SameRequest(&'a A),
    OtherRequest,
}

#[derive(Debug)]
struct FirstUse<A> {
    request: [u8; 32],
    answer: A,
}

#[derive(Debug)]
pub(super) struct Keys<A> {
    used: BTreeMap<(String, String), FirstUse<A>>,
    by_operation: BTreeMap<u64, Vec<(String, String)>>,
}

impl<A> Default for Keys<A> {
    fn default() -> Self {
        Self { used: BTreeMap::new(), by_operation: BTreeMap::new() }
    }
}

impl<A> Keys<A> {
    pub(super) fn repeated(&self, key: &KeyUse) -> Option<Repeated<'_, A>> {
        let first = self.used.get(&key.scope)?;
        Some(if first.request == key.request { Repeated::SameRequest(&first.answer) } else { Repeated::OtherRequest })
    }

    pub(super) fn insert(&mut self, number: u64, key: KeyUse, answer: A) {
        self.by_operation.entry(number).or_default().push(key.scope.clone());
        self.used.insert(key.scope, FirstUse { request: key.request, answer });
    }

    pub(super) fn forget(&mut self, number: u64) {
        for scope in self.by_operation.remove(&number).unwrap_or_default() {
            self.used.remove(&scope);
        }
    }
}
