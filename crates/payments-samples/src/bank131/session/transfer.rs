//! The transfer of the samples, and of what breaks its rules.

use bank131_client::IdempotencyKey;
use bank131_client::session::{Participants, PaymentDetails, SessionMultiInit};

use super::payout_amount;
use super::people::amounts;
use crate::Failure;

/// A transfer without optional parts.
pub(super) fn transfer(key: &str, payment: PaymentDetails, people: Participants) -> Result<SessionMultiInit, Failure> {
    Ok(SessionMultiInit::new(IdempotencyKey::new(key)?, payment, amounts()?, payout_amount(), people))
}
