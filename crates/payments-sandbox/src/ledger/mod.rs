//! The ledger of a simulated provider: its operations with their owners, references, idempotency keys, pages, money and next
//! steps, and its effects. The rules that all calls share are here; an endpoint turns a request into a transition of an operation,
//! and an operation into a response.
//!
//! It has no timer, no clock and no randomness of its own.

mod books;
mod keys;
mod postings;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use jiff::Timestamp;

use crate::latest::{KEPT, Latest};
use crate::random::Random;
use crate::record::{Balance, Effect};

pub(crate) use books::{Account, Books, MoneyError, Posting, Sum};
pub(crate) use keys::{KeyUse, Repeated};
pub(crate) use postings::Postings;

use books::Mark;
use keys::Keys;
use postings::Funds;

/// The last [`KEPT`] operations, with a state `O`, next steps `S` and first answers `A`.
#[derive(Debug)]
pub(crate) struct Ledger<O, S = Infallible, A = Infallible> {
    operations: BTreeMap<u64, Entry<O, S>>,
    next_number: u64,
    /// The operations of each of the shop's references, the oldest first.
    references: BTreeMap<String, Vec<u64>>,
    /// The operation of each payer's page.
    pages: BTreeMap<String, u64>,
    due: BTreeSet<(Timestamp, u64)>,
    keys: Keys<A>,
    effects: Latest<Effect>,
    books: Books,
}

#[derive(Debug)]
struct Entry<O, S> {
    owner: String,
    reference: Option<String>,
    /// Whose money the operation moves, if it is not the owner's.
    purse: Option<String>,
    pages: Vec<String>,
    due: Option<(Timestamp, S)>,
    funds: BTreeMap<usize, Funds>,
    state: O,
}

/// Why an operation is not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotFound {
    Unknown,
    /// It has another owner.
    Foreign,
    /// More than one operation has the reference.
    Several,
}

/// The context of a transition: the time, the operation's money, and a source of random strings.
#[derive(Debug)]
pub(crate) struct Transition<'a> {
    pub(crate) now: Timestamp,
    pub(crate) postings: Postings<'a>,
    pub(crate) random: &'a mut Random,
}

impl<O, S: Copy, A: Clone> Ledger<O, S, A> {
    /// Creates a ledger; its first operation has this number.
    pub(crate) fn new(first_number: u64) -> Self {
        Self {
            operations: BTreeMap::new(),
            next_number: first_number,
            references: BTreeMap::new(),
            pages: BTreeMap::new(),
            due: BTreeSet::new(),
            keys: Keys::default(),
            effects: Latest::default(),
            books: Books::default(),
        }
    }

    /// The number of the next operation.
    pub(crate) fn next_number(&self) -> u64 {
        self.next_number
    }

    /// Opens an operation. Returns its number.
    pub(crate) fn open(&mut self, owner: &str, reference: Option<&str>, state: O) -> u64 {
        let number = self.next_number;
        self.next_number += 1;
        if let Some(reference) = reference {
            self.references.entry(reference.to_owned()).or_default().push(number);
        }
        let (owner, reference) = (owner.to_owned(), reference.map(str::to_owned));
        let entry =
            Entry { owner, reference, purse: None, pages: Vec::new(), due: None, funds: BTreeMap::new(), state };
        self.operations.insert(number, entry);
        self.forget_the_oldest();
        number
    }

    fn forget_the_oldest(&mut self) {
        if self.operations.len() <= KEPT {
            return;
        }
        let Some((number, entry)) = self.operations.pop_first() else { return };
        if let Some((at, _)) = entry.due {
            self.due.remove(&(at, number));
        }
        for page in entry.pages {
            self.pages.remove(&page);
        }
        if let Some(reference) = entry.reference
            && let Some(numbers) = self.references.get_mut(&reference)
        {
            numbers.retain(|other| *other != number);
            if numbers.is_empty() {
                self.references.remove(&reference);
            }
        }
        self.keys.forget(number);
    }

    /// The operation of this number and owner.
    pub(crate) fn find(&self, number: Option<u64>, owner: &str) -> Result<u64, NotFound> {
        let (number, entry) =
            number.and_then(|number| Some((number, self.operations.get(&number)?))).ok_or(NotFound::Unknown)?;
        if entry.owner == owner { Ok(number) } else { Err(NotFound::Foreign) }
    }

