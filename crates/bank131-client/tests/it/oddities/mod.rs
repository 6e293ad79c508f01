//! What is odd about the bank's documents and answers, one test each.

mod document;
mod reading;
