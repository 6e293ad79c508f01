//! Running cargo.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Failure;

/// The cargo that runs this.
fn cargo() -> Command {
    command_in(&root())
}

/// The cargo that runs this, in a folder.
pub(crate) fn command_in(folder: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder);
    command
}

/// The workspace's folder.
pub(crate) fn root() -> PathBuf {
    let mut folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    folder.pop();
    folder
}

/// Where cargo keeps what it has fetched.
pub(crate) fn home() -> Result<PathBuf, Failure> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))).ok_or_else(|| "there is no home directory".into())
}

/// The compiler's version, such as `1.95.0`.
pub(crate) fn compiler() -> Result<String, Failure> {
    let rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())).arg("-vV").output()?;
    let text = String::from_utf8(rustc.stdout)?;
    let version = text.lines().find_map(|line| line.strip_prefix("release: "));
    Ok(version.ok_or("rustc does not say its version")?.to_owned())
}

/// Runs cargo, showing what it prints. `arguments` are separated by spaces.
pub(crate) fn run(arguments: &str) -> Result<(), Failure> {
    run_with(arguments, &[])
}

/// Runs cargo with environment variables.
pub(crate) fn run_with(arguments: &str, environment: &[(&str, &str)]) -> Result<(), Failure> {
    crate::print(&format!("\n== cargo {arguments}\n"))?;
    let status = cargo().args(arguments.split(' ')).envs(environment.iter().copied()).status()?;
    if status.success() { Ok(()) } else { Err(format!("`cargo {arguments}` failed").into()) }
}

/// Runs a program of the workspace with these options, without saying so. It says itself what went wrong.
pub(crate) fn program(which: &str, options: &[String]) -> Result<(), Failure> {
    let run = format!("run --quiet {which}");
    let status = cargo().args(run.split(' ')).arg("--").args(options).status()?;
    if status.success() { Ok(()) } else { Err(format!("`cargo {run}` failed").into()) }
}

/// Runs cargo with environment variables and shows nothing unless it fails.
pub(crate) fn quiet(arguments: &str, environment: &[(&str, &str)]) -> Result<(), Failure> {
    let output = cargo().args(arguments.split(' ')).envs(environment.iter().copied()).output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("`cargo {arguments}` failed:\n{}", String::from_utf8_lossy(&output.stderr)).into())
}

/// Whether cargo succeeds with this variable set. What it prints goes where our messages go.
pub(crate) fn succeeds_with(arguments: &str, variable: &str, value: &Path) -> Result<bool, Failure> {
    let output =
        cargo().args(arguments.split(' ')).env(variable, value).stderr(std::process::Stdio::inherit()).output()?;
    io::stderr().write_all(&output.stdout)?;
    Ok(output.status.success())
}

/// What cargo prints, and whether it succeeded. Its messages for people go where ours go.
pub(crate) fn output(arguments: &str) -> Result<(String, bool), Failure> {
    let output = cargo().args(arguments.split(' ')).stderr(std::process::Stdio::inherit()).output()?;
    Ok((String::from_utf8(output.stdout)?, output.status.success()))
}
