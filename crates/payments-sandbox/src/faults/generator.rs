//! Random numbers from a seed: the same ones in every run.

/// `SplitMix64`, as its authors published it: small, and good enough to choose among faults.
#[derive(Debug)]
pub(super) struct Generator(u64);

impl Generator {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, and without, `end`; 0 when `end` is 0.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        // The bias of a remainder is far below anything a test could see.
        self.next().checked_rem(end).unwrap_or_default()
    }

    /// One of the choices, or none, each as often as the others.
    pub(super) fn choose_or_none<T: Copy>(&mut self, choices: &[T]) -> Option<T> {
        let end = u64::try_from(choices.len()).unwrap_or(u64::MAX).saturating_add(1);
        choices.get(usize::try_from(self.below(end)).ok()?).copied()
    }

    /// A number from `first` to `last`, both included.
    pub(super) fn between(&mut self, first: u64, last: u64) -> u64 {
        first + self.below(last.saturating_sub(first) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_the_published_ones() {
        let mut generator = Generator::new(1_234_567);
        let numbers = [(); 3].map(|()| generator.next());
        assert_eq!(numbers, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn ranges_include_their_ends() {
        let mut generator = Generator::new(0);
        let mut seen = [false; 3];
        for _ in 0..100 {
            let number = generator.between(4, 6);
            seen[usize::try_from(number - 4).unwrap()] = true;
        }
        assert_eq!(seen, [true; 3]);
        assert_eq!(generator.below(0), 0);
    }
}
