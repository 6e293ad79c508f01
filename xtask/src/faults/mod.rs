//! `cargo xtask faults`: every endpoint through every fault, against the sandbox, which knows what really happened.

mod call;
mod calls;
mod matrix;
mod notices;
mod options;
mod random;
mod scenario;
mod table;
mod tally;
mod wire;
mod world;

use std::collections::BTreeSet;

use crate::{Failure, print};
use matrix::Cell;
use options::Options;
use wire::Mistake;

/// Seeds for each cell when a mistaken client is shown to be caught.
const SEEDS_OF_PROOF: u64 = 20;

pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    let options = Options::read(arguments)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match options.mistake {
            Mistake::None => honest(&options).await,
            mistake => caught(&options, mistake).await,
        }
    })
}

/// The published client keeps every rule; clients with a mistake are caught breaking one.
async fn honest(options: &Options) -> Result<(), Failure> {
    let cells = matrix::run(options).await?;
    let text = if options.json { table::json(&cells)? } else { table::text(&cells, options.brief) };
    print(&text)?;
    let broken = cells.iter().map(|cell| cell.tally.broken.len()).sum::<usize>();
    if broken > 0 {
        return Err(format!("{broken} rules were broken").into());
    }
    Ok(())
}

/// Runs a client with a mistake, which must be caught.
async fn caught(options: &Options, mistake: Mistake) -> Result<(), Failure> {
    let cells = matrix::run(&Options { seeds: options.seeds.min(SEEDS_OF_PROOF), mistake, ..options.clone() }).await?;
    let guilty: Vec<&Cell> = cells.iter().filter(|cell| !cell.tally.broken.is_empty()).collect();
    let Some(example) = guilty.first().and_then(|cell| Some((cell, cell.tally.broken.first()?))) else {
        return Err(format!("the mistake {} was not caught", mistake.name()).into());
    };
    let (cell, rule) = example;
    let double: u64 = guilty.iter().map(|cell| cell.tally.double_effects).sum();
    let lost: u64 = guilty.iter().map(|cell| cell.tally.lost_outcomes).sum();
    print(&format!(
        "{}: caught in {} of {} cells, with {double} double effects and {lost} outcomes that were not true; \
         for instance {} × {}: {rule}\n",
        mistake.name(),
        guilty.len(),
        cells.len(),
        cell.endpoint,
        cell.fault
    ))?;
    Ok(())
}

/// The provider and the name of each endpoint that is driven through the faults.
pub(crate) fn endpoints() -> BTreeSet<(&'static str, &'static str)> {
    matrix::endpoints()
}

/// A short run for every test run, and the proof that it can fail.
pub(crate) fn smoke() -> Result<(), Failure> {
    run(&["--seeds", "3", "--brief"].map(str::to_owned))?;
    // Alone, for among all cells on a busy machine most answers come too late to be about anything.
    run(&["--seeds", "5", "--brief", "--only", "AnswersAboutAnother"].map(str::to_owned))?;
    // Where each mistake does its harm.
    for (mistake, row) in [
        (Mistake::CarelessRetry, "transfer-form"),
        (Mistake::FreshKey, "session/multi/init"),
        (Mistake::ClosedIsUnsent, "transfer-form"),
    ] {
        run(&["--seeds", "5", "--client", mistake.name(), "--only", row].map(str::to_owned))?;
    }
    Ok(())
}
