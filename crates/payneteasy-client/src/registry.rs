//! The registry: every endpoint once.

use crate::{card, order, transfer};

payments_core::endpoints! {
    payneteasy_client:
    transfer::TransferForm,
    order::Status,
    order::Return,
    card::CreateCardRef,
}
