//! Hints at the likely cause of a failure, where the HTTP client's error does not say it.

use std::error::Error as StdError;
use std::io;

use rustls::{Error as TlsError, InvalidMessage};

const NO_TLS: &str = "the server does not speak TLS at this port";
const NO_HTTP: &str = "the server does not speak plain HTTP at this port, perhaps TLS";

/// hyper's error for a response that does not begin as HTTP does. Its type is private. If the text changes, the hint is
/// missing, and a test fails.
const NOT_HTTP: &str = "invalid HTTP version parsed";

/// The hint for this failure.
pub(super) fn of(error: &reqwest::Error, encrypted: bool) -> Option<&'static str> {
    if error.is_connect() {
        return causes(error).any(begins_without_tls).then_some(NO_TLS);
    }
    (!encrypted && causes(error).any(|cause| cause.to_string() == NOT_HTTP)).then_some(NO_HTTP)
}

/// Whether the first byte received is no TLS record type.
fn begins_without_tls(cause: &(dyn StdError + 'static)) -> bool {
    matches!(cause.downcast_ref(), Some(TlsError::InvalidMessage(InvalidMessage::InvalidContentType)))
}

/// An error and all its causes.
fn causes<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error| cause(*error))
}

/// An I/O error skips the error it wraps and returns that one's source.
fn cause<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    match error.downcast_ref().and_then(io::Error::get_ref) {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}
