//! Watching what inputs cost while a target is fuzzed: a parser whose work grows faster than its input is found while its inputs are
//! still small, long before one of them takes seconds.
//!
//! An input that costs far more per byte than others do is made longer, and so is a piece of every few hundredth input, whatever
//! that costs: inputs that the fuzzer keeps are short, and a piece of one is what a parser counts, skips or copies.

use crate::cost::processor_time;

/// The shortest input whose cost is compared. What a run costs whatever its input is outweighs the bytes of shorter ones.
const SHORTEST: usize = 512;

/// Inputs after which it is known what a byte costs.
const CALIBRATION: usize = 63;

/// How much more than usual makes an input suspicious.
const SUSPICIOUS: u64 = 8;

/// Of so many inputs, a piece of one is made longer: so rarely that it takes a few hundredths of the time.
const SAMPLE: usize = 256;

/// Sizes to which an input is made longer. With longer ones, a quadratic parser would be taken for one that hangs.
const SIZES: [usize; 3] = [2 << 10, 6 << 10, 16 << 10];

/// How much more a byte may cost in the longest than in the shortest; for a quadratic parser it costs eight times as much.
const MOST: u64 = 4;

/// How often both are run before they are believed. The fastest times count.
const TIMES: usize = 3;

type Clock = fn() -> Option<u64>;

/// What inputs of one target have cost so far, in picoseconds a byte.
#[derive(Debug)]
pub struct Watch {
    /// Nanoseconds of work so far.
    clock: Clock,
    inputs: usize,
    /// Those of the first inputs.
    first: Vec<u64>,
    /// The highest cost that turned out not to grow.
    known: u64,
}

impl Watch {
    /// Nothing is known yet.
    #[expect(clippy::new_without_default, reason = "a default is not const, and a static needs one that is")]
    pub const fn new() -> Self {
        Self::by(processor_time)
    }

    const fn by(clock: Clock) -> Self {
        Self { clock, inputs: 0, first: Vec::new(), known: 0 }
    }

    /// Runs a target.
    ///
    /// # Panics
    ///
    /// The input costs more per byte the longer it or a piece of it is made; or the target panics.
    pub fn run(&mut self, target: impl Fn(&[u8]), input: &[u8]) {
        let clock = self.clock;
        let Some(cost) = cost(clock, &target, input) else { return };
        self.inputs += 1;
        if self.inputs.is_multiple_of(SAMPLE) {
            let number = self.inputs / SAMPLE;
            does_not_grow(clock, &target, |size| repeat_piece(input, number, size));
        }
        if input.len() >= SHORTEST && self.is_suspicious(cost) {
            does_not_grow(clock, &target, |size| repeat(input, size));
            does_not_grow(clock, &target, |size| repeat_middle(input, size));
            self.known = cost;
        }
    }

    fn is_suspicious(&mut self, cost: u64) -> bool {
        if self.first.len() < CALIBRATION {
            self.first.push(cost);
            self.first.sort_unstable();
            return false;
        }
        // The middle one, because others may have been disturbed.
        let usual = self.first.get(CALIBRATION / 2).copied().unwrap_or_default();
        // Twice as much as what was looked into already, so that this happens a few times only.
        cost > SUSPICIOUS * usual && cost > 2 * self.known
    }
}

/// What a byte costs; `None` where there is no clock, or no byte.
fn cost(clock: Clock, target: impl Fn(&[u8]), input: &[u8]) -> Option<u64> {
    let start = clock();
    target(input);
    let time = clock()?.checked_sub(start?)?;
    (1000 * time).checked_div(input.len() as u64)
}

