//! Kvell.

mod api;
mod form;
mod notices;
mod payouts;
