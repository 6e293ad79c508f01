//! The shop as a process: started, used by browser and HTTP, and killed.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test that cannot go on has failed")]

mod callbacks;
mod crash;
mod flows;
mod foreign;
mod payer;
mod polling;
mod process;
mod protection;
mod purchase;
