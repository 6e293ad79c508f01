//! Recurrent tokens: saved cards that can be charged again.

mod status;
mod token;

pub use status::RecurrentStatus;
pub use token::{RecurrentDetails, RecurrentToken};
