//! What is true of the workspace as a whole, for the checks in `tests` and the programs in `src/bin`.

pub mod budget;
pub mod endpoints;

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde::Deserialize;

/// The examples of READMEs and pages, which are compiled.
#[cfg(doctest)]
mod readmes {
    #[doc = include_str!("../../../README.md")]
    mod english {}
    #[doc = include_str!("../../../README.ru.md")]
    mod russian {}
    // The English ones are their crates' documentation.
    #[doc = include_str!("../../bank131-client/README.ru.md")]
    mod bank131 {}
    #[doc = include_str!("../../kvell-client/README.ru.md")]
    mod kvell {}
    #[doc = include_str!("../../payments-core/README.ru.md")]
    mod core {}
    #[doc = include_str!("../../payments-sandbox/README.ru.md")]
    mod sandbox {}
    #[doc = include_str!("../../payneteasy-client/README.ru.md")]
    mod payneteasy {}
    #[doc = include_str!("../../vepay-client/README.ru.md")]
    mod vepay {}
    #[doc = include_str!("../../../docs/networks.md")]
    mod networks {}
    #[doc = include_str!("../../../docs/networks.ru.md")]
    mod networks_in_russian {}
}

/// What a check may fail with.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The workspace's folder.
pub fn root() -> PathBuf {
    let mut folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    folder.pop();
    folder.pop();
    folder
}

/// What cargo prints. Its messages for people go where ours go.
pub fn cargo(arguments: &str) -> Result<String, Failure> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let output = cargo.args(arguments.split(' ')).current_dir(root()).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("`cargo {arguments}` failed").into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// The packages of the clients, by their names.
pub fn clients() -> Result<Vec<String>, Failure> {
    #[derive(Deserialize)]
    struct Workspace {
        packages: Vec<Package>,
    }
    #[derive(Deserialize)]
    struct Package {
        name: String,
    }

    let Workspace { packages } = serde_json::from_str(&cargo("metadata --quiet --format-version 1 --no-deps")?)?;
    Ok(packages.into_iter().map(|package| package.name).filter(|name| name.ends_with("-client")).collect())
}

/// Prints what a person or a program reads.
pub fn print(text: &str) -> io::Result<()> {
    io::stdout().write_all(text.as_bytes())
}
