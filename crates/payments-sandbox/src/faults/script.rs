//! A sequence of faults.

use std::collections::VecDeque;

use super::fault::{Fault, FaultKind};
use super::generator::Generator;

/// What consecutive connections meet. After its last step, and with the empty script, connections are served as usual.
///
/// It is plain data without any randomness left in it, so that the same script does the same every time; its `Display` can
/// be parsed again and tells each step of a random one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Script(Vec<Option<Fault>>);

impl Script {
    /// One step for each connection: a fault, or `None` to serve it.
    pub fn new(steps: impl IntoIterator<Item = Option<Fault>>) -> Self {
        Self(steps.into_iter().collect())
    }

    /// A script of `length` steps, each of them one of `kinds`, or now and then none: as often as one of the kinds.
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
