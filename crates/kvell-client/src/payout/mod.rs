//! Payouts, signed with RSA: [`ClientBuilder::payout_signer`](crate::ClientBuilder::payout_signer).

mod account2card;

pub use account2card::{Account2Card, Account2CardResponse};
