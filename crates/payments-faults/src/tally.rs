//! What a cell of the matrix counts.

use std::collections::BTreeMap;

use serde::Serialize;

/// Counts of one cell, and whatever was not as it must be.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Tally {
    /// Calls made, the same request sent by two callers counting twice.
    pub(crate) calls: u64,
    pub(crate) done: u64,
    pub(crate) not_sent: u64,
    pub(crate) refused: u64,
    pub(crate) unknown: u64,
    /// Futures dropped before they were ready.
    pub(crate) dropped: u64,
    /// Automatic retries.
    pub(crate) repeats: u64,
    /// Responses about another operation with a changed id of the request: a client can notice.
    pub(crate) foreign: u64,
    /// Responses about another operation that no client can notice, by the identifiers that the sandbox replaced.
    pub(crate) without_echo: BTreeMap<String, u64>,
    /// Unknown and dropped calls that recovery found to be carried out.
    pub(crate) settled_done: u64,
    /// Unknown and dropped calls that recovery found not to be carried out.
    pub(crate) settled_not_done: u64,
    /// Unknown and dropped calls whose outcome came in the callback only.
    pub(crate) settled_by_callback: u64,
    /// Intents that acted more than once.
    pub(crate) double_effects: u64,
    /// Calls whose outcome was wrong, or could not be recovered.
    pub(crate) lost_outcomes: u64,
    /// Every broken rule, with the seed that reproduces it.
    pub(crate) broken: Vec<String>,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Self) {
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
