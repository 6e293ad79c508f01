//! `cargo xtask package`: whether what is published works for somebody who has nothing else.

pub(crate) mod api;
mod archives;
mod external_types;
pub(crate) mod features;
pub(crate) mod licences;
pub(crate) mod manifest;
pub(crate) mod minimal;
pub(crate) mod semver;

use std::time::Duration;

use crate::{Failure, cargo, print};

/// Everything that fits into the time of a CI run. What does not has tasks of its own.
pub(crate) fn run() -> Result<(), Failure> {
    let workspace = manifest::Workspace::read()?;
    cargo::run("test --quiet --package payments-checks --test published")?;
    licences::check_if_installed()?;
    // In a process of its own: it starts itself in rustdoc's place, and the tests may have built this program anew since.
    cargo::run("run --quiet --package xtask -- api")?;
    archives::check(&workspace)?;
    minimal::run()
}

/// Says what was found, and how long it took to find.
fn report(what: &str, took: Duration) -> Result<(), Failure> {
    Ok(print(&format!("{what} ({} s)\n", took.as_secs()))?)
}
