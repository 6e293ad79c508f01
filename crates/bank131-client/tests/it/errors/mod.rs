//! What a failure means: the bank's codes, its HTTP statuses, and how a lost answer is looked up.

mod classification;
mod codes;
mod recovery;
