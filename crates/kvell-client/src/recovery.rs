//! Recovery: finding out what a call or a form did when its outcome is unknown.

use payments_core::Query;

use crate::card::CardByTransaction;
use crate::ids::{CustomerKey, TransactionId};
use crate::order::OrderByTransaction;

/// How to find out what a call did when its outcome is unknown, or what became of a form that was opened:
/// [`SignedForm::recovery`](crate::form::SignedForm::recovery).
///
/// [`Ask`](payments_core::Recovery::Ask): send the query. A response is the card or the order. What Kvell answers while a
/// hold is pending, after a failure and for an unknown transaction is not documented: take no refusal for a final "no".
pub type Recovery = payments_core::Recovery<StatusQuery>;

/// A status query of Kvell: what [`Recovery`] sends.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum StatusQuery {
    /// The card that a form saved.
    Card(CardByTransaction),
    /// The order of a payment or payout. Whether the binding of a card is an order that can be queried is not documented.
    Order(OrderByTransaction),
}

impl Query for StatusQuery {
    fn to_words(&self) -> Vec<String> {
        let word = ToOwned::to_owned;
        match self {
            Self::Card(query) => ["card", query.customer_key().as_str(), query.transaction().as_str()].map(word).into(),
            Self::Order(query) => ["order", query.transaction().as_str()].map(word).into(),
        }
    }

    fn from_words(words: &[String]) -> Option<Self> {
        let transaction = |text: &str| TransactionId::from_any_text(text);
        match words {
            [kind, customer_key, id] if kind == "card" => {
                Some(Self::Card(CardByTransaction::new(CustomerKey::new(customer_key.as_str()), transaction(id))))
            }
            [kind, id] if kind == "order" => Some(Self::Order(OrderByTransaction::new(transaction(id)))),
            _ => None,
        }
    }
}
