//! The Faster Payments System (SBP): the banks that take part in it.

mod banks;

pub use banks::{FpsBank, FpsBankId, FpsBanks};
