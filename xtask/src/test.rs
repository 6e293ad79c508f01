//! `cargo xtask test`: every test there is.

use std::process::{Command, Stdio};

use crate::{Failure, budget, cargo, print};

pub(crate) fn run() -> Result<(), Failure> {
    budget::run()?;
    let oracles = oracles()?;
    // Features are additive, so all of them at once is what most code paths see; the sets that users pick follow.
    cargo::run_with("test --workspace --all-features", &[("PYTHONPATH", &oracles)])?;
    cargo::run("test --package payments-core")?;
    for client in ["bank131-client", "payneteasy-client"] {
        cargo::run(&format!("test --package {client} --no-default-features --features reqwest,ring"))?;
    }
    Ok(())
}

/// Installs what some tests compare with, where Python is there to install it; those tests skip themselves otherwise.
fn oracles() -> Result<String, Failure> {
    let folder = cargo::root().join("target/oracles");
    let folder = folder.to_str().ok_or("the project's path is not UTF-8")?.to_owned();
    let install = ["-m", "pip", "install", "--quiet", "--upgrade", "--target", &folder, "oauthlib==4.0.1"];
    let installed = Command::new("python3").args(install).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !installed.is_ok_and(|status| status.success()) {
        print("no Python to install oauthlib with: the tests that compare with it are skipped\n")?;
    }
    Ok(folder)
}
