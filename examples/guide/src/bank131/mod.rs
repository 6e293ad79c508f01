//! The programs of `docs/guides/bank131.md`.

pub mod payment;
pub mod payout;
pub mod recurrent;
pub mod refund;
pub mod sbp;
pub mod self_employed;
pub mod settlement;
pub mod two_stage;
