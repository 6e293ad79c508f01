//! Recurrent tokens: saved cards that can be charged again.

mod disable;
mod status;
mod token;
mod token_call;

pub use disable::RecurrentDisable;
pub use status::RecurrentStatus;
pub use token::{RecurrentDetails, RecurrentToken};
