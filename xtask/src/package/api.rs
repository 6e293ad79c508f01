//! `cargo xtask api`: the public API, item by item, as it is written down in `docs/api`, and the foreign types in it.
//!
//! rustdoc writes what it knows as JSON, in a format that changes with the compiler; `public-api` reads the one of the
//! compiler named here. Any other compiler skips the check, save in CI.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use serde_json::Value;

use super::external_types;
use super::manifest::Workspace;
use crate::{Failure, cargo, print};

/// The compiler whose rustdoc is read. With another one: take the `public-api` that reads its format, then `--update`.
const COMPILER: &str = "1.95.";

/// Set where this program stands in for rustdoc.
const STAND_IN: &str = "XTASK_IS_RUSTDOC";

#[derive(Clone, Copy)]
pub(crate) enum Mode {
    Compare,
    Update,
}

impl Mode {
    pub(crate) fn read(options: &[String]) -> Result<Self, Failure> {
        match options {
            [] => Ok(Self::Compare),
            [option] if option == "--update" => Ok(Self::Update),
            _ => Err("this task takes no option but --update".into()),
        }
    }
}

pub(crate) fn run(mode: Mode) -> Result<(), Failure> {
    let compiler = cargo::compiler()?;
    if !compiler.starts_with(COMPILER) {
        let reason = format!("the public API is read with Rust {COMPILER}x, and this is {compiler}");
        return if std::env::var_os("CI").is_some() {
            Err(reason.into())
        } else {
            Ok(print(&format!("skipped: {reason}\n"))?)
        };
    }
    let workspace = Workspace::read()?;
    let mut changed = Vec::new();
    let mut leaks = Vec::new();
    for package in workspace.published().map(|package| package.name.as_str()) {
        let json = document(package, &workspace.target_directory)?;
        let api = public_api::Builder::from_rustdoc_json(&json)
            .omit_auto_trait_impls(false)
            .omit_blanket_impls(true)
            .build()?;
        let document: Value = serde_json::from_slice(&fs::read(&json)?)?;
        leaks.extend(external_types::leaks(package, &api, &document));
        changed.extend(differences(package, &written(&api), mode)?);
    }
    if !leaks.is_empty() {
        return Err(format!("types of other crates in public signatures:\n{}", leaks.join("\n")).into());
    }
    if !changed.is_empty() {
        let advice =
            "If that is meant, `cargo xtask api --update` writes it down; docs/publishing.md says what breaks.";
        return Err(format!("the public API has changed:\n{}\n{advice}", changed.join("\n")).into());
    }
    Ok(print("the public API is what docs/api says, without foreign types\n")?)
}

/// What rustdoc knows of a package with every feature.
fn document(package: &str, target: &Path) -> Result<PathBuf, Failure> {
    let this = std::env::current_exe()?;
    let this = this.to_str().ok_or("this program's path is not UTF-8")?;
    let rustdoc = format!("rustdoc --quiet --package {package} --lib --all-features");
    let arguments = format!("{rustdoc} -- --cfg docsrs -Z unstable-options --output-format json");
    cargo::quiet(&arguments, &[("RUSTDOC", this), (STAND_IN, "1")])?;
    Ok(target.join("doc").join(package.replace('-', "_")).with_extension("json"))
}

/// Runs rustdoc with what is not stable yet, if cargo has started this program in rustdoc's place. A build that saw the
/// variable would build every dependency anew.
pub(crate) fn stand_in_for_rustdoc() -> Option<ExitCode> {
    std::env::var_os(STAND_IN)?;
    let status = Command::new("rustdoc").args(std::env::args_os().skip(1)).env("RUSTC_BOOTSTRAP", "1").status();
    Some(if status.is_ok_and(|status| status.success()) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// One item a line. Of the traits that the compiler implements by itself, only those that users build on.
fn written(api: &public_api::PublicApi) -> String {
    let by_itself = ["Freeze for", "UnsafeUnpin for", "Unpin for", "UnwindSafe for"];
    let lines = api.items().map(ToString::to_string).filter(|line| !by_itself.iter().any(|name| line.contains(name)));
    lines.map(|line| line + "\n").collect()
}

/// Lines that came or went, or nothing after they are written down.
fn differences(package: &str, api: &str, mode: Mode) -> Result<Vec<String>, Failure> {
    let path = cargo::root().join("docs/api").join(package).with_extension("txt");
    if matches!(mode, Mode::Update) {
        fs::write(path, api)?;
        return Ok(Vec::new());
    }
    let known = fs::read_to_string(path)?;
    let gone = known.lines().filter(|line| !api.lines().any(|other| other == *line)).map(|line| format!("- {line}"));
    let new = api.lines().filter(|line| !known.lines().any(|other| other == *line)).map(|line| format!("+ {line}"));
    Ok(gone.chain(new).collect())
}
