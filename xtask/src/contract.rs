//! `cargo xtask contract`: every client's contract cases, and the matrix of endpoint × case.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::package::manifest::Workspace;
use crate::{Failure, cargo, print};

/// The variable by which the tests are told where to write their report.
const REPORT: &str = "PAYMENTS_CONTRACT_REPORT";

pub(crate) fn run(json: bool) -> Result<(), Failure> {
    let directory = tempfile::tempdir()?;
    let mut failed = Vec::new();
    let workspace = Workspace::read()?;
    for client in workspace.clients() {
        let test = format!("test --quiet --package {client} --test contract -- matrix --exact");
        if !cargo::succeeds_with(&test, REPORT, directory.path())? {
            failed.push(client);
        }
    }
    if json {
        print_json(&files(&directory, "json")?)?;
    } else {
        print_tables(&files(&directory, "txt")?)?;
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("contract cases fail: {}", failed.join(", ")).into()) }
}

/// The reports with this extension, one for each client.
fn files(directory: &tempfile::TempDir, extension: &str) -> Result<Vec<PathBuf>, Failure> {
    let paths = fs::read_dir(directory.path())?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, Failure>>()?;
    let mut paths: Vec<PathBuf> =
        paths.into_iter().filter(|path| path.extension().is_some_and(|found| found == extension)).collect();
    paths.sort();
    Ok(paths)
}

fn print_json(files: &[PathBuf]) -> Result<(), Failure> {
    let mut cases: Vec<Value> = Vec::new();
    for file in files {
        cases.extend(serde_json::from_str::<Vec<Value>>(&fs::read_to_string(file)?)?);
    }
    Ok(print(&format!("{}\n", serde_json::to_string_pretty(&cases)?))?)
}

fn print_tables(files: &[PathBuf]) -> Result<(), Failure> {
    files.iter().try_for_each(|file| Ok(print(&fs::read_to_string(file)?)?))
}
