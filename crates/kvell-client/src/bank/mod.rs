//! Banks of the faster payments system.

mod bank_list;

pub use bank_list::{Bank, BankId, BankList};
