//! What `cargo metadata` says of the packages.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use crate::{Failure, cargo};

/// Every package of the workspace.
#[derive(Deserialize)]
pub(super) struct Workspace {
    packages: Vec<Package>,
    pub(super) target_directory: PathBuf,
}

#[derive(Deserialize)]
pub(super) struct Package {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) features: BTreeMap<String, Vec<String>>,
    /// The registries it may go to: absent for any, empty for none.
    publish: Option<Vec<String>>,
}

impl Workspace {
    pub(super) fn read() -> Result<Self, Failure> {
        let (text, success) = cargo::output("metadata --quiet --format-version 1 --no-deps")?;
        if !success {
            return Err("`cargo metadata` failed".into());
        }
        Ok(serde_json::from_str(&text)?)
    }

    pub(super) fn published(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| package.publish.as_ref().is_none_or(|registries| !registries.is_empty()))
    }

    /// The published packages, as cargo's options.
    pub(super) fn selected(&self) -> String {
        self.published().map(|package| format!("--package {}", package.name)).collect::<Vec<_>>().join(" ")
    }
}

impl Package {
    /// The archive that cargo makes of it.
    pub(super) fn archive(&self) -> String {
        format!("{}-{}.crate", self.name, self.version)
    }

    pub(super) fn folder(&self) -> String {
        format!("{}-{}", self.name, self.version)
    }
}
