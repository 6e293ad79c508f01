//! `cargo xtask test`: every test there is.

use std::process::{Command, Stdio};

use crate::package::manifest::Workspace;
use crate::{BENCH, BUDGET, FUZZ, Failure, cargo, print};

pub(crate) fn run() -> Result<(), Failure> {
    cargo::program(BUDGET, &[])?;
    let oracles = Oracles::install()?;
    let required = if oracles.installed { "required" } else { "optional" };
    // Features are additive, so all of them at once is what most code paths see; the sets that users pick follow.
    cargo::run_with("test --workspace --all-features", &[("PYTHONPATH", &oracles.folder), ("ORACLES", required)])?;
    cargo::run("test --package payments-core")?;
    for client in Workspace::read()?.clients() {
        cargo::run(&format!("test --package {client} --no-default-features --features reqwest,ring"))?;
    }
    print("\n== cargo xtask bench --part counts\n")?;
    // What repeats exactly.
    cargo::program(BENCH, &["--part", "counts", "--check"].map(str::to_owned))?;
    print("\n== cargo xtask fuzz\n")?;
    cargo::program(FUZZ, &["--brief".to_owned()])
}

/// What some tests compare with, where Python is there to install it; those tests skip themselves otherwise.
struct Oracles {
    folder: String,
    installed: bool,
}

impl Oracles {
    fn install() -> Result<Self, Failure> {
        let folder = cargo::root().join("target/oracles");
        let folder = folder.to_str().ok_or("the project's path is not UTF-8")?.to_owned();
        let install =
            ["-m", "pip", "install", "--quiet", "--upgrade", "--target", &folder, "oauthlib[signedtoken]==4.0.1"];
        let pip = Command::new("python3").args(install).stdout(Stdio::null()).stderr(Stdio::null()).status();
        let installed = pip.is_ok_and(|status| status.success());
        if !installed {
            print("no Python to install oauthlib with: the test that compares with it is skipped\n")?;
        }
        Ok(Self { folder, installed })
    }
}
