//! The raw HTTP response behind a result or an error.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

/// The HTTP response (status, headers, body) from which a result or an error was made.
///
/// `Debug` shows the status and the body size only. Headers and body may contain personal data, tokens or masked card
/// numbers: do not log them as they are.
#[derive(Clone)]
pub struct HttpContext {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl HttpContext {
    pub(crate) const fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self { status, headers, body }
    }

    /// The HTTP status.
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body; empty if it was not read to its end.
    pub const fn body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Debug for HttpContext {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("HttpContext")
            .field("status", &self.status.as_u16())
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// A typed response together with the HTTP response it was decoded from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Response<T> {
    /// The typed response.
    pub value: T,
    /// Status, headers and raw body.
    pub http: HttpContext,
    /// The number of attempts made.
    pub attempts: u32,
}
