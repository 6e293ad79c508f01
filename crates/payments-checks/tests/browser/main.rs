//! The payer's pages of the sandbox in a real browser: filled in, clicked, and left by the right redirect.
//!
//! Needs Chromium and its driver. Where they are missing the tests say so and pass, unless `CI` is set.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test that cannot go on has failed")]

mod bank131;
mod kvell;
mod payneteasy;
mod shop;
mod vepay;
mod workbench;
