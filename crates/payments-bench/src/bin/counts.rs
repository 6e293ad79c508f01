//! What repeats to the last digit: `counts` prints the allocations of every operation, as JSON; `counts NAME NUMBER` does one
//! operation that often, for a tool that counts instructions.

use std::alloc::System;
use std::collections::BTreeMap;

use payments_bench::operations::{Operation, light};
use payments_bench::{Failure, print};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments[..] {
        [] => {
            let counts: BTreeMap<_, _> = light()?.iter().map(|one| (one.name(), allocations(one))).collect();
            print(&serde_json::to_string(&counts)?)
        }
        [name, times] => {
            let operations = light()?;
            let operation = operations.iter().find(|one| one.name() == name).ok_or("there is no such operation")?;
            for _ in 0..times.parse::<u32>()? {
                operation.run();
            }
            Ok(())
        }
        _ => Err("usage: counts [NAME NUMBER]".into()),
    }
}

/// Allocations of one time, buffers that grew included.
fn allocations(operation: &Operation) -> usize {
    // The first time fills what is filled once.
    operation.run();
    let region = Region::new(ALLOCATOR);
    operation.run();
    let change = region.change();
    change.allocations + change.reallocations
}
