//! Safety tests: no secret is shown, and no invalid request is sent.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod bad_input;
mod leaks;
mod serde_errors;
mod serde_instruments;
