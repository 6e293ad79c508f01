//! `cargo xtask bench`: what a call costs, every figure as a ratio within one run or as a count. See docs/performance.md.

#![expect(clippy::float_arithmetic, reason = "ratios of measurements; no money is involved")]

mod builds;
mod counts;
mod http2;
mod operations;
mod options;
mod programs;
mod row;

use self::options::Options;
use self::row::Row;
use crate::{Failure, budget, cargo, print};

/// A part of the table, which is measured as a whole.
type Part = (&'static str, fn() -> Result<Vec<Row>, Failure>);

const PARTS: [Part; 6] = [
    ("operations", operations::measure),
    ("counts", counts::measure),
    ("programs", programs::measure),
    ("http2", http2::measure),
    ("builds", builds::measure),
    ("crates", crates),
];

pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    let options = Options::read(arguments)?;
    cargo::run_silently("build --quiet --release --package payments-bench", &[])?;
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
        return Err("there is no such part of the table: operations, counts, programs, http2, builds, crates".into());
    }
    Ok(print(&if options.json { row::json(&rows)? } else { row::table(&rows) })?)
}

/// What repeats exactly, as a part of `cargo xtask test`.
pub(crate) fn check() -> Result<(), Failure> {
    print("\n== cargo xtask bench --part counts\n")?;
    cargo::run_silently("build --quiet --release --package payments-bench", &[])?;
    let rows = counts::measure()?;
    print(&row::table(&rows))?;
    match rows.iter().find(|row| row.met() == Some(false)) {
        None => Ok(()),
        Some(row) => Err(format!("{} is over its limit; if that is meant: cargo xtask bench --pin", row.name).into()),
    }
}

/// Warnings about the program that the workspace is built without.
pub(crate) fn lint() -> Result<(), Failure> {
    http2::cargo("clippy --quiet --package payments-bench --bin http2 -- --deny warnings")
}

/// The crates that users take on board, as `cargo xtask budget` counts them.
fn crates() -> Result<Vec<Row>, Failure> {
    let counts = budget::counts()?;
    Ok(counts.into_iter().map(|count| Row::at_most(count.what, count.crates, count.limit)).collect())
}
