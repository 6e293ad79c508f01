//! `cargo xtask test`: every test there is.

use crate::{Failure, budget, cargo};

pub(crate) fn run() -> Result<(), Failure> {
    budget::run()?;
    // Features are additive, so all of them at once is what most code paths see; the sets that users pick follow.
    cargo::run("test --workspace --all-features")?;
    cargo::run("test --package payments-core")?;
    for client in ["bank131-client", "payneteasy-client"] {
        cargo::run(&format!("test --package {client} --no-default-features --features reqwest,ring"))?;
    }
    Ok(())
}
