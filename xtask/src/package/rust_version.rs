//! Whether the declared compiler is enough for what a package brings: no dependency, with every feature on and on every
//! platform, declares a newer one. That our own code needs no newer one is clippy's `incompatible_msrv`, and a build with
//! that very compiler where CI can have it.

use std::collections::{BTreeMap, BTreeSet};

use super::manifest::{Package, Workspace};
use crate::{Failure, cargo, print};

pub(super) fn check(workspace: &Workspace) -> Result<(), Failure> {
    let declared: BTreeMap<String, Option<&str>> = workspace
        .packages
        .iter()
        .map(|package| (format!("{} v{}", package.name, package.version), package.rust_version.as_deref()))
        .collect();
    for package in workspace.published() {
        let ours = package.rust_version.as_deref().ok_or("no rust-version")?;
        let mut silent = 0_usize;
        let dependencies = dependencies(package)?;
        for dependency in &dependencies {
            match declared.get(dependency) {
                Some(Some(theirs)) if parse(theirs)? > parse(ours)? => {
                    return Err(format!("{} says {ours}, but {dependency} needs {theirs}", package.name).into());
                }
                Some(Some(_)) => {}
                Some(None) => silent += 1,
                None => return Err(format!("`cargo metadata` does not know {dependency}").into()),
            }
        }
        print(&format!(
            "{}: none of {} dependencies needs more than Rust {ours} ({silent} do not say)\n",
            package.name,
            dependencies.len()
        ))?;
    }
    Ok(())
}

/// Names and versions of everything below a package, as `cargo tree` writes them.
fn dependencies(package: &Package) -> Result<BTreeSet<String>, Failure> {
    let (text, success) = cargo::output(&format!(
        "tree --quiet --package {} --all-features --target all --edges normal,build --prefix none --no-dedupe",
        package.name
    ))?;
    if !success {
        return Err(format!("`cargo tree` of {} failed", package.name).into());
    }
    Ok(text.lines().skip(1).map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect())
}

/// `1.89` and `1.89.0` are the same.
fn parse(version: &str) -> Result<(u32, u32, u32), Failure> {
    let mut numbers = version.split('.').map(str::parse);
    let mut next = || numbers.next().unwrap_or(Ok(0));
    Ok((next()?, next()?, next()?))
}
