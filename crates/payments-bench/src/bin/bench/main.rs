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

/// The crates that users take on board, from the lines of `cargo xtask budget`: `what: 29 crates (at most 32)`.
fn crates() -> Result<Vec<Row>, Failure> {
    let row = |line: &str| {
        let (what, counts) = line.rsplit_once(": ")?;
        let mut numbers =
            counts.split(|other: char| !other.is_ascii_digit()).filter_map(|word| word.parse::<u32>().ok());
        Some(Row::at_most(what, numbers.next()?, numbers.next()?))
    };
    cargo::output("run --quiet --package xtask -- budget")?
        .lines()
        .map(|line| row(line).ok_or_else(|| line.into()))
        .collect()
}
