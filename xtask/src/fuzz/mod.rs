//! `cargo xtask fuzz`: runs the fuzz targets under libFuzzer, guided by coverage, on stable Rust.

mod build;
mod options;
mod run;

use std::collections::VecDeque;
use std::sync::Mutex;
use std::thread;

use serde::Serialize;

use self::build::Fuzzer;
use self::options::Options;
use crate::{Failure, print};

/// How long each target runs as a part of `cargo xtask test`.
const BRIEF_SECONDS: u64 = 2;

/// What became of a target.
#[derive(Debug, Serialize)]
struct Report {
    target: String,
    /// How often it was run.
    executions: u64,
    /// Edges of the program that some input reached.
    coverage: u64,
    /// Inputs that each reach something that the others do not.
    inputs: u64,
    peak_megabytes: u64,
    /// Why it stopped early, and the file with the input.
    finding: Option<String>,
}

/// `cargo xtask fuzz`.
pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    let options = Options::read(arguments)?;
    let fuzzer = Fuzzer::build(options.all_backends)?.ok_or("there is no C++ compiler, which libFuzzer needs")?;
    all(&fuzzer, &options)
}

/// As a part of `cargo xtask test`: each target for a moment. Skipped without a C++ compiler, except in CI.
pub(crate) fn run_briefly() -> Result<(), Failure> {
    print("\n== cargo xtask fuzz\n")?;
    match Fuzzer::build(false)? {
        Some(fuzzer) => all(&fuzzer, &Options::brief(BRIEF_SECONDS)),
        None if std::env::var_os("CI").is_some() => Err("there is no C++ compiler, which fuzzing in CI needs".into()),
        None => Ok(print("no C++ compiler to build libFuzzer with: fuzzing is skipped\n")?),
    }
}

fn all(fuzzer: &Fuzzer, options: &Options) -> Result<(), Failure> {
    let targets = options.choose(fuzzer.targets()?)?;
    let waiting = Mutex::new(targets.into_iter().collect::<VecDeque<_>>());
    let reports = Mutex::new(Vec::new());
    let work = || -> Result<(), Failure> {
        loop {
            let next = waiting.lock().map_err(|_| "another worker failed")?.pop_front();
            let Some(target) = next else { return Ok(()) };
            let report = run::run(fuzzer, &target, options.seconds)?;
            if !options.json {
                print(&line(&report))?;
            }
            reports.lock().map_err(|_| "another worker failed")?.push(report);
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..options.jobs).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a worker failed")?)
    })?;

    let mut reports = reports.into_inner().map_err(|_| "a worker failed")?;
    reports.sort_by(|left: &Report, right| left.target.cmp(&right.target));
    if options.json {
        print(&format!("{}\n", serde_json::to_string_pretty(&reports)?))?;
    }
    let found: Vec<_> = reports.iter().filter_map(|report| report.finding.as_deref()).collect();
    if found.is_empty() { Ok(()) } else { Err(format!("fuzzing has found something:\n{}", found.join("\n")).into()) }
}

fn line(report: &Report) -> String {
    let Report { target, executions, coverage, inputs, peak_megabytes, finding } = report;
    let verdict = if finding.is_some() { "FOUND SOMETHING" } else { "ok" };
    format!(
        "{target:<20} {executions:>9} runs  {coverage:>5} edges  {inputs:>5} inputs  {peak_megabytes:>4} MB  {verdict}\n"
    )
}
