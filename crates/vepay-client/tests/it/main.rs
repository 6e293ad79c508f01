//! Tests from the outside: what users of the crate can call, and what Vepay can send.

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
mod sentences;
mod support;
mod tokens;
mod validation;
