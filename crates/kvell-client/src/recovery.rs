//! How to learn what became of something whose answer never came.

use crate::endpoints::{CardByTransaction, OrderByTransaction};

/// How to learn what became of a form that was opened: [`SignedForm::recovery`](crate::SignedForm::recovery).
///
/// No endpoint of this crate moves money, so no error of theirs carries one; that of a payment or payout of your own does.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Recovery {
    /// Send this. An answer is the saved card. What Kvell says while the hold is pending, after a failure and for an
    /// unknown pair is not documented: take no refusal for a final "no".
    Card(CardByTransaction),
    /// Send this and read how the order stands. It is for payments and payouts; whether the binding of a card is an order that
    /// can be asked about is not documented. Take no refusal for a final "no".
    Order(OrderByTransaction),
}
