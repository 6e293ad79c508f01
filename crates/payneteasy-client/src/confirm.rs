//! Comparing what the gateway says with the merchant's own order.

use std::fmt;

use crate::objects::{StoredOrder, TransactionType};

/// What a callback or an answer about your order is about, numbers and amount compared. Its type decides.
///
/// In a callback the type is a claim: whoever repeats a callback can change it. So only [`Payment`](Self::Payment) is booked,
/// once, on an order that is still open.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Confirmed<'a, T> {
    /// The payment itself, of the order's amount and currency. Whether it succeeded, the status says.
    Payment(&'a T),
    /// A return, a chargeback or another way back, of whatever amount. Ask [`Status`](crate::Status) before you act on it.
    Undone(&'a T),
    /// Another kind of transaction, a word that is not listed, or, in an answer, no type at all. Somebody has to look: it may be
    /// the payment under a name that no document has. Once you know that name, give it to
    /// [`StoredOrder::payment_type`](crate::StoredOrder::payment_type).
    Other(&'a T),
}

impl<'a, T> Confirmed<'a, T> {
    pub(crate) fn sort(said: &'a T, kind: Option<&TransactionType>, order: &StoredOrder) -> Self {
        match kind {
            Some(kind) if kind.undoes_payment() => Self::Undone(said),
            Some(kind) if order.is_payment(kind) => Self::Payment(said),
            _ => Self::Other(said),
        }
    }

    /// What was said, whatever it is about.
    pub const fn said(&self) -> &'a T {
        match self {
            Self::Payment(said) | Self::Undone(said) | Self::Other(said) => said,
        }
    }
}

/// In what a callback or an answer differs from your own order.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mismatch {
    /// It is about another order: your number or the gateway's is another one.
    Order,
    /// The amount is missing or another one.
    Amount,
    /// The currency is another one.
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
