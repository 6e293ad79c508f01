//! Watching what inputs cost while a target is fuzzed: a parser whose work grows faster than its input is found while its inputs are
//! still small, long before one of them takes seconds.

use crate::cost::processor_time;

/// The shortest input that is watched. What a run costs whatever its input is outweighs the bytes of shorter ones.
const SHORTEST: usize = 512;

/// Inputs after which it is known what a byte costs.
const CALIBRATION: u64 = 64;

/// How much more than usual makes an input suspicious.
const SUSPICIOUS: u64 = 8;

/// Sizes to which a suspicious input is stretched or cut.
const SIZES: [usize; 2] = [4 << 10, 32 << 10];

/// How much more a byte may cost in the longer one of the two; in one of a quadratic parser it costs eight times as much.
const MOST: u64 = 4;

/// How often each of the two is run. The fastest time counts.
const TIMES: usize = 3;

/// What inputs of one target have cost so far, in picoseconds a byte.
#[derive(Debug, Default)]
pub struct Watch {
    watched: u64,
    usual: u64,
    /// The highest cost that turned out not to grow.
    known: u64,
}

impl Watch {
    /// Nothing is known yet.
    pub const fn new() -> Self {
        Self { watched: 0, usual: 0, known: 0 }
    }

    /// Runs a target.
    ///
    /// # Panics
    ///
    /// The input costs far more than others do, and more per byte the longer it is made; or the target panics.
    pub fn run(&mut self, target: impl Fn(&[u8]), input: &[u8]) {
        let Some(cost) = cost(&target, input) else { return };
        if input.len() < SHORTEST || !self.is_suspicious(cost) {
            return;
        }
        for stretch in [repeat_all, repeat_middle] {
            let [short, long] = SIZES.map(|size| fastest(&target, &stretch(input, size)));
            assert!(
                long <= MOST * short.max(1),
                "a byte takes {short} ps in {} bytes, {long} ps in {}",
                SIZES[0],
                SIZES[1]
            );
        }
        self.known = cost;
    }

    fn is_suspicious(&mut self, cost: u64) -> bool {
        if self.watched < CALIBRATION {
            self.usual = (self.usual * self.watched + cost) / (self.watched + 1);
            self.watched += 1;
            return false;
        }
        // Twice as much as what was looked into already, so that this happens a few times only.
        cost > SUSPICIOUS * self.usual && cost > 2 * self.known
    }
}

/// What a byte costs; `None` where there is no clock, or no byte.
fn cost(target: impl Fn(&[u8]), input: &[u8]) -> Option<u64> {
    let start = processor_time();
    target(input);
    let time = processor_time()?.checked_sub(start?)?;
    (1000 * time).checked_div(input.len() as u64)
}

fn fastest(target: impl Fn(&[u8]), input: &[u8]) -> u64 {
    (0..TIMES).filter_map(|_| cost(&target, input)).min().unwrap_or_default()
}

fn repeat_all(input: &[u8], size: usize) -> Vec<u8> {
    input.iter().copied().cycle().take(size).collect()
}

/// What is around the middle may have to be there for a parser to reach it.
fn repeat_middle(input: &[u8], size: usize) -> Vec<u8> {
    let (beginning, rest) = input.split_at(input.len() / 4);
    let (middle, end) = rest.split_at(input.len() / 2);
    [beginning, &repeat_all(middle, size), end].concat()
}

#[cfg(test)]
mod tests {
    use std::hint::black_box;

    use super::Watch;

    fn watched(target: fn(&[u8]), input: &[u8]) {
        let mut watch = Watch::new();
        (0..200).for_each(|_| watch.run(target, &[b'x'; 1024]));
        watch.run(target, input);
    }

    fn digits(input: &[u8]) -> usize {
        input.iter().take_while(|byte| byte.is_ascii_digit()).count()
    }

    #[test]
    #[should_panic = "a byte takes"]
    fn a_quadratic_target_is_noticed() {
        let target = |input: &[u8]| {
            for place in 0..input.len() {
                black_box(digits(&input[place..]));
            }
        };
        watched(target, &[b'1'; 4096]);
    }

    #[test]
    #[should_panic = "a byte takes"]
    fn a_quadratic_target_is_noticed_behind_a_beginning_that_has_to_be_there() {
        let target = |input: &[u8]| {
            let name = input.strip_prefix(b"{").unwrap_or_default();
            for place in 0..name.len() {
                black_box(digits(&name[place..]));
            }
        };
        watched(target, &[b"{".as_slice(), &[b'1'; 4096]].concat());
    }

    #[test]
    fn a_slow_target_that_is_linear_is_fine() {
        let target = |input: &[u8]| {
            for byte in input.iter().filter(|byte| byte.is_ascii_digit()) {
                black_box((0..200).fold(u64::from(*byte), |sum, number| black_box(sum + number)));
            }
        };
        watched(target, &[b'1'; 4096]);
    }
}
