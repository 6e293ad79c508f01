//! `cargo xtask fuzz`: runs the targets under libFuzzer, guided by coverage, on stable Rust.

mod build;
mod options;
mod run;

use std::collections::VecDeque;
use std::error::Error;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Mutex;
use std::thread;

use serde::Serialize;

use self::options::Options;

/// What a run may fail with.
pub(crate) type Failure = Box<dyn Error + Send + Sync>;

/// What became of a target.
#[derive(Debug, Serialize)]
struct Report {
    target: &'static str,
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

/// Runs what the command line asks for.
pub(crate) fn run() -> Result<(), Failure> {
    let options = Options::read()?;
    match build::build(options.all_backends)? {
        Some(program) => all(&program, &options),
        None if options.brief && std::env::var_os("CI").is_none() => {
            print("no C++ compiler to build libFuzzer with: fuzzing is skipped\n")
        }
        None => Err("there is no C++ compiler, which libFuzzer needs".into()),
    }
}

fn print(text: &str) -> Result<(), Failure> {
    Ok(io::stdout().write_all(text.as_bytes())?)
}

fn all(program: &Path, options: &Options) -> Result<(), Failure> {
    let targets = options.choose()?;
    let waiting = Mutex::new(targets.into_iter().collect::<VecDeque<_>>());
    let reports = Mutex::new(Vec::new());
    let work = || -> Result<(), Failure> {
        loop {
            let next = waiting.lock().map_err(|_| "another worker failed")?.pop_front();
            let Some(target) = next else { return Ok(()) };
            let report = run::run(program, target, options)?;
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
    reports.sort_by(|left: &Report, right| left.target.cmp(right.target));
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
