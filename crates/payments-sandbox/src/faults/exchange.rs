//! What a port with a script saw, for tests to look at.

use super::fault::Fault;

/// One request on one connection, or a connection that was closed before any request was read.
///
/// A refused connection is not recorded: the operating system refuses it, and the sandbox is not notified.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exchange {
    /// The number of the connection, from 1, since the script was started. Requests on one connection share it.
    pub connection: u64,
    /// The fault of the connection; `None` if it was served.
    pub fault: Option<Fault>,
    /// The method, such as `POST`, if the head of a request was read.
    pub method: Option<String>,
    /// The path without the query, if the head of a request was read.
    pub path: Option<String>,
    /// The idempotency key, with a provider that has one in a header: `X-PARTNER-IDEMPOTENCY-KEY` of Bank 131.
    pub key: Option<String>,
    /// SHA-256, in lower-case hexadecimal, of the bytes of the body that were read.
    pub body_digest: String,
    /// The number of these bytes.
    pub body_bytes: usize,
    /// Whether the whole request was read.
    pub complete: bool,
    /// Whether the request was passed on to the provider, which then acted or refused; [`Sandbox::effects`] shows which.
    ///
    /// [`Sandbox::effects`]: crate::Sandbox::effects
    pub passed_on: bool,
    /// The HTTP status of the response, sent or about to be sent, if any.
    pub status: Option<u16>,
    /// The identifiers that [`Fault::AnswersAboutAnother`] replaced in the response, in the order of the response. Empty with
    /// any other fault, and if the response has no identifier: that response was sent unchanged.
    pub foreign: Vec<ForeignIdentifier>,
}

/// An identifier of another operation, in a response with [`Fault::AnswersAboutAnother`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ForeignIdentifier {
    /// Its place in the response: `session.id`, `session.payments[].id`, `merchant-order-id`.
    pub member: String,
    /// Its value in the response.
    pub told: String,
    /// Whether the request had named the replaced identifier, so that a client can notice by comparison that the response is
    /// not about its request. An identifier that the request did not name is assigned by the provider: a client that receives
    /// it for the first time has nothing to compare it with.
    pub echo: bool,
}
