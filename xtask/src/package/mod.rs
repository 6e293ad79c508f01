//! `cargo xtask package`: whether what is published works for somebody who has nothing else.

pub(crate) mod api;
mod archives;
mod external_types;
pub(crate) mod features;
pub(crate) mod licences;
mod manifest;
mod metadata;
pub(crate) mod minimal;
mod rust_version;
pub(crate) mod semver;

use std::time::Duration;

use crate::{Failure, print};

/// Everything that fits into the time of a CI run. What does not has tasks of its own.
pub(crate) fn run() -> Result<(), Failure> {
    let workspace = manifest::Workspace::read()?;
    metadata::check(&workspace)?;
    rust_version::check(&workspace)?;
    licences::check_if_installed()?;
    api::run(api::Mode::Compare)?;
    archives::check(&workspace)?;
    minimal::run()
}

/// Says what was found, and how long it took to find.
fn report(what: &str, took: Duration) -> Result<(), Failure> {
    Ok(print(&format!("{what} ({} s)\n", took.as_secs()))?)
}
