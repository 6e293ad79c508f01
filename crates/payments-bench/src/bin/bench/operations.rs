//! The operations by themselves, timed by criterion: many short rounds, of which the median counts. What disturbs the machine
//! for a while disturbs a round, and is outvoted.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use payments_bench::Failure;
use serde::Deserialize;

use crate::cargo;
use crate::row::Row;

const ROUNDS: usize = 25;

/// Nanoseconds of each operation, round by round.
type Times = BTreeMap<String, Vec<f64>>;

pub(crate) fn measure() -> Result<Vec<Row>, Failure> {
    let times = rounds()?;
    let ratio = |name: &str, operation: &str, other: &str, limit: f64| -> Result<Row, Failure> {
        let ratios: Vec<f64> = pairs(&times, operation, other)?.map(|(one, other)| one / other).collect();
        let (low, median, high) = spread(ratios)?;
        let detail = format!("{low:.3} to {high:.3}, {}", microseconds(spread(of(&times, operation)?.clone())?.1));
        Ok(Row::at_most(name, median, limit).with(detail))
    };
    Ok(vec![
        ratio("preparing a Bank 131 transfer ÷ signature, RSA-2048", "bank131/call/rsa-2048", "rsa-2048/bare", 1.03)?,
        ratio(
            "preparing a PaynetEasy transfer ÷ signature, RSA-2048",
            "payneteasy/call/rsa-2048",
            "rsa-2048/bare",
            1.05,
        )?,
        ratio(
            "preparing a PaynetEasy transfer ÷ signature, RSA-4096",
            "payneteasy/call/rsa-4096",
            "rsa-4096/bare",
            1.05,
        )?,
        longest(&times, "Vepay: slowest call or answer, µs", "vepay/")?,
        longest(&times, "Kvell: slowest call, form or answer, µs", "kvell/")?,
        ratio(
            "reading Bank 131's answer into types ÷ into serde_json's Value",
            "bank131/answer/session-multi-init",
            "bank131/answer/into-value",
            1.0,
        )?,
    ])
}

/// The slowest of the operations whose names begin so.
fn longest(times: &Times, name: &str, beginning: &str) -> Result<Row, Failure> {
    let mut slowest: Option<((f64, f64, f64), &str)> = None;
    for (operation, times) in times.iter().filter(|(operation, _)| operation.starts_with(beginning)) {
        let spread = spread(times.clone())?;
        if slowest.is_none_or(|(other, _)| other.1 < spread.1) {
            slowest = Some((spread, operation));
        }
    }
    let ((low, median, high), operation) = slowest.ok_or("nothing was measured")?;
    let detail = format!("{} to {}, {operation}", microseconds(low), microseconds(high));
    Ok(Row::at_most(name, median / 1000.0, 10.0).with(detail))
}

fn microseconds(nanoseconds: f64) -> String {
    format!("{:.1} µs", nanoseconds / 1000.0)
}

fn of<'a>(times: &'a Times, operation: &str) -> Result<&'a Vec<f64>, Failure> {
    times.get(operation).ok_or_else(|| format!("{operation} was not measured").into())
}

fn pairs<'a>(times: &'a Times, one: &str, other: &str) -> Result<impl Iterator<Item = (f64, f64)> + 'a, Failure> {
    Ok(of(times, one)?.iter().copied().zip(of(times, other)?.iter().copied()))
}

/// The quartiles: a quarter of the figures is below the first, half of them below the second, a quarter above the third.
fn spread(mut figures: Vec<f64>) -> Result<(f64, f64, f64), Failure> {
    figures.sort_by(f64::total_cmp);
    let at = |quarters: usize| figures.get(figures.len().saturating_sub(1) * quarters / 4).copied().ok_or("no figures");
    Ok((at(1)?, at(2)?, at(3)?))
}

fn rounds() -> Result<Times, Failure> {
    let mut times = Times::new();
    for _ in 0..ROUNDS {
        let folder = tempfile::tempdir()?;
        cargo::run(
            "bench --quiet --package payments-bench --bench operations -- --noplot --warm-up-time 0.05 --measurement-time 0.2 --sample-size 10",
            &[("CRITERION_HOME", folder.path())],
        )?;
        for entry in fs::read_dir(folder.path())? {
            let path = entry?.path().join("new");
            if path.is_dir() {
                let (name, nanoseconds) = read(&path)?;
                times.entry(name).or_default().push(nanoseconds);
            }
        }
    }
    Ok(times)
}

/// What criterion has written about one operation.
fn read(folder: &Path) -> Result<(String, f64), Failure> {
    #[derive(Deserialize)]
    struct Benchmark {
        full_id: String,
    }
    #[derive(Deserialize)]
    struct Estimates {
        median: Estimate,
    }
    #[derive(Deserialize)]
    struct Estimate {
        point_estimate: f64,
    }

    let benchmark: Benchmark = serde_json::from_slice(&fs::read(folder.join("benchmark.json"))?)?;
    let estimates: Estimates = serde_json::from_slice(&fs::read(folder.join("estimates.json"))?)?;
    Ok((benchmark.full_id, estimates.median.point_estimate))
}
