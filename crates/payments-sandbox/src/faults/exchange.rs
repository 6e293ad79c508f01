//! What a port with a script saw, for tests to look at.

use super::fault::Fault;

/// One request on one connection, or a connection that was closed before any request was read.
///
/// A refused connection is none: the operating system refuses it, and nobody is told.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exchange {
    /// The number of the connection, from 1, since the script was started. Requests on one connection share it.
    pub connection: u64,
    /// What the connection met; `None` if it was served.
    pub fault: Option<Fault>,
    /// The method, such as `POST`, if the head of a request was read.
    pub method: Option<String>,
    /// The path without the query, if the head of a request was read.
    pub path: Option<String>,
    /// The idempotency key, with a provider that has one in a header: `X-PARTNER-IDEMPOTENCY-KEY` of Bank 131.
    pub key: Option<String>,
    /// SHA-256, in lower-case hexadecimal, of the bytes of the body that were read.
    pub body_digest: String,
    /// How many these were.
    pub body_bytes: usize,
    /// Whether the whole request was read.
    pub complete: bool,
    /// Whether the request was passed on to the provider, which then acted or refused; [`Sandbox::effects`] tells which.
    ///
    /// [`Sandbox::effects`]: crate::Sandbox::effects
    pub passed_on: bool,
    /// The HTTP status that was answered, or about to be, if any.
    pub status: Option<u16>,
    /// What [`Fault::AnswersAboutAnother`] replaced in the answer, in the order in which it stands there. Empty with any other
    /// fault, and where the answer has no identifier: that answer went back as it was.
    pub foreign: Vec<ForeignIdentifier>,
}

/// An identifier of another operation, in an answer that met [`Fault::AnswersAboutAnother`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ForeignIdentifier {
    /// Where it stands in the answer: `session.id`, `session.payments[].id`, `merchant-order-id`.
    pub member: String,
    /// What the answer says there.
    pub told: String,
    /// Whether the request had named what stood there before, so that a client can tell by comparison that the answer is not
    /// about its request. An identifier that the request did not name is the provider's to give: a client that hears it for
    /// the first time has nothing to compare it with.
    pub echo: bool,
}
