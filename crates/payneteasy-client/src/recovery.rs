//! Recovery: finding out what a call did when its outcome is unknown.

use payments_core::Query;

use crate::endpoints::Status;

/// How to find out what a call did when its outcome is unknown.
///
/// - [`Ask`](payments_core::Recovery::Ask): send the [`Status`] query. A response is the order and its status. A refusal of
///   the query says nothing about the order, although the query's own outcome is
///   [`Refused`](crate::Outcome::Refused): the gateway says only in words that there is no such order, and a revoked key
///   or a wrong terminal is refused alike. So keep the order open and query again; a person who has read
///   [`Refusal::message`](crate::Refusal::message) may close it.
///
/// Never send a transfer again: the gateway knows no idempotency key, and the same order number may make a second order.
pub type Recovery = payments_core::Recovery<StatusQuery>;

/// A status query of PaynetEasy: what [`Recovery`] sends.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum StatusQuery {
    /// The order that the call created, or was about.
    Order(Status),
}

impl Query for StatusQuery {
    fn to_words(&self) -> Vec<String> {
        match self {
            Self::Order(status) => [vec!["order".to_owned()], status.to_words()].concat(),
        }
    }

    fn from_words(words: &[String]) -> Option<Self> {
        match words.split_first() {
            Some((kind, rest)) if kind == "order" => Status::from_words(rest).map(Self::Order),
            _ => None,
        }
    }
}
