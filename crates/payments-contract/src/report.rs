//! Runs tests and reports what they came to.

use std::fs;
use std::io;
use std::path::Path;

use crate::entry::{Entry, NOT_APPLICABLE};
use crate::generated;
use crate::matrix;
use crate::panics::Kept;
use crate::run;
use crate::sample_call::{Class, SampleCall};
use crate::structure::{file_problems, matrix_problems, sample_problems};
use crate::suite::{Registered, Suite};

const CHECK: &str = "check";
const GENERATED: &str = "generated";

/// A test, which passes or fails.
enum Test<'a> {
    Case(&'a Registered),
    Generated(&'a SampleCall, Class),
    Matrix,
    Samples,
    Files,
}

impl<'a> Test<'a> {
    /// The endpoint, the kind and the case.
    fn parts(&self) -> (&'static str, &'static str, &'a str) {
        match self {
            Self::Case(case) => (case.endpoint, case.kind.name(), case.name),
            Self::Generated(sample, class) => (sample.endpoint, GENERATED, sample.name(*class)),
            Self::Matrix => ("*", CHECK, "matrix"),
            Self::Samples => ("*", CHECK, "samples"),
            Self::Files => ("*", CHECK, "files"),
        }
    }

    async fn run(&self, suite: &Suite, panics: &Kept) -> Result<(), String> {
        let problems = match self {
            Self::Case(case) => return run::run(suite, case, panics).await,
            Self::Generated(sample, class) => match generated::run(suite, sample, *class) {
                Ok(_) => return Ok(()),
                Err(problems) => problems,
            },
            Self::Matrix => matrix_problems(suite),
            Self::Samples => sample_problems(suite),
            Self::Files => file_problems(suite),
        };
        if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
    }
}

/// Runs the tests of these endpoints and kinds.
pub(crate) fn results(suite: &Suite, wanted: impl Fn(&str, &str) -> bool) -> io::Result<Vec<Entry<'_>>> {
    let panics = Kept::recording();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let cases = suite.rows.values().flat_map(|row| &row.cases).map(Test::Case);
    let generated = suite.samples.iter().flat_map(|sample| Class::ALL.map(|class| Test::Generated(sample, class)));
    let mut entries = Vec::new();
    for test in cases.chain(generated).chain([Test::Matrix, Test::Samples, Test::Files]) {
        let (endpoint, kind, case) = test.parts();
        if !wanted(endpoint, kind) {
            continue;
        }
        let result = runtime.block_on(test.run(suite, &panics));
        let message = without_cards(&result.err().unwrap_or_default());
        entries.push(Entry { provider: suite.provider, endpoint, case, kind, ok: message.is_empty(), message });
    }
    Ok(entries)
}

/// Runs everything, and writes the results into a directory, as JSON and as a table. Whether everything passed.
pub(crate) fn write(suite: &Suite, directory: &Path) -> io::Result<bool> {
    let mut entries = results(suite, |_, _| true)?;
    entries.extend(not_applicable(suite));
    let file = |extension: &str| directory.join(suite.provider).with_extension(extension);
    fs::write(file("json"), serde_json::to_vec_pretty(&entries)?)?;
    let failures: Vec<String> = entries.iter().filter_map(Entry::failure).collect();
    let passed = entries.iter().filter(|entry| entry.ok && !entry.is_not_applicable()).count();
    let table = matrix::table(suite, &entries);
    let sum = format!("{passed} passed; {} failed", failures.len());
    fs::write(file("txt"), format!("{}\n\n{sum}\n\n", [failures.as_slice(), &[table]].concat().join("\n\n")))?;
    Ok(failures.is_empty())
}

/// Output is stored in logs of CI, and a difference shows whole bodies.
fn without_cards(message: &str) -> String {
    message.lines().map(payments_core::scrub).collect::<Vec<_>>().join("\n")
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
