//! Whole calls over a socket, by the programs of `payments-bench`.

use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::row::Row;
use crate::{Failure, cargo};

pub(super) fn measure() -> Result<Vec<Row>, Failure> {
    let mut rows = calls()?;
    rows.push(throughput()?);
    rows.extend(stall()?);
    rows.extend(memory()?);
    Ok(rows)
}

fn run<T: DeserializeOwned>(program: &str, arguments: &[&str]) -> Result<T, Failure> {
    output(&cargo::release_program(program), arguments)
}

/// What a program prints.
pub(super) fn output<T: DeserializeOwned>(program: &Path, arguments: &[&str]) -> Result<T, Failure> {
    let output = Command::new(program).args(arguments).stderr(std::process::Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("{} failed", program.display()).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The median of ratios, and their quartiles.
#[derive(Deserialize)]
pub(super) struct Ratio {
    pub(super) ratio: f64,
    low: f64,
    high: f64,
    /// Nanoseconds.
    ours: f64,
    other: f64,
}

impl Ratio {
    pub(super) fn detail(&self) -> String {
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

fn throughput() -> Result<Row, Failure> {
    let ratio: Ratio = run("throughput", &[])?;
    Ok(Row::at_least("signed calls for a second of one core × a client on `rsa`", ratio.ratio, 3.5)
        .with(ratio.detail()))
}

fn stall() -> Result<Vec<Row>, Failure> {
    #[derive(Deserialize)]
    struct Delays {
        idle: Delay,
        #[serde(rename = "rsa-2048")]
        short: Delay,
        #[serde(rename = "rsa-4096")]
        long: Delay,
        #[serde(rename = "rsa-4096/inline")]
        inline: Delay,
    }
    /// In microseconds.
    #[derive(Deserialize)]
    struct Delay {
        median: f64,
        p99: f64,
    }

    let Delays { idle, short, long, inline } = run("stall", &[])?;
    let row = |bits: u32, delay: &Delay, also: &str| {
        let name = format!("an unrelated task while 64 callers sign, RSA-{bits}: p99 above idle, ms");
        let detail = format!("idle {:.0} µs, median {:.0} µs{also}", idle.p99, delay.median);
        Row::at_most(name, (delay.p99 - idle.p99) / 1000.0, 1.0).with(detail)
    };
    let also = format!("; signed on the executor: p99 {:.1} ms, median {:.0} µs", inline.p99 / 1000.0, inline.median);
    Ok(vec![row(4096, &long, &also), row(2048, &short, "")])
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
