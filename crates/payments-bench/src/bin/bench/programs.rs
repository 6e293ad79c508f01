//! Whole calls over a socket, by the programs beside this one.

use std::process::{Command, Stdio};

use payments_bench::Failure;
use payments_bench::server::beside;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::row::Row;

pub(crate) fn measure() -> Result<Vec<Row>, Failure> {
    let mut rows = calls()?;
    rows.extend(memory()?);
    Ok(rows)
}

/// What a program beside this one prints.
fn run<T: DeserializeOwned>(program: &str, arguments: &[&str]) -> Result<T, Failure> {
    let output = Command::new(beside(program)?).args(arguments).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("{program} failed").into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The median of ratios, and their quartiles.
#[derive(Deserialize)]
struct Ratio {
    ratio: f64,
    low: f64,
    high: f64,
    /// Nanoseconds.
    ours: f64,
    other: f64,
}

impl Ratio {
    fn detail(&self) -> String {
        let Self { low, high, ours, other, .. } = self;
        format!("{low:.3} to {high:.3}, {:.1} µs ÷ {:.1} µs", ours / 1000.0, other / 1000.0)
    }
}

fn calls() -> Result<Vec<Row>, Failure> {
    #[derive(Deserialize)]
    struct Call {
        callers: u32,
        against: String,
        median: Ratio,
        p99: Ratio,
    }

    let calls: Vec<Call> = run("call", &[])?;
    let rows = calls.into_iter().flat_map(|Call { callers, against, median, p99 }| {
        let name = |which| format!("whole call ÷ {against}, callers: {callers}, {which}");
        [
            Row::at_most(name("median"), median.ratio, 1.05).with(median.detail()),
            Row::at_most(name("p99"), p99.ratio, 1.10).with(p99.detail()),
        ]
    });
    Ok(rows.collect())
}

fn memory() -> Result<Vec<Row>, Failure> {
    let above = |calls: &str| -> Result<(f64, f64), Failure> {
        Ok((run("memory", &["ours", calls])?, run("memory", &["bare", calls])?))
    };
    let (few, _) = above("2500")?;
    let (ours, bare) = above("10000")?;
    let detail = format!("{ours:.0} bytes, bare reqwest {bare:.0}");
    Ok(vec![
        Row::at_most("10,000 calls in flight: KiB of each above bare reqwest's", (ours - bare) / 1024.0, 16.0)
            .with(detail),
        Row::at_most("10,000 calls in flight: memory of each ÷ that of 2,500", ours / few, 1.01),
    ])
}
