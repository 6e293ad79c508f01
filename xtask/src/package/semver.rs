//! `cargo xtask semver`: whether the version says what has changed since the last release.

use std::process::Command;

use super::manifest::Workspace;
use crate::{Failure, cargo, print};

/// Compares with the newest tag `v…` that this commit comes after: the tag is what users build from, and is there before
/// any upload.
pub(crate) fn run() -> Result<(), Failure> {
    let Some(release) = last_release()? else {
        return Ok(print("there is no release yet, so nothing can have broken\n")?);
    };
    let arguments = format!("semver-checks --all-features --baseline-rev {release} {}", Workspace::read()?.selected());
    cargo::run(&arguments)
        .map_err(|failure| format!("{failure}; it needs `cargo install cargo-semver-checks --locked`").into())
}

/// The tag of a release on the way to this commit, but not the one that this commit itself is about to be.
fn last_release() -> Result<Option<String>, Failure> {
    let describe = ["describe", "--tags", "--abbrev=0", "--match", "v[0-9]*", "HEAD^"];
    let output = Command::new("git").args(describe).current_dir(cargo::root()).output()?;
    let tag = String::from_utf8(output.stdout)?.trim().to_owned();
    Ok((output.status.success() && !tag.is_empty()).then_some(tag))
}
