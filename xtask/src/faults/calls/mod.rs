//! Every endpoint of every client, as a [`Call`](super::call::Call).

pub(super) mod bank131;
pub(super) mod kvell;
pub(super) mod payneteasy;
pub(super) mod vepay;

use std::time::Duration;

use payments_core::PollSchedule;

use crate::Failure;

/// Asks often, for the providers are in a hurry.
fn schedule() -> Result<PollSchedule, Failure> {
    let milliseconds = Duration::from_millis;
    Ok(PollSchedule::new(milliseconds(2), milliseconds(20), milliseconds(10_000))?)
}
