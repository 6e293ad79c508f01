//! Payouts, signed with RSA: [`ClientBuilder::payout_signer`](crate::ClientBuilder::payout_signer).

mod account2card;
mod recipient;
mod values;

pub use account2card::{Account2Card, Account2CardResponse};
pub use recipient::{Recipient, SavedCard};
pub use values::{Customer, JsonObject};
