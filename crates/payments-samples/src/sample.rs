//! The sample of one call.

use std::borrow::Cow;
use std::fmt::Debug;

use payments_core::{Endpoint, Recover};

use crate::marks::{Mark, Marks};
use crate::{Checked, Failure};

/// A call with a sample.
pub trait Sampled: Endpoint<Response: Debug + Send> + Debug + Send + Sized + Sync + 'static {
    /// The sample of this call.
    fn sample() -> Sample<Self>;
}

/// The values of a response that must not change, whatever else in it is odd: their places in the document, and the texts that
/// were read there.
pub type Essence = Vec<(Cow<'static, str>, String)>;

/// A documented exchange that succeeds: a pair of case files, and what the client makes of it.
#[derive(Debug)]
pub struct Case<E: Endpoint> {
    /// The name of its response file.
    pub name: &'static str,
    /// The name of its request file.
    pub sends: &'static str,
    /// The request.
    pub request: fn() -> Result<E, Failure>,
    /// What must hold of the response.
    pub check: fn(E::Response) -> Checked,
    /// Whether it is sent by the [other client](crate::Sampler::other_at).
    pub by_other_client: bool,
}

/// A documented exchange that fails in a way of the call's own. How, is known by its name.
#[derive(Debug)]
pub struct OwnFailure<E> {
    /// The name of its response file.
    pub name: &'static str,
    /// The name of its request file.
    pub sends: &'static str,
    /// The request.
    pub request: fn() -> Result<E, Failure>,
    /// Where the response cannot be read, and why; nothing if it is a refusal.
    pub unreadable_at: Option<&'static str>,
}

/// Makes a request with marks where secrets and personal data are.
pub type Marked<E> = fn(&Marks) -> Result<E, Failure>;

/// A request that breaks a rule.
#[derive(Debug)]
pub struct Broken<E> {
    /// What is wrong with it, in words.
    pub what: &'static str,
    /// The request.
    pub request: fn() -> Result<E, Failure>,
    /// The field that the error names.
    pub field: &'static str,
    /// The rule that the error names.
    pub rule: &'static str,
}

/// The recovery of a call that moves money, as a shop stores it.
#[derive(Debug)]
pub struct StoredRecovery<E> {
    /// Its text, which must not change from one version to the next.
    pub text: &'static str,
    /// Writes it.
    pub write: fn(&E) -> String,
}

/// One call as the tests know it.
#[derive(Debug)]
pub struct Sample<E: Endpoint> {
    /// The documented exchanges that succeed. The first is the sample request.
    pub cases: Vec<Case<E>>,
    /// The documented exchanges that fail in a way of its own.
    pub failures: Vec<OwnFailure<E>>,
    /// The request with marks where secrets and personal data are.
    pub marked: Vec<Marked<E>>,
    /// The values of a response that must not change.
    pub essence: fn(&E::Response) -> Essence,
    /// The members of a response that it cannot do without.
    pub required: &'static [&'static str],
    /// Why no response names an id of the request, if none does.
    pub without_echo: Option<&'static str>,
    /// Why no success names an operation, if none does.
    pub names_no_operation: Option<&'static str>,
    /// Why no member is optional, if none is.
    pub without_optional_members: Option<&'static str>,
    /// The refusals that it cannot have, with the reasons.
    pub inapplicable: Vec<(&'static str, &'static str)>,
    /// Other paths than that of the registry.
    pub other_paths: Vec<&'static str>,
    /// What breaks its rules.
    pub broken: Vec<Broken<E>>,
    /// The stored recovery: of every call that moves money.
    pub stored_recovery: Option<StoredRecovery<E>>,
}

impl<E: Endpoint> Sample<E> {
    /// Creates a sample from a documented exchange: the name of its case files, the request, and what must hold of the
    /// response.
    pub fn new(name: &'static str, request: fn() -> Result<E, Failure>, check: fn(E::Response) -> Checked) -> Self {
        Self {
            cases: vec![Case { name, sends: name, request, check, by_other_client: false }],
            failures: Vec::new(),
            marked: Vec::new(),
            essence: |_| Vec::new(),
            required: &[],
            without_echo: None,
            names_no_operation: None,
            without_optional_members: None,
            inapplicable: Vec::new(),
            other_paths: Vec::new(),
            broken: Vec::new(),
            stored_recovery: None,
        }
    }

    /// Adds another documented exchange.
    #[must_use]
    pub fn case(
        mut self,
        name: &'static str,
        request: fn() -> Result<E, Failure>,
        check: fn(E::Response) -> Checked,
    ) -> Self {
        self.cases.push(Case { name, sends: name, request, check, by_other_client: false });
        self
    }

