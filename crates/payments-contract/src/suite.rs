//! The contract tests that a client registers.

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;

use payments_core::EndpointInfo;

use crate::Checked;
use crate::exchange::{Exchange, Recorded};
use crate::sample_call::SampleCall;

type CallFuture = Pin<Box<dyn Future<Output = Checked> + Send>>;
pub(crate) type Call = Box<dyn Fn(Exchange) -> CallFuture>;
pub(crate) type Check = Box<dyn Fn(&Recorded, &str) -> Checked>;

/// The column of the success cases.
pub(crate) const SUCCESS: &str = "success";

/// The kind of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The call succeeds.
    Success,
    /// The provider refuses, or reports an error, as its document describes.
    Refusal,
    /// The response cannot be read.
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
    pub(crate) samples: Vec<SampleCall>,
    pub(crate) echoes: &'static [&'static str],
    pub(crate) operations: &'static [&'static str],
}

impl Suite {
    /// Creates the tests of a provider's client, with the directory of their case files and the client's endpoint registry.
    pub(crate) fn new(provider: &'static str, cases: impl Into<PathBuf>, endpoints: &[EndpointInfo]) -> Self {
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

    /// Sets the provider's base path, such as `/api`: the address that a case gives to its client ends with it.
    pub fn base_path(&mut self, path: &'static str) -> &mut Self {
        self.base_path = path;
        self
    }

    /// Adds columns for the documented refusals. Every endpoint must fill them.
    pub fn refusals(&mut self, columns: &[&'static str]) -> &mut Self {
        self.columns.extend(columns.iter().map(|&column| (Kind::Refusal, column)));
        self
    }

    /// Adds columns for malformed responses. Every endpoint must fill them.
    pub fn malformed(&mut self, columns: &[&'static str]) -> &mut Self {
        self.columns.extend(columns.iter().map(|&column| (Kind::Malformed, column)));
        self
    }

    /// Defines the variable `{name}` for the header values of request files, such as the client's version.
    pub fn variable(&mut self, name: &'static str, value: impl Into<String>) -> &mut Self {
        self.variables.insert(name, value.into());
        self
    }

    /// Adds a check for header values that request files write as `{name}`. It must not use the client's code.
    pub fn check(&mut self, name: &'static str, check: impl Fn(&Recorded, &str) -> Checked + 'static) -> &mut Self {
        self.checks.insert(name, Box::new(check));
        self
    }

    /// The row of an endpoint, by its name in the registry.
    pub fn row(&mut self, endpoint: &'static str) -> &mut EndpointCases {
        self.rows.entry(endpoint).or_insert_with(|| EndpointCases::new(endpoint))
    }

    /// Names the members by which a response identifies its operation, such as `session.id`: a generated response
    /// about another operation must not be accepted.
    pub fn echoes(&mut self, members: &'static [&'static str]) -> &mut Self {
        self.echoes = members;
        self
    }

    /// Names the members that a response has only if there is an operation, such as `id`: a refusal that has one of them does
    /// not prove that nothing happened.
    pub fn operations(&mut self, members: &'static [&'static str]) -> &mut Self {
        self.operations = members;
        self
    }

    /// Adds the sample of an endpoint.
    pub(crate) fn sample(&mut self, sample: SampleCall) -> &mut Self {
        self.samples.push(sample);
        self
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

    /// Adds a case, with the call that makes its request and checks the result.
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

    /// Allows requests to another path than the registry's, written as there: `payment/group/{group_id}/status`.
    pub fn also_at(&mut self, path: &'static str) -> &mut Self {
        self.other_paths.push(path);
        self
    }

    /// Leaves a cell without a case, for this reason.
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

/// A case: its kind, and the paths of its two files.
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

    /// A success case. An endpoint may have several.
    pub const fn success(name: &'static str) -> Self {
        Self::new(Kind::Success, name)
    }

    /// A refusal. The name is that of the column.
    pub const fn refusal(column: &'static str) -> Self {
        Self::new(Kind::Refusal, column)
    }

    /// A malformed response. The name is that of the column.
    pub const fn malformed(column: &'static str) -> Self {
        Self::new(Kind::Malformed, column)
    }

    /// Sends the request of another case of this endpoint.
    #[must_use]
    pub const fn sends(mut self, case: &'static str) -> Self {
        self.sends = Some(case);
        self
    }

    /// Takes the response of this name from a directory of responses that several endpoints share.
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
    /// The path of the request file below the directory of the cases, with `/`.
    pub(crate) request: String,
    /// The path of the response file, likewise.
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
