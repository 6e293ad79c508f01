//! What a client's contract tests register.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::process::ExitCode;

use payments_core::EndpointInfo;

use crate::exchange::{Exchange, Recorded};
use crate::generated::Sample;
use crate::report;

/// Why a case failed. Whatever is an error, or a text, becomes one with `?`.
pub type Failure = Box<dyn Error + Send + Sync>;

/// What a case's call and a check give back. A failed `assert_eq!` counts as well.
pub type Checked = Result<(), Failure>;

type CallFuture = Pin<Box<dyn Future<Output = Checked> + Send>>;
pub(crate) type Call = Box<dyn Fn(Exchange) -> CallFuture>;
pub(crate) type Check = Box<dyn Fn(&Recorded, &str) -> Checked>;

/// The column of the cases in which all goes well.
pub(crate) const SUCCESS: &str = "success";

/// What a case shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The call does what it says.
    Success,
    /// The provider refuses, or reports trouble, in a way that its document describes.
    Refusal,
    /// The answer cannot be read.
    Malformed,
}

impl Kind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Success => SUCCESS,
            Self::Refusal => "refusal",
            Self::Malformed => "malformed",
        }
    }
}

/// The contract tests of one client.
pub struct Suite {
    pub(crate) provider: &'static str,
    pub(crate) root: PathBuf,
    pub(crate) base_path: &'static str,
    pub(crate) endpoints: Vec<EndpointInfo>,
    pub(crate) columns: Vec<(Kind, &'static str)>,
    pub(crate) variables: BTreeMap<&'static str, String>,
    pub(crate) checks: BTreeMap<&'static str, Check>,
    pub(crate) rows: BTreeMap<&'static str, EndpointCases>,
    pub(crate) samples: Vec<Sample>,
    pub(crate) echoes: &'static [&'static str],
    pub(crate) operations: &'static [&'static str],
}

impl Suite {
    /// The tests of a provider's client, with the directory of their case files and the client's endpoint registry.
    pub fn new(provider: &'static str, cases: impl Into<PathBuf>, endpoints: &[EndpointInfo]) -> Self {
        Self {
            provider,
            root: cases.into(),
            base_path: "",
            endpoints: endpoints.to_vec(),
            columns: vec![(Kind::Success, SUCCESS)],
            variables: BTreeMap::new(),
            checks: BTreeMap::new(),
            rows: BTreeMap::new(),
            samples: Vec::new(),
            echoes: &[],
            operations: &[],
        }
    }

    /// Lets the provider live below this path, such as `/api`: it ends the address that a case gives to its client.
    pub fn base_path(&mut self, path: &'static str) -> &mut Self {
        self.base_path = path;
        self
    }

    /// Adds columns for the documented refusals, which every endpoint has to fill.
    pub fn refusals(&mut self, columns: &[&'static str]) -> &mut Self {
        self.columns.extend(columns.iter().map(|&column| (Kind::Refusal, column)));
        self
    }

    /// Adds columns for answers that cannot be read, which every endpoint has to fill.
    pub fn malformed(&mut self, columns: &[&'static str]) -> &mut Self {
        self.columns.extend(columns.iter().map(|&column| (Kind::Malformed, column)));
        self
    }

    /// Lets `{name}` in the header values of request files stand for a text, such as the client's version.
    pub fn variable(&mut self, name: &'static str, value: impl Into<String>) -> &mut Self {
        self.variables.insert(name, value.into());
        self
    }

    /// Verifies header values that request files write as `{name}`: with code that is not the client's.
    pub fn check(&mut self, name: &'static str, check: impl Fn(&Recorded, &str) -> Checked + 'static) -> &mut Self {
        self.checks.insert(name, Box::new(check));
        self
    }

    /// The row of an endpoint, by its name in the registry.
    pub fn row(&mut self, endpoint: &'static str) -> &mut EndpointCases {
        self.rows.entry(endpoint).or_insert_with(|| EndpointCases::new(endpoint))
    }

    /// Names the members by which an answer says what it is about, such as `session.id`: [generated](Sample) answers about
    /// something else must not be taken for the answer.
    pub fn echoes(&mut self, members: &'static [&'static str]) -> &mut Self {
        self.echoes = members;
        self
    }

    /// Names the members that an answer has only where there is an operation, such as `id`: with one of them beside it, no
    /// refusal proves that nothing happened.
    pub fn operations(&mut self, members: &'static [&'static str]) -> &mut Self {
        self.operations = members;
        self
    }

