//! The simulated PaynetEasy.

mod access;
mod answers;
mod card_ref;
mod form;
mod notices;
mod scenarios;
mod status;
