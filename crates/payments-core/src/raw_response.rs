//! An HTTP response before it is classified.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

/// A provider's HTTP response with its whole body.
///
/// `Debug` shows the status and the body size only: the body may contain personal data or tokens.
#[derive(Clone)]
#[non_exhaustive]
pub struct RawResponse {
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
    delimited: bool,
}

impl RawResponse {
    /// Creates a response, for tests of [`Provider::classify`](crate::Provider::classify) and
    /// [`Endpoint::decode`](crate::Endpoint::decode). Its body is delimited.
    pub const fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self { status, headers, body, delimited: true }
    }

    /// Marks the body as ended only by the end of its connection.
    #[must_use]
    pub fn undelimited(self) -> Self {
        Self { delimited: false, ..self }
    }

    /// Whether the end of the body was marked, by `Content-Length` or by the last chunk, so that the body is complete.
    ///
    /// A body that ended with its connection (HTTP/1.0, or a server that sends neither) may have been cut: a complete
    /// body cannot be distinguished from a broken connection. If a cut body can still be parsed, as a form can, check
    /// this before trusting its last value.
    ///
    /// ```
    /// use bytes::Bytes;
    /// use http::{HeaderMap, StatusCode};
    /// use payments_core::RawResponse;
    ///
    /// let form = Bytes::from_static(b"status=approved&order-id=68");
    /// let response = RawResponse::new(StatusCode::OK, HeaderMap::new(), form);
    /// assert!(response.is_delimited());
    /// assert!(!response.undelimited().is_delimited());
    /// ```
    pub const fn is_delimited(&self) -> bool {
        self.delimited
    }

    /// Whether the HTTP status alone says that the request was rejected before it was acted on. Use it where the body
    /// says nothing. The other statuses leave the outcome open: 400 is also returned for an object that already exists;
    /// 402, 409, 422 and similar ones may come after the operation was carried out, as may 408, 425 and 5xx.
    pub fn is_refused_by_http(&self) -> bool {
        matches!(
            self.status.as_u16(),
            401 | 403..=407 | 410 | 411 | 413..=418 | 421 | 426 | 428 | 429 | 431 | 451
        )
    }

    /// Whether the HTTP status rejects the caller or the address before anything else is checked: no permission, no
    /// such address, too many requests. Stronger than [`is_refused_by_http`](Self::is_refused_by_http): it is believed
    /// whatever the error code in the body.
    pub fn rejects_caller(&self) -> bool {
        matches!(self.status.as_u16(), 401 | 403 | 404 | 405 | 429)
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RawResponse")
            .field("status", &self.status.as_u16())
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Whether the HTTP status is a transient error.
pub(crate) fn is_transient(status: StatusCode) -> bool {
    status.is_server_error() || matches!(status.as_u16(), 408 | 425 | 429)
}
