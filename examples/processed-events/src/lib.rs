//! A shop that books each callback once. Read [`database`], then [`shop`].

pub mod database;
pub mod shop;
