//! `payments_core::signing` as its users see it, with every backend that was compiled in.
//!
//! `bank131_signatures.json` contains nine bodies and their signatures under a throw-away 2048-bit key made for these
//! tests, created with `openssl dgst -sha256 -sign`; the bodies are from the documentation of Bank 131 and the tests of
//! its PHP SDK. All other keys are made while the tests run, by `keys`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "helpers of tests, which may fail loudly"
)]

mod arithmetic;
mod backends;
#[cfg(feature = "reqwest")]
mod executor;
mod key_errors;
mod key_files;
mod keys;
mod leaks;
mod never_panics;
mod support;
mod tampering;
mod vectors;
