//! Fuzz targets: every parser of bytes that somebody else wrote, and what must hold whatever the bytes are.
//!
//! `cargo xtask fuzz` runs them under libFuzzer, guided by coverage; `cargo test -p payments-fuzz` replays the corpus.
//! `docs/fuzzing.md` has the rest.
//!
//! A target takes bytes and panics if a promise is broken. Beside not panicking itself, nothing that was read may print
//! thirteen digits in a row ([`promises`]), and what was not signed with the key is never believed.

#![allow(clippy::expect_used, clippy::panic, reason = "a panic is how a target reports what it has found")]

pub mod answer;
pub mod clock;
pub mod cost;
pub mod keys;
pub mod promises;
pub mod seeds;
mod shapes;
pub mod targets;
pub mod watch;

pub use targets::{TARGETS, Target};

/// The environment variable that says which target to run.
pub const TARGET_VARIABLE: &str = "FUZZ_TARGET";

/// The target of this name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
