//! Tests from the outside: what users of the crate can call, and what the bank can send.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod answer;
mod errors;
#[cfg(any(feature = "aws-lc-rs", feature = "ring", feature = "rsa"))]
mod event_id;
mod next_step;
#[cfg(all(feature = "reqwest", any(feature = "aws-lc-rs", feature = "ring")))]
mod no_runtime;
mod oddities;
mod polling;
mod rates;
mod raw_call;
mod recovery;
mod request;
#[cfg(any(feature = "aws-lc-rs", feature = "ring", feature = "rsa"))]
mod signatures;
mod smaller_calls;
mod support;
#[cfg(all(feature = "testing", any(feature = "aws-lc-rs", feature = "ring", feature = "rsa")))]
mod testing;
mod validation;
#[cfg(any(feature = "aws-lc-rs", feature = "ring", feature = "rsa"))]
mod webhooks;
