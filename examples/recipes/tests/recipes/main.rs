//! The recipes do what `docs/recipes.md` says, and the page shows them as they are.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod actix;
mod bank;
mod blocking;
mod decimal;
mod killed;
mod page;
mod queue;
mod server;
mod spans;
mod storing;
mod transport;
mod unit_test;
