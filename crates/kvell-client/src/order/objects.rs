//! An order, as responses have it.

use payments_core::{DecodeError, Hidden, Money, Timestamp, identifier, json};
use serde::Deserialize;

use super::OrderStatus;
use crate::ids::TransactionId;
use crate::wire;

identifier! {
    /// Kvell's order number (`id`): a UUID in the test data of a client of 2025, a number in an older one.
    pub struct OrderId;
}

/// Response of `orders`: the status of an order. Kvell sends it in three shapes: flat, within `{"order": …}`, or only a status.
/// Only the status is always present.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Order {
    /// Kvell's order number: a text, or a number in older documents.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub id: Option<OrderId>,
    /// Your transaction number.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub transaction: Option<TransactionId>,
    /// The status. An empty text, which is unlisted, if Kvell left it out of an order that has a number.
    #[serde(default = "wire::empty", deserialize_with = "wire::or_empty")]
    pub status: OrderStatus,
    /// The amount, sent in kopecks. Kvell uses roubles only.
    #[serde(default, deserialize_with = "wire::kopecks")]
    pub amount: Option<Money>,
    /// Kvell's commission, sent in kopecks.
    #[serde(default, deserialize_with = "wire::kopecks")]
    pub commission: Option<Money>,
    /// Your description, which may name a person.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub description: Option<Hidden<String>>,
    /// The creation time.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub created_at: Option<Timestamp>,
}

impl Order {
    /// Reads each of the three shapes. What an order within another object lacks is taken from beside it.
    pub(crate) fn read(body: &[u8]) -> Result<Self, DecodeError> {
        #[derive(Deserialize)]
        struct Envelope {
            #[serde(default, deserialize_with = "json::object")]
            order: Option<Order>,
        }

        let Envelope { order: inner } = json::decode(body)?;
        let outer: Self = json::decode(body)?;
        let order = match inner {
            Some(inner) => Self {
                id: inner.id.or(outer.id),
                transaction: inner.transaction.or(outer.transaction),
                status: if inner.status.as_str().is_empty() { outer.status } else { inner.status },
                ..inner
            },
            None => outer,
        };
        // Without a number, the status must be that of an order: `success` and `error` are responses to a phone number check.
        let is_numbered = order.id.is_some() || order.transaction.is_some();
        let is_of_no_order = matches!(order.status.as_str(), "" | "success" | "error");
        if is_of_no_order && !is_numbered {
            return Err(DecodeError::new("status", "expected the status of an order"));
        }
        Ok(order)
    }
}