/// Makes the same input in several sizes, and compares what a byte costs.
fn does_not_grow(clock: Clock, target: impl Fn(&[u8]), make: impl Fn(usize) -> Vec<u8>) {
    let inputs = SIZES.map(make);
    let [input, between, longest] = inputs.each_ref().map(Vec::as_slice);
    let fastest = |input: &[u8]| (0..TIMES).filter_map(|_| cost(clock, &target, input)).min().unwrap_or_default();
    let low = fastest(input).max(1);
    // Once, if that will do.
    if cost(clock, &target, longest).is_none_or(|high| high <= MOST * low) {
        return;
    }
    let (middle, high) = (fastest(between), fastest(longest));
    // Where only the longest, or all but the shortest, is not refused at its beginning, one of the steps is flat.
    let climbs = |lower: u64, upper: u64| 2 * upper > 3 * lower;
    let grows = high > MOST * low && climbs(low, middle) && climbs(middle, high);
    assert!(
        !grows,
        "work grows faster than the input: a byte takes {low} ps, {middle} ps and {high} ps in {SIZES:?} bytes, of which the first are\n{:?}",
        String::from_utf8_lossy(input)
    );
}

/// Whole repeats, and as many that what is read by threes or fours ends alike at every size.
fn repeat(input: &[u8], size: usize) -> Vec<u8> {
    let times = size / input.len().max(1);
    match times {
        0 => input.iter().copied().take(size).collect(),
        1..=12 => input.repeat(times),
        _ => input.repeat(times - times % 12),
    }
}

/// What is around the middle may have to be there for a parser to reach it. No more of it than weighs little.
fn repeat_middle(input: &[u8], size: usize) -> Vec<u8> {
    let around = (input.len() / 4).min(SHORTEST / 4);
    let (beginning, rest) = input.split_at(around);
    let (middle, end) = rest.split_at(rest.len() - around);
    [beginning, &repeat(middle, size), end].concat()
}

/// A piece of a few bytes, another one for each number.
fn repeat_piece(input: &[u8], number: usize, size: usize) -> Vec<u8> {
    let (input, _) = input.split_at(input.len().min(SHORTEST));
    let (beginning, rest) = input.split_at(number.wrapping_mul(0x9e37_79b9) % input.len());
    let (piece, end) = rest.split_at(rest.len().min(1 + number % 6));
    [beginning, &repeat(piece, size), end].concat()
}

// The work is counted here and not timed: a test must say the same on a busy machine.
#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::Watch;

    thread_local! {
        static WORK: Cell<u64> = const { Cell::new(0) };
    }

    fn work(steps: usize) {
        WORK.set(WORK.get() + steps as u64);
    }

    fn watch() -> Watch {
        Watch::by(|| Some(WORK.get()))
    }

    fn watched(target: fn(&[u8]), input: &[u8]) {
        let mut watch = watch();
        (0..200).for_each(|_| watch.run(target, &[b'x'; 1024]));
        watch.run(target, input);
    }

    /// Counts the digits at the beginning.
    fn digits(input: &[u8]) -> usize {
        let digits = input.iter().take_while(|byte| byte.is_ascii_digit()).count();
        work(digits + 1);
        digits
    }

    #[test]
    #[should_panic = "work grows"]
    fn a_quadratic_target_is_noticed() {
        let target = |input: &[u8]| {
            for place in 0..input.len() {
                digits(&input[place..]);
            }
        };
        watched(target, &[b'1'; 4096]);
    }

    #[test]
    #[should_panic = "work grows"]
    fn a_quadratic_target_is_noticed_behind_a_beginning_that_has_to_be_there() {
        let target = |input: &[u8]| {
            work(input.len());
            let name = input.strip_prefix(b"{").unwrap_or_default();
            for place in 0..name.len() {
                digits(&name[place..]);
            }
        };
        watched(target, &[b"{".as_slice(), &[b'1'; 4096]].concat());
    }

    #[test]
    #[should_panic = "work grows"]
    fn a_quadratic_target_is_noticed_though_its_inputs_are_short() {
        let target = |input: &[u8]| {
            for place in 0..input.len() {
                digits(&input[place..]);
            }
        };
        let mut watch = watch();
        (0..100_000).for_each(|_| watch.run(target, b"{\"name\": 1}"));
    }

    #[test]
    fn a_slow_target_that_is_linear_is_fine() {
        let target = |input: &[u8]| {
            work(input.len());
            work(200 * input.iter().filter(|byte| byte.is_ascii_digit()).count());
        };
        watched(target, &[b'1'; 4096]);
    }
}
