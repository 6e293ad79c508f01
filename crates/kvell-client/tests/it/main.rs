//! Tests from the outside: what users of the crate can call, and what Kvell can send.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod answers;
mod boundaries;
mod callbacks;
mod confirming;
mod errors;
mod event_id;
mod form;
mod hosts;
mod html;
mod payouts;
mod polling;
mod recovery;
mod requests;
mod sentences;
mod support;
#[cfg(feature = "testing")]
mod testing;
mod validation;
