//! What a cell of the matrix counts.

use std::collections::BTreeMap;

use serde::Serialize;

/// Counts of one cell, and whatever was not as it must be.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Tally {
    /// Calls made, the same request sent by two callers counting twice.
    pub(super) calls: u64,
    pub(super) done: u64,
    pub(super) not_sent: u64,
    pub(super) refused: u64,
    pub(super) unknown: u64,
    /// Futures dropped before they were ready.
    pub(super) dropped: u64,
    /// Attempts beyond the first that the client made of itself.
    pub(super) repeats: u64,
    /// Answers about another operation that repeated something of their request, changed: a client can tell.
    pub(super) foreign: u64,
    /// Answers about another operation that no client can tell from its own, by what the sandbox's record says of them.
    pub(super) without_echo: BTreeMap<String, u64>,
    /// Unknown and dropped calls that the recovery found carried out.
    pub(super) settled_done: u64,
    /// Those it found not carried out.
    pub(super) settled_not_done: u64,
    /// Those whose end only the callback told, and did.
    pub(super) settled_by_callback: u64,
    /// Intents that acted more than once.
    pub(super) double_effects: u64,
    /// Calls whose outcome was not true, or could not be learnt.
    pub(super) lost_outcomes: u64,
    /// Every broken rule, with the seed that repeats it.
    pub(super) broken: Vec<String>,
}

impl Tally {
    pub(super) fn add(&mut self, other: Self) {
        self.calls += other.calls;
        self.done += other.done;
        self.not_sent += other.not_sent;
        self.refused += other.refused;
        self.unknown += other.unknown;
        self.dropped += other.dropped;
        self.repeats += other.repeats;
        self.foreign += other.foreign;
        for (reason, answers) in other.without_echo {
            *self.without_echo.entry(reason).or_default() += answers;
        }
        self.settled_done += other.settled_done;
        self.settled_not_done += other.settled_not_done;
        self.settled_by_callback += other.settled_by_callback;
        self.double_effects += other.double_effects;
        self.lost_outcomes += other.lost_outcomes;
        self.broken.extend(other.broken);
    }
}