    /// Adds another documented response to the request of the latest case with a request of its own.
    #[must_use]
    pub fn answered(mut self, name: &'static str, check: fn(E::Response) -> Checked) -> Self {
        if let Some(&Case { sends, request, by_other_client, .. }) = self.cases.last() {
            self.cases.push(Case { name, sends, request, check, by_other_client });
        }
        self
    }

    /// Adds the sample request as the [other client](crate::Sampler::other_at) sends it, with files of its own.
    #[must_use]
    pub fn by_other_client(mut self, name: &'static str, check: fn(E::Response) -> Checked) -> Self {
        if let Some(&Case { request, .. }) = self.cases.first() {
            self.cases.push(Case { name, sends: name, request, check, by_other_client: true });
        }
        self
    }

    /// Adds a refusal of its own as the response to the request of the latest case.
    #[must_use]
    pub fn refused(self, name: &'static str) -> Self {
        self.fails(name, None)
    }

    /// Adds an unreadable response of its own to the request of the latest case: where it cannot be read, and why.
    #[must_use]
    pub fn unreadable(self, name: &'static str, at: &'static str) -> Self {
        self.fails(name, Some(at))
    }

    fn fails(mut self, name: &'static str, unreadable_at: Option<&'static str>) -> Self {
        if let Some(Case { sends, request, .. }) = self.cases.last() {
            self.failures.push(OwnFailure { name, sends, request: *request, unreadable_at });
        }
        self
    }

    /// Adds the request with marks. Without any, the sample request is the one that is shown.
    #[must_use]
    pub fn marked(mut self, request: Marked<E>) -> Self {
        self.marked.push(request);
        self
    }

    /// Sets the values of a response that must not change, and the members that it cannot do without: neither those nor their
    /// parents are changed into another kind of value.
    #[must_use]
    pub fn essence(mut self, essence: fn(&E::Response) -> Essence, required: &'static [&'static str]) -> Self {
        (self.essence, self.required) = (essence, required);
        self
    }

    /// Sets the reason why no response names an id of the request.
    #[must_use]
    pub const fn without_echo(mut self, reason: &'static str) -> Self {
        self.without_echo = Some(reason);
        self
    }

    /// Sets the reason why no success names an operation.
    #[must_use]
    pub const fn names_no_operation(mut self, reason: &'static str) -> Self {
        self.names_no_operation = Some(reason);
        self
    }

    /// Sets the reason why no member of a response is optional.
    #[must_use]
    pub const fn without_optional_members(mut self, reason: &'static str) -> Self {
        self.without_optional_members = Some(reason);
        self
    }

    /// Adds a refusal that it cannot have, with the reason.
    #[must_use]
    pub fn inapplicable(mut self, refusal: &'static str, reason: &'static str) -> Self {
        self.inapplicable.push((refusal, reason));
        self
    }

    /// Adds another path than that of the registry, written as there.
    #[must_use]
    pub fn also_at(mut self, path: &'static str) -> Self {
        self.other_paths.push(path);
        self
    }

    /// Adds a request that breaks a rule: what is wrong with it, the request, and the field and the rule that the error names.
    #[must_use]
    pub fn broken(
        mut self,
        what: &'static str,
        request: fn() -> Result<E, Failure>,
        field: &'static str,
        rule: &'static str,
    ) -> Self {
        self.broken.push(Broken { what, request, field, rule });
        self
    }

    /// The case of the sample request.
    ///
    /// # Panics
    ///
    /// Never: a sample is made with a case.
    pub fn first(&self) -> &Case<E> {
        self.cases.first().unwrap()
    }

    /// The sample request.
    ///
    /// # Errors
    ///
    /// It cannot be made.
    pub fn request(&self) -> Result<E, Failure> {
        (self.first().request)()
    }

    /// The requests with marks, and the marks in each; the sample request if nothing in it is secret.
    ///
    /// # Errors
    ///
    /// One cannot be made.
    pub fn marked_requests(&self, marks: impl Fn() -> Marks) -> Result<Vec<(E, Vec<Mark>)>, Failure> {
        if self.marked.is_empty() {
            return Ok(vec![(self.request()?, Vec::new())]);
        }
        let requests = self.marked.iter().map(|marked| {
            let marks = marks();
            Ok((marked(&marks)?, marks.taken()))
        });
        requests.collect()
    }
}

impl<E: Recover> Sample<E> {
    /// Sets the text of the recovery that a shop stores before it sends the sample request.
    #[must_use]
    pub fn stored_recovery(mut self, text: &'static str) -> Self {
        self.stored_recovery = Some(StoredRecovery { text, write: |request| request.stored_recovery().to_text() });
        self
    }
}
