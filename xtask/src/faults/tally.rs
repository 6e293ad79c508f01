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
    /// Automatic retries.
    pub(super) repeats: u64,
    /// Responses about another operation with a changed id of the request: a client can notice.
    pub(super) foreign: u64,
    /// Responses about another operation that no client can notice, by the identifiers that the sandbox replaced.
    pub(super) without_echo: BTreeMap<String, u64>,
    /// Unknown and dropped calls that recovery found to be carried out.
    pub(super) settled_done: u64,
    /// Unknown and dropped calls that recovery found not to be carried out.
    pub(super) settled_not_done: u64,
    /// Unknown and dropped calls whose outcome came in the callback only.
    pub(super) settled_by_callback: u64,
    /// Intents that acted more than once.
    pub(super) double_effects: u64,
    /// Calls whose outcome was wrong, or could not be recovered.
    pub(super) lost_outcomes: u64,
    /// Every broken rule, with the seed that reproduces it.
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
