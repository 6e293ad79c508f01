//! `cargo xtask contract`: every client's contract cases, and the matrix of endpoint × case.

use serde_json::Value;

use crate::{Failure, cargo, print};

/// The clients that have contract cases: all of them.
const CLIENTS: &[&str] = &["bank131-client", "payneteasy-client", "vepay-client", "kvell-client"];

pub(crate) fn run(json: bool) -> Result<(), Failure> {
    if json { as_json() } else { as_tables() }
}

fn as_tables() -> Result<(), Failure> {
    for client in CLIENTS {
        cargo::run(&format!("test --quiet --package {client} --test contract"))?;
    }
    Ok(())
}

fn as_json() -> Result<(), Failure> {
    let mut cases: Vec<Value> = Vec::new();
    let mut failed = Vec::new();
    for client in CLIENTS {
        let (text, success) = cargo::output(&format!("test --quiet --package {client} --test contract -- --json"))?;
        cases.extend(serde_json::from_str::<Vec<Value>>(&text)?);
        if !success {
            failed.push(*client);
        }
    }
    print(&format!("{}\n", serde_json::to_string_pretty(&cases)?))?;
    if failed.is_empty() { Ok(()) } else { Err(format!("contract cases fail: {}", failed.join(", ")).into()) }
}
