//! What must never happen: a secret that is shown, a request that breaks a rule and is sent all the same.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod bad_input;
mod error_sentences;
mod leaks;
mod serde_errors;
