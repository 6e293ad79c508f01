//! The registry of endpoints.

use crate::{bank, card, order};

payments_core::endpoints! {
    bank::BankList,
    card::CardByTransaction,
    order::OrderByTransaction,
}
