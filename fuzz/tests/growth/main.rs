//! What an input costs per byte does not grow with its size: no parser is quadratic, in time or in memory, whatever somebody
//! repeats in it, up to the size that clients and servers take.
//!
//! Time is that of this thread's processor, and only ratios are compared: what a byte costs, against what it does in a smaller
//! input of the same kind. A busy machine changes that by a factor of two or three; a quadratic parser by 64 in the small inputs,
//! and by 512 and more in the long ones.

mod inputs;

use std::alloc::System;
use std::fmt;
use std::hint::black_box;
use std::num::NonZero;
use std::panic::catch_unwind;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use payments_fuzz::cost::processor_time;
use payments_fuzz::{TARGETS, Target};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

use self::inputs::{Repeated, longest};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What is allocated is counted for all threads together.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// The sizes that everything is tried with. Steps so small that a quadratic is noticed before it takes minutes.
const SMALL: [usize; 4] = [2 << 10, 8 << 10, 32 << 10, 128 << 10];

/// How often an input is run before it is believed to be slow.
const TIMES: usize = 3;

/// The cost of a byte: picoseconds, and thousandths of a byte that are allocated.
#[derive(Clone, Copy, Debug)]
struct Cost {
    time: u64,
    memory: u64,
}

/// How much more than in a smaller input a byte may cost.
const MOST: Cost = Cost { time: 8, memory: 3 };

impl Cost {
    const NONE_YET: Self = Self { time: u64::MAX, memory: u64::MAX };

    fn of(run: impl FnOnce(&[u8]), input: &[u8]) -> Self {
        let bytes = input.len() as u64;
        let region = Region::new(ALLOCATOR);
        let start = processor_time().unwrap_or_default();
        run(input);
        let time = processor_time().unwrap_or_default() - start;
        let memory = region.change().bytes_allocated as u64;
        Self { time: 1000 * time / bytes, memory: 1000 * memory / bytes }
    }

    /// What a byte costs at least where anything is done with it. Below that, there is nothing to compare: some inputs are refused
    /// at their first byte.
    fn of_a_copy(size: usize) -> Self {
        let input = vec![b'a'; size];
        (0..9).map(|_| Self::of(|input| drop(black_box(input.to_vec())), &input)).fold(Self::NONE_YET, Self::least)
    }

    fn least(self, other: Self) -> Self {
        Self { time: self.time.min(other.time), memory: self.memory.min(other.memory) }
    }

    fn exceeds(self, smaller: Self, floor: Self) -> bool {
        self.time > MOST.time.saturating_mul(smaller.time.max(floor.time))
            || self.memory > MOST.memory.saturating_mul(smaller.memory.max(floor.memory))
    }
}

/// What a byte costs in the cheapest of some inputs.
fn cheapest(
    run: impl Fn(&[u8]),
    inputs: impl IntoIterator<Item = Vec<u8>>,
    smaller: Cost,
    floor: Cost,
) -> Result<Cost, Growth> {
    inputs.into_iter().try_fold(smaller, |smaller, input| {
        let mut cost = Cost::NONE_YET;
        for _ in 0..TIMES {
            cost = cost.least(Cost::of(&run, &input));
            if !cost.exceeds(smaller, floor) {
                return Ok(cost.least(smaller));
            }
        }
        Err(Growth { size: input.len(), cost, smaller })
    })
}

/// A byte costs more than in a smaller input.
#[derive(Debug)]
struct Growth {
    size: usize,
    cost: Cost,
    smaller: Cost,
}

impl fmt::Display for Growth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { size, cost, smaller } = self;
        let [times, memory] = [cost.time / smaller.time.max(1), cost.memory / smaller.memory.max(1)];
        write!(formatter, "at {size} bytes, each takes {times} times the time and {memory} times the memory: {self:?}")
    }
}

/// Something that is run with inputs of more than one size.
struct Case {
    target: &'static Target,
    repeated: Repeated,
}

impl Case {
    fn all(target: &'static Target) -> impl Iterator<Item = Self> {
        Repeated::all(target).into_iter().map(move |repeated| Self { target, repeated })
    }

    fn run(&self, input: &[u8]) {
        let kept = catch_unwind(|| (self.target.run)(input)).is_ok();
        assert!(kept, "{self} breaks a promise at {} bytes", input.len());
    }

    /// What a byte costs in the cheapest of these sizes.
    fn cheapest(&self, sizes: &[usize], smaller: Cost, floor: Cost) -> Result<Cost, String> {
        let inputs = sizes.iter().map(|size| self.repeated.input(*size));
        cheapest(|input| self.run(input), inputs, smaller, floor).map_err(|growth| format!("{self}: {growth}"))
    }
}

impl fmt::Display for Case {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.target.name, self.repeated)
    }
}

/// Every case of a target at small sizes, and what is left to try at the longest; or the first that grows.
fn small(target: &'static Target) -> Result<Vec<(Case, Cost)>, String> {
    // Some make a key first.
    (target.run)(b"");
    let floor = Cost::of_a_copy(SMALL[3]);
    let tried = Case::all(target).map(|case| case.cheapest(&SMALL, Cost::NONE_YET, floor).map(|cost| (case, cost)));
    let mut passed = tried.collect::<Result<Vec<_>, _>>()?;
    passed.retain(|(case, _)| case.repeated.to_the_end);
    Ok(passed)
}

/// Cases at their longest size, on all processors. Memory has been compared by then.
fn long(cases: Vec<(Case, Cost)>) -> Vec<String> {
    let floor = Cost { memory: u64::MAX, ..Cost::of_a_copy(2 << 20) };
    let (waiting, found) = (Mutex::new(cases), Mutex::new(Vec::new()));
    // Not in the loop's head, where the lock would be held as long as the case is run.
    let next = || locked(&waiting).pop();
    let work = || {
        while let Some((case, smaller)) = next() {
            let result = case.cheapest(&[longest(case.target)], smaller, floor);
            locked(&found).extend(result.err());
        }
    };
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| (0..processors).for_each(|_| _ = scope.spawn(work)));
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Where one thread has panicked, the others may go on.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn a_byte_costs_no_more_in_a_long_input_than_in_a_short_one() {
    let _guard = locked(&ONE_AT_A_TIME);
    let (mut passed, mut found) = (Vec::new(), Vec::new());
    for target in TARGETS {
        match small(target) {
            Ok(cases) => passed.extend(cases),
            Err(growth) => found.push(growth),
        }
    }
    // What grows already would take minutes.
    if found.is_empty() {
        found.extend(long(passed));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The test above can fail: it finds a quadratic in time and one in memory, and neither in what is linear.
#[test]
fn what_is_quadratic_is_found() {
    let _guard = locked(&ONE_AT_A_TIME);
    let inputs = || SMALL.map(|size| vec![b'1'; size]);
    let compared = |run: &dyn Fn(&[u8])| cheapest(run, inputs(), Cost::NONE_YET, Cost::of_a_copy(SMALL[3]));

    // Counts the digits that follow, once and at every byte; copies them, at every few hundred bytes.
    let digits = |input: &[u8]| input.iter().filter(|byte| byte.is_ascii_digit()).count();
    assert!(compared(&|input| _ = black_box(digits(input))).is_ok());
    let quadratic = compared(&|input| (0..input.len()).for_each(|place| _ = black_box(digits(&input[place..]))));
    assert!(quadratic.is_err_and(|growth| growth.size <= SMALL[2]), "it is found before it takes minutes");
    let copies =
        compared(&|input| (0..input.len()).step_by(256).for_each(|place| drop(black_box(input[place..].to_vec()))));
    assert!(copies.is_err());
}
