//! Tests from the outside: what users of the crate can call, and what the gateway can send.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod answers;
mod callbacks;
mod cells;
mod event_id;
mod limits;
#[cfg(any(feature = "aws-lc-rs", feature = "ring", feature = "rsa"))]
mod oauthlib;
mod polling;
mod raw_calls;
mod recovery;
mod returns;
mod rules;
mod states;
mod support;
mod tampering;
#[cfg(feature = "testing")]
mod testing;
mod transfers;
mod vectors;
