//! Why a postback is not confirmed.

use std::fmt;

use payments_core::__private::debug_error;
use payments_core::scrub;

use crate::Error;
use crate::operation::ReportsStatus;

/// Why a postback is not confirmed. Do not act on such a postback. `S` is the response with the operation's status.
#[non_exhaustive]
pub enum ConfirmError<S> {
    /// It is about another operation: id or `extid` differ. Nothing was sent.
    WrongOperation,
    /// Its amount differs from the stored one. Nothing was sent.
    WrongAmount,
    /// Vepay reports another status: the postback is forged, or older or newer than the response.
    StatusMismatch(Box<S>),
    /// The request to Vepay failed.
    Request(Error),
}

impl<S: ReportsStatus> fmt::Display for ConfirmError<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongOperation => formatter.write_str("the postback is about another operation"),
            Self::WrongAmount => formatter.write_str("the postback's amount is not the stored operation's"),
            Self::StatusMismatch(state) => {
                let (endpoint, status) = (S::REPORTED_BY, scrub(state.status()));
                write!(formatter, "the postback disagrees with {endpoint}: status {status}")
            }
            Self::Request(error) => write!(formatter, "the postback is not confirmed: {error}"),
        }
    }
}

/// The same sentence as `Display`: `main` and `unwrap` print `Debug`.
impl<S: ReportsStatus> fmt::Debug for ConfirmError<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_error(formatter, "ConfirmError", self)
    }
}

impl<S: ReportsStatus> std::error::Error for ConfirmError<S> {}
