//! `cargo xtask lint`: formatting, lints and documentation, warnings counting as errors.

use crate::{Failure, cargo};

/// Every set of features that a user may pick must compile cleanly.
const FEATURE_SETS: &[&str] = &[
    "--workspace --all-targets --all-features",
    "--package payments-core",
    "--package payments-core --features reqwest",
    "--package payments-core --features rsa",
    "--package bank131-client --no-default-features",
    "--package bank131-client --no-default-features --features reqwest,ring",
    "--package payneteasy-client --no-default-features",
    "--package payneteasy-client --no-default-features --features reqwest,ring",
    "--package vepay-client --no-default-features",
    "--package vepay-client --no-default-features --features reqwest,ring",
    "--package kvell-client --no-default-features",
    "--package kvell-client --no-default-features --features reqwest,ring",
    "--package payments-sandbox --lib --no-default-features",
];

pub(crate) fn run() -> Result<(), Failure> {
    cargo::run("fmt --all --check")?;
    for set in FEATURE_SETS {
        cargo::run(&format!("clippy --quiet {set} -- --deny warnings"))?;
    }
    cargo::run_with("doc --quiet --workspace --no-deps --all-features", &[("RUSTDOCFLAGS", "--deny warnings")])
}
