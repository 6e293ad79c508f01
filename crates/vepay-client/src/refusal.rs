//! What Vepay says when it refuses.

use std::fmt;

use payments_core::{FlatFields, open_enum, scrub};

use crate::objects::wire::parse_number;
use crate::objects::{ExtId, RegistrationId, RequestStatus};

open_enum! {
    /// The name of an HTTP error, where Vepay's framework refuses before the request reaches an operation.
    pub enum ErrorName {
        /// The body is not JSON.
        BadRequest = "Bad Request",
        /// The partner is unknown or blocked, or the token does not match the bytes.
        Unauthorized = "Unauthorized",
        /// The sender's address is not on the partner's list.
        Forbidden = "Forbidden",
        /// There is no such address; the base URL may lack `/mfo`.
        NotFound = "Not Found",
        /// The address does not take this method.
        MethodNotAllowed = "Method Not Allowed",
        /// Something broke at Vepay.
        InternalServerError = "Internal Server Error",
    }
}

/// In which way Vepay refused: its answers come in four families.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RefusalKind {
    /// The request was understood and declined: a rule of validation, of business or of the bank
    /// (`{"status": 0, "message": …}`).
    Declined,
    /// The external number was used before (`{"status": 0, …, "id": …, "extid": …}` under HTTP 400): the operation exists.
    /// See [`Refusal::existing`].
    DuplicateExtId,
    /// The framework refused before the request reached an operation (`{"name": …, "status": 401}`).
    HttpError,
    /// A page or nothing at all, as an unknown address gives it.
    NotJson,
}

/// Why Vepay refused.
#[derive(Clone)]
pub struct Refusal {
    kind: RefusalKind,
    fields: FlatFields,
}

impl Refusal {
    /// Tells the families of JSON answers apart, for an answer that is not the success of its endpoint.
    pub(crate) fn read(fields: FlatFields, http_status: u16) -> Self {
        let has = |name| non_empty(&fields, name).is_some();
        // Documented under HTTP 400. Under another status both have to be there, so that nothing else is taken for it.
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

    /// In which way it refused.
    pub const fn kind(&self) -> RefusalKind {
        self.kind
    }

    /// Vepay's words, Russian and for people; they may change. May be missing.
    pub fn message(&self) -> Option<&str> {
        non_empty(&self.fields, "message")
    }

    /// The status, where an operation declined. `None` in the other families: their `status` means something else.
    pub fn status(&self) -> Option<RequestStatus> {
        let declined = self.kind == RefusalKind::Declined;
        non_empty(&self.fields, "status").filter(|_| declined).map(RequestStatus::from)
    }

    /// The name of the HTTP error, where the framework refused.
    pub fn name(&self) -> Option<ErrorName> {
        non_empty(&self.fields, "name").map(ErrorName::from)
    }

    /// The operation that has this external number already. It is a registration only if that is what you used the number
    /// for: numbers are shared with payments and payouts.
    pub fn existing(&self) -> Option<RegistrationId> {
        let duplicate = self.kind == RefusalKind::DuplicateExtId;
        non_empty(&self.fields, "id").filter(|_| duplicate).and_then(parse_number).map(RegistrationId::new)
    }

    /// The same, if it is this number that was used before.
    pub(crate) fn existing_for(&self, ext_id: &ExtId) -> Option<RegistrationId> {
        let same = self.duplicate_ext_id().is_none_or(|echo| echo == ext_id.as_str());
        self.existing().filter(|_| same)
    }

    /// The external number that was used before, as Vepay gives it back.
    pub fn duplicate_ext_id(&self) -> Option<&str> {
        let duplicate = self.kind == RefusalKind::DuplicateExtId;
        non_empty(&self.fields, "extid").filter(|_| duplicate)
    }
}

/// The value of this name, unless it is empty or JSON's `null`.
pub(crate) fn non_empty<'a>(fields: &'a FlatFields, name: &str) -> Option<&'a str> {
    fields.get(name).filter(|value| !matches!(*value, "" | "null"))
}

/// The family, and the first line of the words: more may be a trace of Vepay's program.
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
        match self.message().and_then(|message| message.lines().next()) {
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
