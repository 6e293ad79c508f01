//! The sandbox seen from outside: over HTTP, and as a command.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, its helpers too"
)]

mod bank131;
mod cancel_and_confirm;
#[cfg(feature = "cli")]
mod command;
mod diagnosis;
mod documented_example;
mod faults;
mod idempotency;
mod idle;
mod kvell;
mod lifecycle;
mod not_simulated;
mod outcomes;
mod payneteasy;
mod refusals;
mod simulation;
mod support;
mod three_ds;
mod vepay;
mod webhooks;
mod workbench;
