//! Recovery: finding out what a call did when its outcome is unknown.

use payments_core::Query;

use crate::order::{ReturnQuery, Status};

/// How to find out what a call did when its outcome is unknown.
///
/// - [`Ask`](payments_core::Recovery::Ask): send the [`Status`] query. A response is the order and its status. A refusal of
///   the query says nothing about the order, although the query's own outcome is
///   [`Refused`](crate::Outcome::Refused): the gateway says only in words that there is no such order, and a revoked key
///   or a wrong terminal is refused alike. So keep the order open and query again; a person who has read
///   [`Refusal::message`](crate::Refusal::message) may close it.
///
/// - [`AskAPerson`](payments_core::Recovery::AskAPerson): the status cannot tell what a [`Return`](crate::order::Return) did,
///   because the order had another return before it, or because that is not known.
///
/// Never send a transfer or a return again: the gateway knows no idempotency key, and the same order number may make a second
/// order.
pub type Recovery = payments_core::Recovery<StatusQuery>;

/// A status query of PaynetEasy: what [`Recovery`] sends.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StatusQuery {
    /// The order that the call created, or was about.
    Order(Status),
    /// The order that a return was about, and what its status showed before.
    Return(ReturnQuery),
}

impl StatusQuery {
    /// The `status` request to send.
    pub const fn status(&self) -> &Status {
        match self {
            Self::Order(status) => status,
            Self::Return(query) => query.status(),
        }
    }
}

impl Query for StatusQuery {
    fn to_words(&self) -> Vec<String> {
        let (kind, words) = match self {
            Self::Order(status) => ("order", status.to_words()),
            Self::Return(query) => ("return", query.to_words()),
        };
        [vec![kind.to_owned()], words].concat()
    }

    fn from_words(words: &[String]) -> Option<Self> {
        let (kind, rest) = words.split_first()?;
        match kind.as_str() {
            "order" => Status::from_words(rest).map(Self::Order),
            "return" => ReturnQuery::from_words(rest).map(Self::Return),
            _ => None,
        }
    }
}
