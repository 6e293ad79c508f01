//! How to learn what became of something whose answer never came.

use crate::endpoints::{CardByTransaction, OrderStatus};

/// How to learn what became of a form that was opened, or of a call whose answer was lost.
///
/// No endpoint of this crate moves money yet, so no error carries one; a form that was handed to a payer does, see
/// [`SignedForm::look_up`](crate::SignedForm::look_up).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum LookUp {
    /// Send this. An answer is the saved card. What Kvell says while the hold is pending, after a failure and for an
    /// unknown pair is not documented: take no refusal for a final "no".
    Card(CardByTransaction),
    /// Send this. An answer is the order.
    Order(OrderStatus),
}
