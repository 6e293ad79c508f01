//! What the registry and the documentation's host show of a package.

use std::fs;

use serde_json::json;

use super::manifest::{PUBLISHED, Package, Workspace};
use crate::{Failure, cargo, print};

/// The registry's categories that are used here. It refuses any that it does not know.
const CATEGORIES: &[&str] = &["api-bindings", "development-tools::testing", "finance"];

/// The registry takes no more than five, of at most twenty characters.
const KEYWORDS: usize = 5;
const KEYWORD_LENGTH: usize = 20;

pub(super) fn check(workspace: &Workspace) -> Result<(), Failure> {
    let mut published: Vec<&str> = workspace.published().map(|package| package.name.as_str()).collect();
    let mut expected = PUBLISHED.to_vec();
    published.sort_unstable();
    expected.sort_unstable();
    if published != expected {
        return Err(format!("published are {published:?}, and should be {expected:?}: set `publish = false`").into());
    }
    let mut missing = Vec::new();
    for package in workspace.published() {
        missing.extend(gaps(package)?.into_iter().map(|gap| format!("{}: {gap}", package.name)));
    }
    if !missing.is_empty() {
        return Err(missing.join("\n").into());
    }
    Ok(print("the packages' metadata is complete\n")?)
}

fn gaps(package: &Package) -> Result<Vec<&'static str>, Failure> {
    let folder = package.manifest_path.parent().ok_or("a manifest is in no folder")?;
    let manifest = fs::read_to_string(&package.manifest_path)?;
    let licence = fs::read(cargo::root().join("LICENSE"))?;
    let docs = |name: &str| package.metadata.pointer(&format!("/docs/rs/{name}"));
    let rules = [
        (
            package.description.as_ref().is_some_and(|text| (20..=200).contains(&text.len())),
            "no description, or a long one",
        ),
        (package.license.as_deref() == Some("MIT"), "no licence"),
        (fs::read(folder.join("LICENSE")).is_ok_and(|text| text == licence), "its LICENSE is not the workspace's"),
        (package.readme.as_ref().is_some_and(|name| folder.join(name).is_file()), "no readme"),
        (!package.authors.is_empty(), "no authors"),
        (package.rust_version.is_some(), "no rust-version"),
        (!package.keywords.is_empty() && package.keywords.len() <= KEYWORDS, "no keywords, or more than five"),
        (package.keywords.iter().all(|keyword| is_keyword(keyword)), "a keyword that the registry refuses"),
        (!package.categories.is_empty(), "no categories"),
        (package.categories.iter().all(|name| CATEGORIES.contains(&name.as_str())), "an unknown category"),
        (docs("all-features") == Some(&json!(true)), "its documentation would not show every feature"),
        (
            docs("rustdoc-args") == Some(&json!(["--cfg", "docsrs"])),
            "its documentation would not say what needs a feature",
        ),
        (manifest.contains("\ninclude = ["), "no list of what goes into the package"),
    ];
    Ok(rules.into_iter().filter(|(kept, _)| !kept).map(|(_, gap)| gap).collect())
}

fn is_keyword(text: &str) -> bool {
    text.len() <= KEYWORD_LENGTH
        && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_+".contains(letter))
}
