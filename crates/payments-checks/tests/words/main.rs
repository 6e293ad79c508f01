//! The words of the project: no old name stands anywhere, READMEs begin with code, and every `compile_fail` example fails for the
//! reason that it names.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bare_strings;
mod compile_fail;
mod files;
mod glossary;
mod readmes;
mod support_matrix;
