//! Secrets are never shown, and invalid requests are never sent.

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
