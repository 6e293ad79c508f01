//! What is published: what the registry and the documentation's host show of each package, and whether the declared compiler is
//! enough for what it brings. That our own code needs no newer one is clippy's `incompatible_msrv`, and a build with that very
//! compiler where CI can have it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use payments_checks::{cargo, root};
use serde_json::{Value, json};

const PUBLISHED: [&str; 6] =
    ["bank131-client", "kvell-client", "payments-core", "payments-sandbox", "payneteasy-client", "vepay-client"];

/// The registry's categories that are used here. It refuses any that it does not know.
const CATEGORIES: &[&str] = &["api-bindings", "development-tools::testing", "finance"];

/// The registry takes no more than five, of at most twenty characters.
const KEYWORDS: usize = 5;
const KEYWORD_LENGTH: usize = 20;

/// Every package of the workspace, and everything that any of them depends on.
fn packages() -> Vec<Value> {
    let metadata: Value =
        serde_json::from_str(&cargo("metadata --quiet --format-version 1 --all-features").unwrap()).unwrap();
    metadata.get("packages").and_then(Value::as_array).unwrap().clone()
}

fn published(packages: &[Value]) -> impl Iterator<Item = &Value> {
    packages.iter().filter(|package| package["source"].is_null() && package["publish"] != json!([]))
}

fn text<'a>(package: &'a Value, member: &str) -> &'a str {
    package[member].as_str().unwrap_or_default()
}

fn texts<'a>(package: &'a Value, member: &str) -> Vec<&'a str> {
    package[member].as_array().unwrap().iter().filter_map(Value::as_str).collect()
}

#[test]
fn every_other_package_says_that_it_is_not_published() {
    let packages = packages();
    let names: BTreeSet<&str> = published(&packages).map(|package| text(package, "name")).collect();
    assert_eq!(names, BTreeSet::from(PUBLISHED), "set `publish = false`");
}

#[test]
fn the_metadata_of_every_package_is_complete() {
    let packages = packages();
    let gaps: Vec<_> = published(&packages)
        .flat_map(|package| gaps(package).into_iter().map(move |gap| format!("{}: {gap}", text(package, "name"))))
        .collect();
    assert!(gaps.is_empty(), "{gaps:#?}");
}

fn gaps(package: &Value) -> Vec<&'static str> {
    let path = Path::new(text(package, "manifest_path"));
    let (folder, manifest) = (path.parent().unwrap(), fs::read_to_string(path).unwrap());
    let licence = fs::read(root().join("LICENSE")).unwrap();
    let (keywords, categories) = (texts(package, "keywords"), texts(package, "categories"));
    let docs = |name: &str| package.pointer(&format!("/metadata/docs/rs/{name}"));
    let rules = [
        ((20..=200).contains(&text(package, "description").len()), "no description, or a long one"),
        (text(package, "license") == "MIT", "no licence"),
        (fs::read(folder.join("LICENSE")).is_ok_and(|text| text == licence), "its LICENSE is not the workspace's"),
        (package["readme"].as_str().is_some_and(|name| folder.join(name).is_file()), "no readme"),
        (!texts(package, "authors").is_empty(), "no authors"),
        (package["rust_version"].is_string(), "no rust-version"),
        (!keywords.is_empty() && keywords.len() <= KEYWORDS, "no keywords, or more than five"),
        (keywords.iter().all(|keyword| is_keyword(keyword)), "a keyword that the registry refuses"),
        (!categories.is_empty(), "no categories"),
        (categories.iter().all(|name| CATEGORIES.contains(name)), "an unknown category"),
        (docs("all-features") == Some(&json!(true)), "its documentation would not show every feature"),
        (
            docs("rustdoc-args") == Some(&json!(["--cfg", "docsrs"])),
            "its documentation would not say what needs a feature",
        ),
        (manifest.contains("\ninclude = ["), "no list of what goes into the package"),
    ];
    rules.into_iter().filter(|(kept, _)| !kept).map(|(_, gap)| gap).collect()
}

fn is_keyword(text: &str) -> bool {
    text.len() <= KEYWORD_LENGTH
        && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_+".contains(letter))
}

/// `.ci/publish` uploads in the order of its list, and a package cannot be uploaded before those it depends on.
#[test]
fn every_package_is_uploaded_after_those_it_depends_on() {
    let script = fs::read_to_string(root().join(".ci/publish")).unwrap();
    let list = script.lines().find_map(|line| line.strip_prefix("packages=\"")?.strip_suffix('"')).unwrap();
    let uploaded: Vec<&str> = list.split(' ').collect();
    let names: BTreeSet<&str> = uploaded.iter().copied().collect();
    assert_eq!(names, BTreeSet::from(PUBLISHED), "the list of .ci/publish");

    let packages = packages();
    for package in published(&packages) {
        let name = text(package, "name");
        let before: Vec<_> = uploaded.iter().take_while(|uploaded| **uploaded != name).collect();
        let needed = package["dependencies"].as_array().unwrap().iter().map(|dependency| text(dependency, "name"));
        // A package's tests may depend on the package itself, by its path.
        let late: Vec<_> = needed
            .filter(|needed| *needed != name && PUBLISHED.contains(needed) && !before.contains(&needed))
            .collect();
        assert!(late.is_empty(), "{name} is uploaded before {late:?}");
    }
}

/// How far down a reader finds the page in the other language.
const FIRST_LINES: usize = 10;

/// A package's page shows one of them, and links to no file of the package.
#[test]
fn both_readmes_are_in_the_package_and_name_each_other() {
    let packages = packages();
    for package in published(&packages) {
        let name = text(package, "name");
        let files = cargo(&format!("package --quiet --list --allow-dirty --package {name}")).unwrap();
        let folder = Path::new(text(package, "manifest_path")).parent().unwrap();
        for (page, other) in [("README.md", "README.ru.md"), ("README.ru.md", "README.md")] {
            assert!(files.lines().any(|file| file == page), "{name}: {page} is not in the package");
            let first_lines = fs::read_to_string(folder.join(page)).unwrap();
            let names_other = first_lines.lines().take(FIRST_LINES).any(|line| line.contains(&format!("`{other}`")));
            assert!(names_other, "{name}: the first {FIRST_LINES} lines of {page} do not name `{other}`");
        }
    }
}

/// With every feature on and on every platform.
#[test]
fn no_dependency_declares_a_newer_compiler() {
    let packages = packages();
    let name = |package: &Value| format!("{} v{}", text(package, "name"), text(package, "version"));
    let declared: BTreeMap<String, &str> =
        packages.iter().map(|package| (name(package), text(package, "rust_version"))).collect();
    for package in published(&packages) {
        let ours = text(package, "rust_version");
        let tree = "--all-features --target all --edges normal,build --prefix none --no-dedupe";
        let tree = cargo(&format!("tree --quiet --package {} {tree}", text(package, "name"))).unwrap();
        for line in tree.lines().skip(1) {
            let dependency = line.split(' ').take(2).collect::<Vec<_>>().join(" ");
            let theirs = declared[&dependency];
            assert!(numbers(theirs) <= numbers(ours), "{} says {ours}, but {dependency} needs {theirs}", name(package));
        }
    }
}

/// `1.89` and `1.89.0` are the same, and what is not declared is nothing.
fn numbers(version: &str) -> [u32; 3] {
    let mut numbers = version.split('.').map_while(|number| number.parse().ok());
    [(); 3].map(|()| numbers.next().unwrap_or(0))
}
