//! `cargo xtask bench`: what a call costs, every figure as a ratio within one run or as a count. See docs/performance.md.

#![expect(clippy::float_arithmetic, reason = "ratios of measurements; no money is involved")]

mod builds;
mod cargo;
mod counts;
mod operations;
mod options;
mod programs;
mod row;

use std::io::{self, Write as _};
use std::process::ExitCode;

use options::Options;
use payments_bench::{Failure, print};
use payments_checks::budget;
use row::Row;

/// A part of the table, which is measured as a whole.
type Part = (&'static str, fn() -> Result<Vec<Row>, Failure>);

const PARTS: [Part; 5] = [
    ("operations", operations::measure),
    ("counts", counts::measure),
    ("programs", programs::measure),
    ("builds", builds::measure),
    ("crates", crates),
];

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    let options = Options::read()?;
    // The programs beside this one.
    cargo::run("build --quiet --release --package payments-bench", &[])?;
    if options.pin {
        return counts::pin();
    }
    let mut rows = Vec::new();
    for (name, measure) in PARTS {
        if options.part.as_deref().is_none_or(|part| part == name) {
            rows.extend(measure()?);
        }
    }
    if rows.is_empty() {
        let names = PARTS.map(|(name, _)| name).join(", ");
        return Err(format!("there is no such part of the table: {names}").into());
    }
    print((if options.json { row::json(&rows)? } else { row::table(&rows) }).trim_end())?;
    match rows.iter().find(|row| options.check && row.met() == Some(false)) {
        None => Ok(()),
        Some(row) => Err(format!("{} is over its limit; if that is meant: cargo xtask bench --pin", row.name).into()),
    }
}

/// The crates that users take on board, as `cargo xtask budget` counts them.
fn crates() -> Result<Vec<Row>, Failure> {
    Ok(budget::counts()?.into_iter().map(|count| Row::at_most(count.what, count.crates, count.limit)).collect())
}