    /// The only operation with this reference.
    pub(crate) fn find_by_reference(&self, reference: &str) -> Result<u64, NotFound> {
        match self.references.get(reference).map(Vec::as_slice) {
            Some([number]) => Ok(*number),
            Some([_, _, ..]) => Err(NotFound::Several),
            _ => Err(NotFound::Unknown),
        }
    }

    /// The operation of this payer's page.
    pub(crate) fn find_by_page(&self, page: &str) -> Option<u64> {
        self.pages.get(page).copied()
    }

    /// Adds a payer's page to an operation.
    pub(crate) fn open_page(&mut self, number: u64, page: &str) {
        if let Some(entry) = self.operations.get_mut(&number)
            && self.pages.insert(page.to_owned(), number).is_none()
        {
            entry.pages.push(page.to_owned());
        }
    }

    pub(crate) fn get(&self, number: u64) -> Option<&O> {
        self.operations.get(&number).map(|entry| &entry.state)
    }

    /// All operations with their numbers, the oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (u64, &O)> {
        self.operations.iter().map(|(number, entry)| (*number, &entry.state))
    }

    /// The owner of an operation.
    pub(crate) fn owner(&self, number: u64) -> Option<&str> {
        self.operations.get(&number).map(|entry| entry.owner.as_str())
    }

    /// An operation and its money, for a transition.
    pub(crate) fn change(&mut self, number: u64) -> Option<(&mut O, Postings<'_>)> {
        let entry = self.operations.get_mut(&number)?;
        let purse = entry.purse.as_ref().unwrap_or(&entry.owner);
        let mark = Mark { purse, operation: Some(number), at: None };
        Some((&mut entry.state, Postings { parts: &mut entry.funds, part: 0, books: &mut self.books, mark }))
    }

    /// Lets an operation move the money of this purse instead of its owner's.
    pub(crate) fn use_purse(&mut self, number: u64, purse: &str) {
        if let Some(entry) = self.operations.get_mut(&number) {
            entry.purse = Some(purse.to_owned());
        }
    }

    /// Pays the shop's own money into a purse.
    pub(crate) fn deposit(&mut self, purse: &str, sum: &Sum, now: Timestamp) {
        let mark = Mark { purse, operation: None, at: Some(now) };
        self.books.move_sum(Account::Shop, Account::Balance, sum, mark);
    }

    pub(crate) fn books(&self) -> &Books {
        &self.books
    }

    /// Sets the next step of an operation and its time; replaces the previous one.
    pub(crate) fn set_due(&mut self, number: u64, next: Option<(Timestamp, S)>) {
        let Some(entry) = self.operations.get_mut(&number) else { return };
        if let Some((at, _)) = std::mem::replace(&mut entry.due, next) {
            self.due.remove(&(at, number));
        }
        if let Some((at, _)) = next {
            self.due.insert((at, number));
        }
    }

    /// When the next step is due.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.due.first().map(|(at, _)| *at)
    }

    /// Takes the next step that is due by now: the operation, the step and its time.
    pub(crate) fn take_due(&mut self, now: Timestamp) -> Option<(u64, S, Timestamp)> {
        let (at, number) = self.due.first().copied().filter(|(at, _)| *at <= now)?;
        self.due.pop_first();
        let (_, step) = self.operations.get_mut(&number)?.due.take()?;
        Some((number, step, at))
    }

    /// The earlier request with this key, if there was one.
    pub(crate) fn repeated(&self, key: &KeyUse) -> Option<Repeated<'_, A>> {
        self.keys.repeated(key)
    }

    /// Keeps the answer to a request with a key, for as long as the operation is kept.
    pub(crate) fn use_key(&mut self, number: u64, key: KeyUse, answer: A) {
        self.keys.insert(number, key, answer);
    }

    /// Records an effect of a request.
    pub(crate) fn record(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// What everybody has.
    pub(crate) fn balances(&self) -> Vec<Balance> {
        let purses = self.books.purses();
        let balance = |(owner, currency, minor_units): (&str, &str, i128)| Balance {
            owner: owner.to_owned(),
            currency: currency.to_owned(),
            minor_units,
        };
        purses.map(balance).collect()
    }

    pub(crate) fn effects(&self) -> Vec<Effect> {
        self.effects.to_vec()
    }
}
