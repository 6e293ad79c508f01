//! Every call that changes something through every fault, against the sandbox, which knows what really happened:
//! `docs/faults.md`.

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

use payments_fixtures::Failure;

use matrix::Cell;
pub use matrix::endpoints;
pub use options::Options;
use wire::Mistake;

/// Seeds for each cell when a mistaken client is shown to be caught.
const SEEDS_OF_PROOF: u64 = 20;

/// What a run has found.
#[derive(Debug)]
pub struct Findings {
    /// The matrix, or where a mistaken client was caught.
    pub text: String,
    /// Rules that were broken.
    pub broken: usize,
}

/// The published client must keep every rule; one with a mistake must be caught breaking one.
pub async fn run(options: &Options) -> Result<Findings, Failure> {
    match options.mistake {
        Mistake::None => honest(options).await,
        mistake => caught(options, mistake).await,
    }
}

async fn honest(options: &Options) -> Result<Findings, Failure> {
    let cells = matrix::run(options).await?;
    let text = if options.json { table::json(&cells)? } else { table::text(&cells, options.brief) };
    Ok(Findings { text, broken: cells.iter().map(|cell| cell.tally.broken.len()).sum() })
}

async fn caught(options: &Options, mistake: Mistake) -> Result<Findings, Failure> {
    let cells = matrix::run(&Options { seeds: options.seeds.min(SEEDS_OF_PROOF), ..options.clone() }).await?;
    let guilty: Vec<&Cell> = cells.iter().filter(|cell| !cell.tally.broken.is_empty()).collect();
    let Some((cell, rule)) = guilty.first().and_then(|cell| Some((cell, cell.tally.broken.first()?))) else {
        return Err(format!("the mistake {} was not caught", mistake.name()).into());
    };
    let double: u64 = guilty.iter().map(|cell| cell.tally.double_effects).sum();
    let lost: u64 = guilty.iter().map(|cell| cell.tally.lost_outcomes).sum();
    let text = format!(
        "{}: caught in {} of {} cells, with {double} double effects and {lost} outcomes that were not true; \
         for instance {} × {}: {rule}\n",
        mistake.name(),
        guilty.len(),
        cells.len(),
        cell.endpoint,
        cell.fault
    );
    Ok(Findings { text, broken: 0 })
}
