//! The card-binding form, which only the payer's browser opens.

mod html;
mod preauthorize;

pub use preauthorize::{Preauthorize, SignedForm};
