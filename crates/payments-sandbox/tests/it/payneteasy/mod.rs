//! The simulated PaynetEasy.

mod access;
mod answers;
mod card_ref;
mod form;
mod notices;
mod reversal;
mod scenarios;
mod status;
