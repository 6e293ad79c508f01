//! Errors: the bank's codes, HTTP statuses, and recovery of lost responses.

mod classification;
mod codes;
mod recovery;