    /// Adds the sample of an endpoint.
    pub fn sample(&mut self, sample: Sample) -> &mut Self {
        self.samples.push(sample);
        self
    }

    /// Runs what the program's arguments ask for, and reports it.
    pub fn run(self) -> ExitCode {
        report::main(&self)
    }
}

impl fmt::Debug for Suite {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Suite").field("provider", &self.provider).finish_non_exhaustive()
    }
}

/// The cases of one endpoint: a row of the matrix.
pub struct EndpointCases {
    endpoint: &'static str,
    pub(crate) other_paths: Vec<&'static str>,
    pub(crate) cases: Vec<Registered>,
    pub(crate) not_applicable: BTreeMap<&'static str, &'static str>,
}

impl EndpointCases {
    const fn new(endpoint: &'static str) -> Self {
        Self { endpoint, other_paths: Vec::new(), cases: Vec::new(), not_applicable: BTreeMap::new() }
    }

    /// Adds a case, with the call that makes its request and looks at what comes back.
    pub fn case<F>(&mut self, case: Case, call: impl Fn(Exchange) -> F + 'static) -> &mut Self
    where
        F: Future<Output = Checked> + Send + 'static,
    {
        let directory = self.endpoint.replace('/', "-");
        let sent = case.sends.unwrap_or(case.name);
        self.cases.push(Registered {
            kind: case.kind,
            endpoint: self.endpoint,
            name: case.name,
            request: format!("{directory}/{sent}.request.http"),
            answer: format!("{}/{}.response.http", case.answered_from.unwrap_or(&directory), case.name),
            call: Box::new(move |exchange| Box::pin(call(exchange))),
        });
        self
    }

    /// Lets requests go to another path than the registry's too, written as there: `payment/group/{group_id}/status`.
    pub fn also_at(&mut self, path: &'static str) -> &mut Self {
        self.other_paths.push(path);
        self
    }

    /// Leaves a cell without a case, and says why there can be none.
    pub fn not_applicable(&mut self, column: &'static str, reason: &'static str) -> &mut Self {
        self.not_applicable.insert(column, reason);
        self
    }
}

impl fmt::Debug for EndpointCases {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("EndpointCases").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

/// A case: what it shows, and where its two files are.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    kind: Kind,
    name: &'static str,
    sends: Option<&'static str>,
    answered_from: Option<&'static str>,
}

impl Case {
    const fn new(kind: Kind, name: &'static str) -> Self {
        Self { kind, name, sends: None, answered_from: None }
    }

    /// All goes well. An endpoint may have several such cases.
    pub const fn success(name: &'static str) -> Self {
        Self::new(Kind::Success, name)
    }

    /// The provider refuses. The name is that of the column.
    pub const fn refusal(column: &'static str) -> Self {
        Self::new(Kind::Refusal, column)
    }

    /// The answer cannot be read. The name is that of the column.
    pub const fn malformed(column: &'static str) -> Self {
        Self::new(Kind::Malformed, column)
    }

    /// Sends the request of another case of this endpoint.
    #[must_use]
    pub const fn sends(mut self, case: &'static str) -> Self {
        self.sends = Some(case);
        self
    }

    /// Takes the answer of this name from a directory of answers that several endpoints share.
    #[must_use]
    pub const fn answered_from(mut self, directory: &'static str) -> Self {
        self.answered_from = Some(directory);
        self
    }
}

/// A case of a suite.
pub(crate) struct Registered {
    pub(crate) kind: Kind,
    pub(crate) endpoint: &'static str,
    pub(crate) name: &'static str,
    /// Path of the request file below the directory of the cases, with `/`.
    pub(crate) request: String,
    /// Path of the response file, likewise.
    pub(crate) answer: String,
    pub(crate) call: Call,
}

impl Registered {
    pub(crate) const fn column(&self) -> &'static str {
        match self.kind {
            Kind::Success => SUCCESS,
            Kind::Refusal | Kind::Malformed => self.name,
        }
    }
}
