//! payments-core
pub mod signing;
