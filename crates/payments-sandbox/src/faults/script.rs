//! A sequence of faults.

use std::collections::VecDeque;

use super::fault::{Fault, FaultKind};
use super::generator::Generator;

/// The faults of consecutive connections. After its last step, and with the empty script, connections are served as usual.
///
/// It is plain data without randomness, so that the same script does the same every time; its `Display` can be parsed again
/// and contains each step of a random one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Script(Vec<Option<Fault>>);

impl Script {
    /// Creates a script with one step for each connection: a fault, or `None` to serve it.
    pub fn new(steps: impl IntoIterator<Item = Option<Fault>>) -> Self {
        Self(steps.into_iter().collect())
    }

    /// Creates a script of `length` random steps, each of them one of `kinds` or none; none is as likely as each kind.
    ///
    /// The same seed, length and kinds make the same script, in every run and on every machine.
    pub fn random(seed: u64, length: usize, kinds: &[FaultKind]) -> Self {
        let mut generator = Generator::new(seed);
        let mut step = || generator.choose_or_none(kinds).map(|kind| kind.fault(&mut generator));
        Self((0..length).map(|_| step()).collect())
    }

    /// The steps in their order.
    pub fn steps(&self) -> &[Option<Fault>] {
        &self.0
    }

    pub(super) fn into_steps(self) -> Vec<Option<Fault>> {
        self.0
    }

    pub(crate) fn into_queue(self) -> VecDeque<Option<Fault>> {
        self.0.into()
    }
}
