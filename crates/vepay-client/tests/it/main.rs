//! Integration tests of the public API and of responses, callbacks and postbacks.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod callbacks;
mod environments;
mod errors;
mod event_id;
mod flow;
mod forged_callbacks;
mod oddities;
mod postbacks;
mod raw_calls;
mod recovery;
mod sentences;
mod support;
#[cfg(feature = "testing")]
mod testing;
mod tokens;
mod validation;
