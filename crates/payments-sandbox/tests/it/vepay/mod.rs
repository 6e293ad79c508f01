//! Vepay.

mod access;
mod answers;
mod notices;
mod pages;
