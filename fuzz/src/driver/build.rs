//! Building the targets with coverage counters in them.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::Failure;

/// What cargo-fuzz builds with, less the sanitizer, which stable Rust does not have: counters on every edge, and
/// comparisons that the fuzzer may watch.
const FLAGS: &[&str] = &[
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cllvm-args=-simplifycfg-branch-fold-threshold=0",
    "-Ccodegen-units=1",
];

/// The workspace's folder.
pub(super) fn root() -> PathBuf {
    let mut folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    folder.pop();
    folder
}

/// Where the build, the growing corpus and what is found are kept.
pub(super) fn folder() -> PathBuf {
    root().join("target/fuzz")
}

/// Builds the program with all targets in it; `None` if there is no C++ compiler for libFuzzer.
pub(super) fn build(all_backends: bool) -> Result<Option<PathBuf>, Failure> {
    if !has_cpp_compiler() {
        return Ok(None);
    }
    let (folder, host) = (folder(), host()?);
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "--package", "payments-fuzz", "--bin", "fuzz", "--profile", "fuzz"]);
    // With a named target the flags are not for build scripts.
    cargo.args(["--target", &host]).arg("--target-dir").arg(&folder).env("RUSTFLAGS", FLAGS.join(" "));
    if all_backends {
        cargo.args(["--features", "aws-lc-rs"]);
    }
    if !cargo.current_dir(root()).status()?.success() {
        return Err("the targets cannot be built".into());
    }
    Ok(Some(folder.join(host).join("fuzz/fuzz")))
}

/// The machine that this runs on.
fn host() -> Result<String, Failure> {
    let output = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())).arg("-vV").output()?;
    let text = String::from_utf8(output.stdout)?;
    Ok(text.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc does not say its host")?.to_owned())
}

fn has_cpp_compiler() -> bool {
    let compiler = std::env::var("CXX").unwrap_or_else(|_| "c++".to_owned());
    let version = Command::new(compiler).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    version.is_ok_and(|status| status.success())
}
