//! The archives that would be uploaded: what is in them, and whether they build with nothing else at hand.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use tempfile::TempDir;

use super::manifest::{Package, Workspace};
use super::report;
use crate::{Failure, cargo, print};

const PROGRAM: &str = include_str!("newcomer/main.rs");

/// What every archive holds.
const REQUIRED: &[&str] = &["Cargo.toml", "LICENSE", "README.md", "README.ru.md", "src/lib.rs"];

/// Where everything else is.
const FOLDERS: &[&str] = &["src/", "cases/", "tests/", "examples/"];

/// Tests that need the harness, which is not published.
const KEPT_BACK: &[&str] = &["tests/contract/", "tests/memory/", "tests/safety/", "tests/sandbox/"];

pub(super) fn check(workspace: &Workspace) -> Result<(), Failure> {
    #[allow(clippy::disallowed_methods, reason = "a person waits for it")]
    let start = Instant::now();
    forget_earlier_trials(workspace)?;
    // Packs every package, unpacks it and builds it there, with the others' archives for its dependencies.
    cargo::run("publish --quiet --workspace --dry-run --allow-dirty")?;
    report("published for a trial: each archive builds", start.elapsed())?;

    pack(workspace)?;
    let unpacked = Unpacked::new(workspace, |_| true)?;
    for package in workspace.published() {
        print(&format!("{}: {}\n", package.name, contents(&unpacked.path().join(package.folder()))?))?;
    }
    unpacked.add_program(workspace)?;
    let run = cargo::command_in(unpacked.path())
        .args(["run", "--quiet", "--package", "newcomer"])
        .env("CARGO_TARGET_DIR", &workspace.target_directory)
        .status()?;
    if !run.success() {
        return Err("a program that has only the packages does not run".into());
    }
    report("a program that has only the packages runs", start.elapsed())
}

/// Cargo keeps what it has unpacked of a version, and a trial's registry has the same name each time. So a package would be
/// built with what an earlier trial had of the packages that it depends on.
fn forget_earlier_trials(workspace: &Workspace) -> Result<(), Failure> {
    let unpacked = cargo::home()?.join("registry/src");
    // A registry that is a folder has no host in its name.
    let is_a_folder = |name: &OsStr| name.as_encoded_bytes().starts_with(b"-");
    let registries = fs::read_dir(unpacked).into_iter().flatten().flatten();
    for registry in registries.filter(|registry| is_a_folder(&registry.file_name())) {
        for package in workspace.published() {
            let earlier = registry.path().join(package.folder());
            if earlier.is_dir() {
                fs::remove_dir_all(earlier)?;
            }
        }
    }
    Ok(())
}

/// The archives of every package, unpacked into one workspace of their own.
pub(super) struct Unpacked(TempDir);

impl Unpacked {
    /// Unpacks what is packed of the chosen packages.
    pub(super) fn new(workspace: &Workspace, is_chosen: impl Fn(&Package) -> bool) -> Result<Self, Failure> {
        let folder = TempDir::new()?;
        let mut members = Vec::new();
        let mut patches = String::new();
        for package in workspace.published().filter(|package| is_chosen(package)) {
            unpack(&workspace.target_directory.join("package").join(package.archive()), folder.path())?;
            members.push(format!("{:?}", package.folder()));
            writeln!(patches, "{} = {{ path = {:?} }}", package.name, package.folder())?;
        }
        // In the archives' manifests there are no paths: the patches stand for the registry.
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n[patch.crates-io]\n{patches}",
            members.join(", ")
        );
        fs::write(folder.path().join("Cargo.toml"), manifest)?;
        Ok(Self(folder))
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Adds a program that depends on every package.
    fn add_program(&self, workspace: &Workspace) -> Result<(), Failure> {
        let program = self.path().join("newcomer");
        fs::create_dir_all(program.join("src"))?;
        fs::write(program.join("src/main.rs"), PROGRAM)?;
        let mut manifest =
            "[package]\nname = \"newcomer\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
                            tokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n"
                .to_owned();
        for package in workspace.published() {
            writeln!(manifest, "{} = {{ path = \"../{}\" }}", package.name, package.folder())?;
        }
        fs::write(program.join("Cargo.toml"), manifest)?;
        let root = self.path().join("Cargo.toml");
        fs::write(&root, fs::read_to_string(&root)?.replace("members = [", "members = [\"newcomer\", "))?;
        Ok(())
    }
}

fn unpack(archive: &Path, into: &Path) -> Result<(), Failure> {
    let status = Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(into).status()?;
    if status.success() { Ok(()) } else { Err(format!("{} cannot be unpacked", archive.display()).into()) }
}

/// How much is in an unpacked archive; fails for what is missing or does not belong there.
fn contents(folder: &Path) -> Result<String, Failure> {
    let mut files = Vec::new();
    list(folder, folder, &mut files)?;
    let has = |name: &str| files.iter().any(|(file, _)| file == name);
    if let Some(missing) = REQUIRED.iter().find(|name| !has(name)) {
        return Err(format!("{} has no {missing}", folder.display()).into());
    }
    if let Some((alien, _)) = files.iter().find(|(file, _)| !belongs(file)) {
        return Err(format!("{alien} does not belong into {}", folder.display()).into());
    }
    let bytes: u64 = files.iter().map(|(_, size)| size).sum();
    Ok(format!("{} files, {} KiB", files.len(), bytes / 1024))
}

fn belongs(file: &str) -> bool {
    let at_the_top = !file.contains('/');
    let kept_back = KEPT_BACK.iter().any(|folder| file.starts_with(folder));
    at_the_top || (FOLDERS.iter().any(|folder| file.starts_with(folder)) && !kept_back)
}

fn list(root: &Path, folder: &Path, files: &mut Vec<(String, u64)>) -> Result<(), Failure> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if path.is_dir() {
            list(root, &path, files)?;
        } else {
            let name = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
            files.push((name, entry.metadata()?.len()));
        }
    }
    Ok(())
}

/// Packs without building.
pub(super) fn pack(workspace: &Workspace) -> Result<(), Failure> {
    cargo::quiet(&format!("package --quiet {} --no-verify --allow-dirty", workspace.selected()), &[])
}
