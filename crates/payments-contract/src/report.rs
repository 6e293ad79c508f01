//! Runs the selected tests and prints the report.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;

use crate::arguments::{Arguments, Output};
use crate::generated::{self, Class, Sample};
use crate::matrix;
use crate::panics::Kept;
use crate::run;
use crate::structure::{file_problems, matrix_problems, sample_problems};
use crate::suite::{Kind, Registered, SUCCESS, Suite};

const NOT_APPLICABLE: &str = "not_applicable";
const CHECK: &str = "check";
const GENERATED: &str = "generated";

/// A test, which passes or fails.
enum Test<'a> {
    Case(&'a Registered),
    Generated(&'a Sample, Class),
    Matrix,
    Samples,
    Files,
}

impl Test<'_> {
    fn name(&self) -> String {
        let (endpoint, kind, case) = self.parts();
        match endpoint {
            "*" => format!("{kind}::{case}"),
            endpoint => format!("{endpoint}::{kind}::{case}"),
        }
    }

    fn parts(&self) -> (&'static str, &'static str, &str) {
        match self {
            Self::Case(case) => (case.endpoint, case.kind.name(), case.name),
            Self::Generated(sample, class) => (sample.endpoint, GENERATED, sample.name(*class)),
            Self::Matrix => ("*", CHECK, "matrix"),
            Self::Samples => ("*", CHECK, "samples"),
            Self::Files => ("*", CHECK, "files"),
        }
    }

    /// The number of generated responses, if the test generates some.
    async fn run(&self, suite: &Suite, panics: &Kept) -> Result<Option<usize>, String> {
        let problems = match self {
            Self::Case(case) => return run::run(suite, case, panics).await.map(|()| None),
            Self::Generated(sample, class) => match generated::run(suite, sample, *class) {
                Ok(number) => return Ok(Some(number)),
                Err(problems) => problems,
            },
            Self::Matrix => matrix_problems(suite),
            Self::Samples => sample_problems(suite),
            Self::Files => file_problems(suite),
        };
        if problems.is_empty() { Ok(None) } else { Err(problems.join("\n")) }
    }
}

/// The result of a test, or why there is none: one element of the JSON report.
#[derive(Serialize)]
pub(crate) struct Entry<'a> {
    provider: &'a str,
    pub(crate) endpoint: &'a str,
    case: &'a str,
    kind: &'a str,
    pub(crate) ok: bool,
    message: String,
}

impl Entry<'_> {
    pub(crate) fn column(&self) -> &str {
        if self.kind == Kind::Success.name() { SUCCESS } else { self.case }
    }

    pub(crate) fn is_not_applicable(&self) -> bool {
        self.kind == NOT_APPLICABLE
    }
}

/// All tests of a suite.
fn tests(suite: &Suite) -> impl Iterator<Item = Test<'_>> {
    let cases = suite.rows.values().flat_map(|row| &row.cases).map(Test::Case);
    let generated = suite.samples.iter().flat_map(|sample| Class::ALL.map(|class| Test::Generated(sample, class)));
    cases.chain(generated).chain([Test::Matrix, Test::Samples, Test::Files])
}

fn tests_of<'a>(suite: &'a Suite, endpoint: &str, kind: &str) -> Vec<Test<'a>> {
    let wanted = |test: &Test<'_>| matches!(test.parts(), (of, is, _) if of == endpoint && is == kind);
    tests(suite).filter(wanted).collect()
}

/// Whether a suite has tests of this endpoint and kind. A suite need not have refusals.
pub(crate) fn has(suite: &Suite, endpoint: &str, kind: &str) -> bool {
    !tests_of(suite, endpoint, kind).is_empty()
}

/// Runs the tests of an endpoint and a kind; returns the failures.
pub(crate) fn failures_of(suite: &Suite, endpoint: &str, kind: &str) -> Vec<String> {
    let panics = Kept::recording();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let Ok(runtime) = runtime else { return vec!["there is no runtime".to_owned()] };
    let failed = |test: Test<'_>| {
        let failure = runtime.block_on(test.run(suite, &panics)).err()?;
        Some(format!("{}\n{}", test.name(), without_cards(&failure)))
    };
    tests_of(suite, endpoint, kind).into_iter().filter_map(failed).collect()
}

