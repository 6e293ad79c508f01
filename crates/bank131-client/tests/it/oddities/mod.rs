//! Oddities of the bank's documents and responses, one test each.

mod document;
mod reading;
