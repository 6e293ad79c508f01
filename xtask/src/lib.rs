#![doc = include_str!("../../README.md")]
//!
//! This library is empty: it is here so that the README's examples are compiled.
