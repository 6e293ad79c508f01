//! The card-binding form: what a browser opens, and nothing here does.

mod html;
mod preauthorize;

pub use preauthorize::{Preauthorize, SignedForm};
