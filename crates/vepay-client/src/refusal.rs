//! Refusals: Vepay's error responses.

use std::fmt;

use payments_core::{FlatFields, ProviderText, open_enum, scrub};

use crate::operation::{ExtId, OperationId, RequestStatus};
use crate::wire::parse_number;

open_enum! {
    /// Name of an HTTP error with which Vepay's framework refuses a request before it reaches an operation.
    pub enum ErrorName {
        /// The body is not JSON.
        BadRequest = "Bad Request",
        /// The partner is unknown or blocked, or the token does not match the body.
        Unauthorized = "Unauthorized",
        /// The sender's IP address is not on the partner's allowlist.
        Forbidden = "Forbidden",
        /// The path does not exist; the base URL may lack `/mfo`.
        NotFound = "Not Found",
        /// The path does not accept this method.
        MethodNotAllowed = "Method Not Allowed",
        /// Vepay failed internally.
        InternalServerError = "Internal Server Error",
    }
}

/// Kind of a refusal: Vepay's error responses come in four families.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RefusalKind {
    /// The request was understood and declined by a validation rule, a business rule or the bank
    /// (`{"status": 0, "message": …}`).
    Declined,
    /// The `extid` was used before (`{"status": 0, …, "id": …, "extid": …}` under HTTP 400): the operation exists.
    /// See [`Refusal::existing`].
    DuplicateExtId,
    /// The framework refused the request before it reached an operation (`{"name": …, "status": 401}`).
    HttpError,
    /// An HTML page or an empty body, as an unknown path returns it.
    NotJson,
}

/// An error response of Vepay: the kind, the message and the status of a refused call.
#[derive(Clone)]
pub struct Refusal {
    kind: RefusalKind,
    fields: FlatFields,
}

impl Refusal {
    /// Classifies a JSON response that is not a success of its endpoint.
    pub(crate) fn read(fields: FlatFields, http_status: u16) -> Self {
        let has = |name| non_empty(&fields, name).is_some();
        // Documented under HTTP 400. Under another status both fields are required, so that nothing else is taken for it.
        let is_duplicate = (has("id") && has("extid")) || (http_status == 400 && (has("id") || has("extid")));
        let kind = if has("name") {
            RefusalKind::HttpError
        } else if non_empty(&fields, "status") == Some("0") && is_duplicate {
            RefusalKind::DuplicateExtId
        } else {
            RefusalKind::Declined
        };
        Self { kind, fields }
    }

    pub(crate) fn not_json() -> Self {
        Self { kind: RefusalKind::NotJson, fields: FlatFields::default() }
    }

    /// The kind of the refusal.
    pub const fn kind(&self) -> RefusalKind {
        self.kind
    }

    /// Vepay's message, in Russian and for people; its text may change. May be missing.
    pub fn message(&self) -> Option<ProviderText> {
        non_empty(&self.fields, "message").map(ProviderText::from)
    }

    /// The status, if an operation declined. `None` in the other families: their `status` means something else.
    pub fn status(&self) -> Option<RequestStatus> {
        let declined = self.kind == RefusalKind::Declined;
        non_empty(&self.fields, "status").filter(|_| declined).map(RequestStatus::from)
    }

    /// The name of the HTTP error, if the framework refused.
    pub fn name(&self) -> Option<ErrorName> {
        non_empty(&self.fields, "name").map(ErrorName::from)
    }

    /// The id of the operation that already has this `extid`: a registration, a payment or a payout, whichever you used the
    /// `extid` for.
    pub fn existing(&self) -> Option<OperationId> {
        let duplicate = self.kind == RefusalKind::DuplicateExtId;
        non_empty(&self.fields, "id").filter(|_| duplicate).and_then(parse_number).map(OperationId::new)
    }

    /// The same, if the duplicate is this `extid`.
    pub(crate) fn existing_for(&self, ext_id: &ExtId) -> Option<OperationId> {
        let same = self.duplicate_ext_id().is_none_or(|echo| echo == *ext_id.as_str());
        self.existing().filter(|_| same)
    }

    /// The duplicate `extid`, as Vepay returns it.
    pub fn duplicate_ext_id(&self) -> Option<ProviderText> {
        let duplicate = self.kind == RefusalKind::DuplicateExtId;
        non_empty(&self.fields, "extid").filter(|_| duplicate).map(ProviderText::from)
    }
}

/// The value of this name, unless it is empty or JSON's `null`.
pub(crate) fn non_empty<'a>(fields: &'a FlatFields, name: &str) -> Option<&'a str> {
    fields.get(name).filter(|value| !matches!(*value, "" | "null"))
}

/// The kind, and the first line of the message: further lines may be a stack trace of Vepay's program.
impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.kind, self.name()) {
            (RefusalKind::NotJson, _) => return formatter.write_str("no reason was given; is the base URL right?"),
            (RefusalKind::DuplicateExtId, _) => formatter.write_str("the extid was used before")?,
            (_, Some(name)) => write!(formatter, "{name}")?,
            (_, None) => formatter.write_str("declined")?,
        }
        if let Some(id) = self.existing() {
            write!(formatter, " by {}", scrub(&id.to_string()))?;
        }
        match non_empty(&self.fields, "message").and_then(|message| message.lines().next()) {
            Some(line) => write!(formatter, ": {}", scrub(line)),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Refusal({self})")
    }
}
