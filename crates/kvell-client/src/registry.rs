//! The registry of endpoints.

use crate::{bank, card, order, payout};

payments_core::endpoints! {
    bank::BankList,
    card::CardByTransaction,
    order::OrderByTransaction,
    payout::Account2Card,
}
