//! `docs/endpoints.md` is what the registries and the samples say.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;

use payments_checks::{endpoints, root};

#[test]
fn the_page_of_endpoints_is_what_the_code_says() {
    let (file, page) = (root().join("docs/endpoints.md"), endpoints::page());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&file, &page).unwrap();
    }
    let written = fs::read_to_string(file).unwrap_or_default();
    assert!(written == page, "UPDATE_DOCS=1 cargo test --package payments-checks --test endpoints writes it anew");
}

#[test]
fn every_call_has_a_case_and_every_one_that_moves_money_a_recovery() {
    for row in endpoints::rows().iter().filter(|row| row.kind != "page") {
        assert!(!row.cases.is_empty(), "{} has no case", row.name);
        assert_eq!(row.effect == "moves-money", !row.recovery.is_empty(), "{}", row.name);
    }
}
