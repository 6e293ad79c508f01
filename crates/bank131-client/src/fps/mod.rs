//! The Faster Payments System (SBP): the banks that take part in it, and whether a phone number can receive by it.

mod banks;
mod customer_verification;

pub use banks::{FpsBank, FpsBankId, FpsBanks};
pub use customer_verification::FpsCustomerVerification;
