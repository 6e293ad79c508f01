//! `cargo xtask minimal-versions`: the oldest dependencies that the manifests allow are enough.

use std::process::Command;
use std::time::Instant;

use super::archives::{self, Unpacked};
use super::manifest::Workspace;
use super::report;
use crate::{Failure, cargo};

/// It wants newer dependencies than the clients, and together they would hide what the clients claim.
const ALONE: &str = "payments-sandbox";

pub(crate) fn run() -> Result<(), Failure> {
    #[allow(clippy::disallowed_methods, reason = "a person waits for it")]
    let start = Instant::now();
    let workspace = Workspace::read()?;
    archives::pack(&workspace)?;
    for alone in [false, true] {
        check(&workspace, &Unpacked::new(&workspace, |package| (package.name == ALONE) == alone)?)?;
    }
    report("the oldest dependencies declared are enough", start.elapsed())
}

fn check(workspace: &Workspace, unpacked: &Unpacked) -> Result<(), Failure> {
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
