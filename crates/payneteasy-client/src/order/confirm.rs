//! Comparing callbacks and responses with the merchant's stored order.

use std::fmt;

use crate::order::{StoredOrder, TransactionType};

/// A callback or status response that matches your order, sorted by its transaction type.
///
/// In a callback the type is a claim: anyone who resends a callback can change it. So book only [`Payment`](Self::Payment),
/// once, on an order that is still open.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Confirmed<'a, T> {
    /// The payment itself, of the order's amount and currency. The status says whether it succeeded.
    Payment(&'a T),
    /// A refund, a chargeback or another return, of any amount. Query [`Status`](crate::order::Status) before you act on it.
    Reversed(&'a T),
    /// Another type of transaction, an unlisted type, or, in a response, no type at all. Check it by hand: it may be the
    /// payment under an undocumented type. Once you know that type, pass it to
    /// [`StoredOrder::payment_type`](crate::order::StoredOrder::payment_type).
    Other(&'a T),
}

impl<'a, T> Confirmed<'a, T> {
    pub(crate) fn sort(said: &'a T, kind: Option<&TransactionType>, order: &StoredOrder) -> Self {
        match kind {
            Some(kind) if kind.undoes_payment() => Self::Reversed(said),
            Some(kind) if order.is_payment(kind) => Self::Payment(said),
            _ => Self::Other(said),
        }
    }

    /// The callback or response itself.
    pub const fn get(&self) -> &'a T {
        match self {
            Self::Payment(said) | Self::Reversed(said) | Self::Other(said) => said,
        }
    }
}

/// The value in which a callback or response differs from your stored order.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mismatch {
    /// It is about another order: your order number or the gateway's differs.
    Order,
    /// The amount is missing or differs.
    Amount,
    /// The currency differs.
    Currency,
}

payments_core::debug_as_sentence!(Mismatch);

impl fmt::Display for Mismatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Order => "the gateway tells of another order",
            Self::Amount => "the gateway's amount is not the order's",
            Self::Currency => "the gateway's currency is not the order's",
        })
    }
}

impl std::error::Error for Mismatch {}
