//! Saved cards.

mod card_by_transaction;
mod objects;

pub use card_by_transaction::CardByTransaction;
pub use objects::{Card, CardToken};
