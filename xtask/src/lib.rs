#![doc = include_str!("../../README.md")]
//!
//! This library is empty: it is here so that the READMEs' examples are compiled.

#[doc = include_str!("../../README.ru.md")]
mod russian {}
