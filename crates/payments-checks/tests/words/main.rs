//! The text of the project: no old name stands anywhere, READMEs begin with code, every `compile_fail` example fails for the reason
//! that it names, the support matrix names what exists, and no modules use each other in a circle.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bare_strings;
mod circles;
mod compile_fail;
mod files;
mod glossary;
mod readmes;
mod support_matrix;
