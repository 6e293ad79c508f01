//! Your account at Vepay: whether the credentials are accepted.

mod check;

pub use check::{Check, CheckResponse};
