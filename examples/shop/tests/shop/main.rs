//! The shop from outside: a process that is started, used by browser and by HTTP, and killed.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test that cannot go on has failed")]

mod crash;
mod payer;
mod process;
