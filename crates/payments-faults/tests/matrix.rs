//! The matrix in brief, and the proof that it can fail.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on has failed")]

use payments_checks::endpoints::{Row, rows};
use payments_faults::{Options, endpoints, run};
use tokio::sync::Mutex;

/// One run after another: on a busy machine answers come too late to be about anything.
static ALONE: Mutex<()> = Mutex::const_new(());

async fn keeps_every_rule(options: &[&str]) {
    let _alone = ALONE.lock().await;
    let findings = run(&Options::read(options).unwrap()).await.unwrap();
    println!("{}", findings.text);
    assert_eq!(findings.broken, 0, "rules were broken:\n{}", findings.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_endpoint_acts_twice_or_loses_an_outcome() {
    keeps_every_rule(&["--seeds", "3", "--brief"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_about_another_operation_is_accepted() {
    keeps_every_rule(&["--seeds", "5", "--brief", "--only", "AnswersAboutAnother"]).await;
}

/// Each mistake where it does its harm. An error says that it was not caught.
#[tokio::test(flavor = "multi_thread")]
async fn every_mistaken_client_is_caught() {
    for (mistake, row) in [
        ("careless-retry", "transfer-form"),
        ("fresh-key", "session/multi/init"),
        ("closed-is-unsent", "transfer-form"),
    ] {
        keeps_every_rule(&["--seeds", "5", "--client", mistake, "--only", row]).await;
    }
}

#[test]
fn every_endpoint_that_changes_something_has_a_row() {
    let driven = endpoints();
    let changes = |row: &Row| row.kind != "page" && row.effect != "reads";
    let all = rows().into_iter().filter(changes).map(|row| (row.provider, row.name));
    let missing: Vec<_> = all.filter(|name| !driven.contains(name)).collect();
    assert!(missing.is_empty(), "src/calls has no row for {missing:#?}");
}
