//! `cargo xtask minimal-versions`: the oldest dependencies that the manifests allow are enough.

use std::process::Command;
use std::time::Instant;

use super::archives::{self, Unpacked};
use super::manifest::Workspace;
use super::report;
use crate::{Failure, cargo};

/// Packages that users have together. The sandbox, which wants newer ones, would hide what the clients claim.
const TOGETHER: &[&[&str]] =
    &[&["payments-core", "bank131-client", "payneteasy-client", "vepay-client", "kvell-client"], &["payments-sandbox"]];

pub(crate) fn run() -> Result<(), Failure> {
    #[allow(clippy::disallowed_methods, reason = "a person waits for it")]
    let start = Instant::now();
    let workspace = Workspace::read()?;
    archives::pack()?;
    for packages in TOGETHER {
        check(&workspace, packages)?;
    }
    report("the oldest dependencies declared are enough", start.elapsed())
}

fn check(workspace: &Workspace, packages: &[&str]) -> Result<(), Failure> {
    let unpacked = Unpacked::new(workspace, packages)?;
    let target = workspace.target_directory.join("minimal-versions");
    let cargo = || {
        let mut command = cargo::command_in(unpacked.path());
        command.env("CARGO_TARGET_DIR", &target);
        command
    };
    // Only the resolver needs what is not stable yet; a build must not see it.
    succeed(cargo().args(["update", "--quiet", "-Z", "direct-minimal-versions"]).env("RUSTC_BOOTSTRAP", "1"))?;
    succeed(cargo().args(["check", "--quiet", "--workspace", "--lib", "--bins", "--all-features", "--locked"]))
}

fn succeed(command: &mut Command) -> Result<(), Failure> {
    if command.status()?.success() { Ok(()) } else { Err("the oldest dependencies declared are not enough".into()) }
}
