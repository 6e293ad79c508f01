//! What hosted CI runs is what was reviewed: every action is named by a commit, which cannot be moved as a tag can.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;

use payments_checks::root;

const HASH_LENGTH: usize = 40;

/// What each `uses:` of a workflow names, with the comment behind it.
fn used(workflow: &str) -> impl Iterator<Item = &str> {
    workflow.lines().filter_map(|line| line.trim_start().trim_start_matches("- ").strip_prefix("uses: ")).map(str::trim)
}

/// Whether it is of this repository, or `owner/action@<commit> # v1.2.3`.
fn is_pinned(used: &str) -> bool {
    if used.starts_with("./") {
        return true;
    }
    let Some((_, pin)) = used.split_once('@') else { return false };
    let (commit, version) = pin.split_once(" # ").unwrap_or((pin, ""));
    let is_hash = commit.len() == HASH_LENGTH && commit.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let is_version = version.strip_prefix('v').is_some_and(|numbers| numbers.split('.').count() == 3);
    is_hash && is_version
}

#[test]
fn every_action_is_pinned_to_a_commit_and_names_its_version() {
    let mut actions = 0;
    for entry in fs::read_dir(root().join(".github/workflows")).unwrap() {
        let path = entry.unwrap().path();
        let workflow = fs::read_to_string(&path).unwrap();
        for used in used(&workflow) {
            actions += 1;
            assert!(is_pinned(used), "{}: write `owner/action@<commit> # v1.2.3` for {used}", path.display());
        }
    }
    assert!(actions > 5, "the workflows use {actions} actions");
}

#[test]
fn what_can_be_moved_is_not_pinned() {
    let commit = "de0fac2e4500dabe0009e67214ff5f5447ce83dd";
    assert!(is_pinned(&format!("actions/checkout@{commit} # v6.0.2")));
    assert!(is_pinned("./.github/workflows/contract-tests.yml"));
    for moving in ["actions/checkout@v6 # v6.0.2", "actions/checkout", "actions/checkout@main"] {
        assert!(!is_pinned(moving), "{moving}");
    }
    assert!(!is_pinned(&format!("actions/checkout@{commit}")), "the version is missing");
    assert_eq!(used("    - uses: a/b@1\n      uses: c/d@2\n# uses: nothing").collect::<Vec<_>>(), ["a/b@1", "c/d@2"]);
}
