//! Project tasks. `cargo xtask` lists them.

mod cargo;
mod contract;
mod lint;
mod package;
mod test;

use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

/// The program that measures. In the release profile, as what it measures.
const BENCH: &str = "--release --package payments-bench --bin bench";

/// The program that counts the crates that users depend on.
const BUDGET: &str = "--package payments-checks --bin budget";

/// The program that runs the fuzz targets.
const FUZZ: &str = "--package payments-fuzz";

/// What any task may fail with.
type Failure = Box<dyn Error + Send + Sync>;

const HELP: &str = "\
Usage: cargo xtask TASK

  demo [--json]      watch transfers go through, against the sandbox on this machine
  test               run every test: units, vectors, contract cases, documentation, dependency budgets, fuzzing in brief
  contract [--json]  run the contract cases and print endpoint × case
  endpoints [--json] list every endpoint of every client: effect, idempotency, evidence, card data
  faults [--seeds N] [--from SEED] [--only TEXT] [--client MISTAKE] [--brief | --json]
                     drive what changes something through every fault and compare with what the sandbox did
  bench [--part NAME] [--json]
                     measure what a call costs, see docs/performance.md; --pin writes down what is counted exactly
  budget             count the crates that users depend on
  fuzz [--seconds N] [--seed N] [--target NAME] [--jobs N] [--aws-lc-rs] [--json]
                     feed every parser what nobody has thought of, see docs/fuzzing.md
  lint               check formatting, lints and documentation
  package            check what is published: metadata, compilers, public API, the archives built alone, and what follows
  api [--update]     compare the public API with docs/api; --update writes it down
  minimal-versions   compile with the oldest dependencies that are declared
  licences           check licences, sources and banned crates by deny.toml, with cargo-deny
  semver             compare the public API with that of the last release, with cargo-semver-checks
  features           compile every combination of features; takes long, so CI does it at night
  ci                 lint, test, package
";

fn main() -> ExitCode {
    if let Some(code) = package::api::stand_in_for_rustdoc() {
        return code;
    }
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next();
    let options: Vec<String> = arguments.collect();
    let result = match task.as_deref() {
        _ if asks_for_help(&options) => print(HELP).map_err(Failure::from),
        Some("demo") => json_option(&options).and_then(|_| cargo::program("--package demo-example", &options)),
        Some("test") => no_options(&options).and_then(|()| test::run()),
        Some("contract") => json_option(&options).and_then(contract::run),
        Some("endpoints") => {
            json_option(&options).and_then(|_| cargo::program("--package payments-checks --bin endpoints", &options))
        }
        Some("faults") => cargo::program("--package payments-faults", &options),
        Some("bench") => cargo::program(BENCH, &options),
        Some("budget") => no_options(&options).and_then(|()| cargo::program(BUDGET, &options)),
        Some("fuzz") => cargo::program(FUZZ, &options),
        Some("lint") => no_options(&options).and_then(|()| lint::run()),
        Some("package") => no_options(&options).and_then(|()| package::run()),
        Some("api") => package::api::Mode::read(&options).and_then(package::api::run),
        Some("minimal-versions") => no_options(&options).and_then(|()| package::minimal::run()),
        Some("licences") => no_options(&options).and_then(|()| package::licences::run()),
        Some("semver") => no_options(&options).and_then(|()| package::semver::run()),
        Some("features") => no_options(&options).and_then(|()| package::features::run()),
        Some("ci") => no_options(&options).and_then(|()| ci()),
        None | Some("help" | "--help" | "-h") => print(HELP).map_err(Failure::from),
        Some(other) => Err(format!("there is no task {other:?}; `cargo xtask` lists them").into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// What must hold before anything is merged.
fn ci() -> Result<(), Failure> {
    lint::run()?;
    test::run()?;
    package::run()
}

fn asks_for_help(options: &[String]) -> bool {
    options.iter().any(|option| option == "--help" || option == "-h")
}

fn no_options(options: &[String]) -> Result<(), Failure> {
    match options.first() {
        None => Ok(()),
        Some(option) => Err(format!("this task takes no option {option:?}").into()),
    }
}

fn json_option(options: &[String]) -> Result<bool, Failure> {
    match options {
        [] => Ok(false),
        [option] if option == "--json" => Ok(true),
        _ => Err("this task takes no option but --json".into()),
    }
}

fn print(text: &str) -> io::Result<()> {
    let mut output = io::stdout().lock();
    output.write_all(text.as_bytes())?;
    output.flush()
}
