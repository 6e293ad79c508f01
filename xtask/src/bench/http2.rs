//! HTTP/2 against HTTP/1.1, which decision 4 rests on. None of it has a target.
//!
//! The program is built with a flag and into a folder of its own: the workspace's reqwest does not speak HTTP/2, and
//! features are unified over all that is built together.

use std::path::PathBuf;

use serde::Deserialize;

use super::builds;
use super::programs::{self, Ratio};
use super::row::Row;
use crate::{Failure, cargo};

pub(super) fn measure() -> Result<Vec<Row>, Failure> {
    cargo("build --quiet --release --package payments-bench --bin http2")?;
    let program = target().join("release").join(format!("http2{}", std::env::consts::EXE_SUFFIX));
    let measured: Measured = programs::output(&program, &[])?;
    let mut rows: Vec<Row> = measured.warm.iter().flat_map(Warm::rows).collect();
    rows.extend(measured.cold.rows());
    rows.extend(measured.connections.rows("connections for 64 first calls at once"));
    rows.extend(measured.unknown.rows("of 64 calls in flight, unknown when one connection breaks"));
    rows.push(builds::crates_of_http2()?);
    Ok(rows)
}

/// Runs cargo for this program.
pub(super) fn cargo(arguments: &str) -> Result<(), Failure> {
    let target = target();
    let target = target.to_str().ok_or("the project's path is not UTF-8")?;
    cargo::run_silently(arguments, &[("RUSTFLAGS", "--cfg http2"), ("CARGO_TARGET_DIR", target)])
}

fn target() -> PathBuf {
    cargo::target().join("http2")
}

#[derive(Deserialize)]
struct Measured {
    warm: Vec<Warm>,
    cold: Cold,
    connections: Counts,
    unknown: Counts,
}

/// Calls on connections that are there already.
#[derive(Deserialize)]
struct Warm {
    callers: u32,
    median: Ratio,
    p99: Ratio,
    processor: Ratio,
}

impl Warm {
    fn rows(&self) -> [Row; 3] {
        let row = |which, ratio| row(&format!("HTTP/2 ÷ HTTP/1.1, callers: {}, {which}", self.callers), ratio);
        [row("median", &self.median), row("p99", &self.p99), row("processor time", &self.processor)]
    }
}

/// Calls that find no connection.
#[derive(Deserialize)]
struct Cold {
    http2: First,
    /// By a client that asks the server in the TLS handshake.
    chosen: First,
}

#[derive(Deserialize)]
struct First {
    last: Ratio,
    processor: Ratio,
}

impl Cold {
    fn rows(&self) -> Vec<Row> {
        let rows = |version, First { last, processor }: &First| {
            let name = |which| format!("{version} ÷ HTTP/1.1, 64 first calls at once, {which}");
            [row(&name("until the last is over"), last), row(&name("processor time"), processor)]
        };
        [rows(HTTP2, &self.http2), rows(CHOSEN, &self.chosen)].into_iter().flatten().collect()
    }
}

const HTTP2: &str = "HTTP/2";
const CHOSEN: &str = "HTTP/2 chosen in the handshake";

#[derive(Deserialize)]
struct Counts {
    http1: u32,
    http2: u32,
    chosen: Option<u32>,
}

impl Counts {
    fn rows(&self, what: &str) -> impl Iterator<Item = Row> {
        let counts = [("HTTP/1.1", Some(self.http1)), (HTTP2, Some(self.http2)), (CHOSEN, self.chosen)];
        counts
            .into_iter()
            .filter_map(move |(version, count)| Some(Row::without_target(format!("{what}, {version}"), count?)))
    }
}

fn row(name: &str, ratio: &Ratio) -> Row {
    Row::without_target(name, ratio.ratio).with(ratio.detail())
}
