//! `cargo xtask licences`: licences, sources and banned crates by `deny.toml`.

use crate::{Failure, cargo, print};

const CHECKS: &str = "deny --all-features check --show-stats bans licenses sources";

pub(crate) fn run() -> Result<(), Failure> {
    cargo::run(CHECKS).map_err(|failure| format!("{failure}; it needs `cargo install cargo-deny --locked`").into())
}

/// On a newcomer's machine cargo-deny may be missing; hosted CI installs it.
pub(super) fn check_if_installed() -> Result<(), Failure> {
    let (_, installed) = cargo::output("deny --version")?;
    if installed { run() } else { Ok(print("no cargo-deny: licences, bans and sources are not checked\n")?) }
}
