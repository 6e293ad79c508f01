//! Why a postback is not confirmed.

use std::fmt;

use crate::Error;
use crate::card::CardGetResponse;

/// Why a postback is not confirmed. Do not act on such a postback.
#[non_exhaustive]
pub enum ConfirmError {
    /// It is about another registration. Nothing was sent.
    WrongRegistration,
    /// Vepay reports another status: the postback is forged, or older or newer than the response.
    StatusMismatch(Box<CardGetResponse>),
    /// The request to Vepay failed.
    Request(Error),
}

payments_core::debug_as_sentence!(ConfirmError);

impl fmt::Display for ConfirmError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongRegistration => formatter.write_str("the postback is about another registration"),
            Self::StatusMismatch(state) => {
                write!(formatter, "the postback disagrees with card/get: status {}", state.status)
            }
            Self::Request(error) => write!(formatter, "the postback is not confirmed: {error}"),
        }
    }
}

impl std::error::Error for ConfirmError {}
