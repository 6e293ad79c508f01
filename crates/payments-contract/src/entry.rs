//! An element of the report.

use serde::Serialize;

use crate::suite::{Kind, SUCCESS};

/// The kind of a cell that is empty on purpose.
pub(crate) const NOT_APPLICABLE: &str = "not_applicable";

/// The result of a test, or why there is none: one element of the JSON report.
#[derive(Serialize)]
pub(crate) struct Entry<'a> {
    pub(crate) provider: &'a str,
    pub(crate) endpoint: &'a str,
    pub(crate) case: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) ok: bool,
    pub(crate) message: String,
}

impl Entry<'_> {
    pub(crate) fn column(&self) -> &str {
        if self.kind == Kind::Success.name() { SUCCESS } else { self.case }
    }

    pub(crate) fn is_not_applicable(&self) -> bool {
        self.kind == NOT_APPLICABLE
    }

    /// What went wrong, if anything did.
    pub(crate) fn failure(&self) -> Option<String> {
        let Self { endpoint, kind, case, message, .. } = self;
        (!self.ok).then(|| format!("---- {endpoint} {kind} {case} ----\n{message}"))
    }
}
