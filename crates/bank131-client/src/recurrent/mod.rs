//! Recurrent tokens: saved cards that can be charged again.

mod token;

pub use token::{RecurrentDetails, RecurrentToken};
