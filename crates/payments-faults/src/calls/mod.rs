//! Every endpoint that changes something, and the status queries of the recoveries, each as a [`Call`](crate::call::Call).

pub(crate) mod bank131;
pub(crate) mod kvell;
pub(crate) mod payneteasy;
pub(crate) mod vepay;

use std::time::Duration;

use payments_core::PollSchedule;
use payments_fixtures::Failure;

/// Asks often, for the providers are in a hurry.
fn schedule() -> Result<PollSchedule, Failure> {
    let milliseconds = Duration::from_millis;
    Ok(PollSchedule::new(milliseconds(2), milliseconds(20), milliseconds(10_000))?)
}
