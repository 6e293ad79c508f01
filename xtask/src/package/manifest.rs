//! What `cargo metadata` says of the packages.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use crate::{Failure, cargo};

/// Every package of the workspace.
#[derive(Deserialize)]
pub(crate) struct Workspace {
    packages: Vec<Package>,
    pub(crate) target_directory: PathBuf,
}

#[derive(Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) features: BTreeMap<String, Vec<String>>,
    /// The registries it may go to: absent for any, empty for none.
    publish: Option<Vec<String>>,
}

impl Workspace {
    pub(crate) fn read() -> Result<Self, Failure> {
        let (text, success) = cargo::output("metadata --quiet --format-version 1 --no-deps")?;
        if !success {
            return Err("`cargo metadata` failed".into());
        }
        Ok(serde_json::from_str(&text)?)
    }

    pub(crate) fn published(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| package.publish.as_ref().is_none_or(|registries| !registries.is_empty()))
    }

    /// The clients' packages.
    pub(crate) fn clients(&self) -> impl Iterator<Item = &str> {
        self.published().map(|package| package.name.as_str()).filter(|name| is_client(name))
    }

    /// The published packages, as cargo's options.
    pub(crate) fn selected(&self) -> String {
        self.published().map(|package| format!("--package {}", package.name)).collect::<Vec<_>>().join(" ")
    }
}

/// Whether a package is a client, by its name.
pub(crate) fn is_client(package: &str) -> bool {
    package.ends_with("-client")
}

impl Package {
    /// The archive that cargo makes of it.
    pub(crate) fn archive(&self) -> String {
        format!("{}-{}.crate", self.name, self.version)
    }

    pub(crate) fn folder(&self) -> String {
        format!("{}-{}", self.name, self.version)
    }
}
