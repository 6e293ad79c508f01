//! `cargo xtask features`: every combination of features compiles without a warning.

use std::collections::BTreeSet;
use std::time::Instant;

use super::manifest::{Package, Workspace};
use crate::{Failure, cargo, print};

/// Conversions of dates share no code with each other or the rest, so they go together.
const TOGETHER: &[&str] = &["chrono", "jiff", "time"];

pub(crate) fn run() -> Result<(), Failure> {
    for package in Workspace::read()?.published() {
        let groups = groups(package);
        let sets = combinations(&groups);
        #[allow(clippy::disallowed_methods, reason = "a person waits for it")]
        let start = Instant::now();
        for set in &sets {
            let features = if set.is_empty() { String::new() } else { format!(" --features {}", set.join(",")) };
            let clippy = format!("clippy --quiet --package {} --lib --no-default-features{features}", package.name);
            cargo::quiet(&format!("{clippy} -- --deny warnings"), &[])?;
        }
        print(&format!("{}: {} combinations ({} s)\n", package.name, sets.len(), start.elapsed().as_secs()))?;
    }
    Ok(())
}

/// What is switched on and off independently.
fn groups(package: &Package) -> BTreeSet<String> {
    let together = TOGETHER.join(",");
    let name = |feature: &String| {
        if TOGETHER.contains(&feature.as_str()) { together.clone() } else { feature.clone() }
    };
    package.features.keys().filter(|feature| *feature != "default").map(name).collect()
}

/// Every subset.
fn combinations(groups: &BTreeSet<String>) -> Vec<Vec<&str>> {
    let mut sets = vec![Vec::new()];
    for group in groups {
        let with: Vec<Vec<&str>> = sets.iter().map(|set| [set.as_slice(), &[group.as_str()]].concat()).collect();
        sets.extend(with);
    }
    sets
}
