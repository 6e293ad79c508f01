//! Choices that a seed repeats.

use std::time::Duration;

use fastrand::Rng;
use sha2::{Digest as _, Sha256};

pub(crate) struct Random(Rng);

impl Random {
    /// The choices of this seed, for this purpose: every cell of the matrix makes choices of its own.
    pub(crate) fn new(seed: u64, purpose: &str) -> Self {
        let digest = Sha256::new().chain_update(purpose).chain_update(seed.to_be_bytes()).finalize();
        let first_eight = digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte));
        Self(Rng::with_seed(first_eight))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0.u64(..)
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0.u64(..limit.max(1))
    }

    pub(crate) fn one_in(&mut self, many: u64) -> bool {
        self.below(many) == 0
    }

    pub(crate) fn milliseconds(&mut self, limit: u64) -> Duration {
        Duration::from_millis(self.below(limit))
    }
}
