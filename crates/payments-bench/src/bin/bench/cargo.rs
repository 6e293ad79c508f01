//! Running cargo and asking the compiler.

use std::path::Path;
use std::process::Command;

use payments_bench::Failure;

/// The cargo that runs this.
pub(crate) fn command() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs cargo with these environment variables and shows nothing unless it fails.
pub(crate) fn run(arguments: &str, environment: &[(&str, &Path)]) -> Result<(), Failure> {
    let output = command().args(arguments.split(' ')).envs(environment.iter().copied()).output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("`cargo {arguments}` failed:\n{}", String::from_utf8_lossy(&output.stderr)).into())
}

/// The compiler's version, and the machine that it compiles for.
pub(crate) fn compiler() -> Result<[String; 2], Failure> {
    let output = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())).arg("-vV").output()?;
    let text = String::from_utf8(output.stdout)?;
    let value = |label| text.lines().find_map(|line| line.strip_prefix(label)).ok_or("rustc does not say what it is");
    Ok([value("release: ")?.to_owned(), value("host: ")?.to_owned()])
}