/// Runs everything, and writes the results into a directory.
pub(crate) fn write(suite: &Suite, directory: &Path) -> io::Result<bool> {
    let file = |extension: &str| File::create(directory.join(suite.provider).with_extension(extension));
    let with = |output: &str| Arguments::read([output.to_owned()]);
    report(suite, &with("--json"), &mut file("json")?)?;
    report(suite, &with("--quiet"), &mut file("txt")?)
}

pub(crate) fn main(suite: &Suite) -> ExitCode {
    let arguments = Arguments::read(std::env::args().skip(1));
    match report(suite, &arguments, &mut io::stdout().lock()) {
        Ok(true) => ExitCode::SUCCESS,
        // The reader of the output is gone: there is no one to report to.
        Ok(false) | Err(_) => ExitCode::FAILURE,
    }
}

pub(crate) fn report(suite: &Suite, arguments: &Arguments, out: &mut impl Write) -> io::Result<bool> {
    let all: Vec<Test<'_>> = tests(suite).collect();
    let number = all.len();
    let wanted: Vec<Test<'_>> = all.into_iter().filter(|test| arguments.want(&test.name())).collect();
    let filtered_out = number - wanted.len();
    if arguments.output == Output::Names {
        return list(&wanted, out);
    }

    let json = arguments.output == Output::Json;
    if !json {
        let plural = if wanted.len() == 1 { "" } else { "s" };
        writeln!(out, "\nrunning {} test{plural}", wanted.len())?;
    }
    let mut entries = Vec::new();
    let panics = Kept::recording();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for test in &wanted {
        let result = runtime.block_on(test.run(suite, &panics));
        if arguments.output == Output::Lines {
            writeln!(out, "test {} ... {}", test.name(), said(&result))?;
        }
        let (endpoint, kind, case) = test.parts();
        let message = without_cards(&result.err().unwrap_or_default());
        entries.push(Entry { provider: suite.provider, endpoint, case, kind, ok: message.is_empty(), message });
    }
    let failed = entries.iter().filter(|entry| !entry.ok).count();
    if filtered_out == 0 {
        entries.extend(not_applicable(suite));
    }

    if json {
        serde_json::to_writer_pretty(&mut *out, &entries)?;
        writeln!(out)?;
        return Ok(failed == 0);
    }
    failures(&entries, out)?;
    if filtered_out == 0 {
        writeln!(out, "\n{}", matrix::table(suite, &entries))?;
    }
    let classification = if failed == 0 { "ok" } else { "FAILED" };
    let passed = wanted.len() - failed;
    writeln!(
        out,
        "\ntest result: {classification}. {passed} passed; {failed} failed; 0 ignored; 0 measured; {filtered_out} filtered out"
    )?;
    Ok(failed == 0)
}

fn said(result: &Result<Option<usize>, String>) -> String {
    match result {
        Ok(None) => "ok".to_owned(),
        Ok(Some(number)) => format!("ok, {number} answers"),
        Err(_) => "FAILED".to_owned(),
    }
}

/// Output is stored in logs of CI, and a difference shows whole bodies.
fn without_cards(message: &str) -> String {
    message.lines().map(payments_core::scrub).collect::<Vec<_>>().join("\n")
}

fn list(tests: &[Test<'_>], out: &mut impl Write) -> io::Result<bool> {
    for test in tests {
        writeln!(out, "{}: test", test.name())?;
    }
    Ok(true)
}

/// The cells that are empty on purpose.
fn not_applicable(suite: &Suite) -> impl Iterator<Item = Entry<'_>> {
    suite.rows.iter().flat_map(move |(&endpoint, row)| {
        row.not_applicable.iter().map(move |(&case, &reason)| Entry {
            provider: suite.provider,
            endpoint,
            case,
            kind: NOT_APPLICABLE,
            ok: true,
            message: reason.to_owned(),
        })
    })
}

fn failures(entries: &[Entry<'_>], out: &mut impl Write) -> io::Result<()> {
    let mut failed = entries.iter().filter(|entry| !entry.ok).peekable();
    if failed.peek().is_some() {
        writeln!(out, "\nfailures:")?;
    }
    for Entry { endpoint, kind, case, message, .. } in failed {
        writeln!(out, "\n---- {endpoint} {kind} {case} ----\n{message}")?;
    }
    Ok(())
}
