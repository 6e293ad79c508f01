//! How to learn what became of something whose answer never came.

use crate::endpoints::CardByTransaction;

/// How to learn what became of a form that was opened: [`SignedForm::look_up`](crate::SignedForm::look_up).
///
/// No endpoint of this crate moves money, so no error carries one.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum LookUp {
    /// Send this. An answer is the saved card. What Kvell says while the hold is pending, after a failure and for an
    /// unknown pair is not documented: take no refusal for a final "no".
    Card(CardByTransaction),
}
