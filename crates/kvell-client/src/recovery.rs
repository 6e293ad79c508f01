//! Recovery after a missing callback or response.

use crate::endpoints::{CardByTransaction, OrderByTransaction};

/// The request that finds out the result of a form: see [`SignedForm::recovery`](crate::SignedForm::recovery).
///
/// No endpoint of this crate moves money, so their errors have no recovery; the errors of a custom payment or payout endpoint
/// do.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Recovery {
    /// Send this request. If it succeeds, the response is the saved card. Kvell does not document its response while the hold
    /// is pending, after a failure and for an unknown pair: do not treat a refusal as final.
    Card(CardByTransaction),
    /// Send this request to get the status of the order. It is for payments and payouts; whether a card binding is an order
    /// that can be queried is not documented. Do not treat a refusal as final.
    Order(OrderByTransaction),
}
