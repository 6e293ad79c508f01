//! What `cargo metadata` says of the packages.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;
use serde_json::Value;

use crate::{Failure, cargo};

/// What is published, in the order in which it has to be: each after what it depends on.
pub(crate) const PUBLISHED: &[&str] =
    &["payments-core", "payments-sandbox", "bank131-client", "payneteasy-client", "vepay-client", "kvell-client"];

/// Every package of the workspace, and everything that any of them depends on.
#[derive(Deserialize)]
pub(super) struct Workspace {
    pub(super) packages: Vec<Package>,
    workspace_members: Vec<String>,
    pub(super) target_directory: PathBuf,
}

#[derive(Deserialize)]
pub(super) struct Package {
    id: String,
    pub(super) name: String,
    pub(super) version: String,
    pub(super) authors: Vec<String>,
    pub(super) categories: Vec<String>,
    pub(super) description: Option<String>,
    pub(super) features: BTreeMap<String, Vec<String>>,
    pub(super) keywords: Vec<String>,
    pub(super) license: Option<String>,
    pub(super) manifest_path: PathBuf,
    pub(super) metadata: Value,
    /// The registries it may go to: absent for any, empty for none.
    publish: Option<Vec<String>>,
    pub(super) readme: Option<String>,
    pub(super) rust_version: Option<String>,
}

impl Workspace {
    pub(super) fn read() -> Result<Self, Failure> {
        let (text, success) = cargo::output("metadata --quiet --format-version 1 --all-features")?;
        if !success {
            return Err("`cargo metadata` failed".into());
        }
        Ok(serde_json::from_str(&text)?)
    }

    pub(super) fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| self.workspace_members.contains(&package.id))
    }

    pub(super) fn published(&self) -> impl Iterator<Item = &Package> {
        self.members().filter(|package| package.publish.as_ref().is_none_or(|registries| !registries.is_empty()))
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
