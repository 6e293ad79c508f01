//! Building the targets with coverage counters in them.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::{Failure, cargo};

/// The environment variable that says which target the binary runs.
pub(super) const TARGET_VARIABLE: &str = "FUZZ_TARGET";

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

/// A target, as the binary lists it.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) name: String,
    /// Folders with inputs, beside the corpus.
    pub(super) seeds: Vec<PathBuf>,
}

/// The binary with all targets in it.
pub(super) struct Fuzzer {
    pub(super) binary: PathBuf,
}

impl Fuzzer {
    /// Where the build, the growing corpus and what is found are kept.
    pub(super) fn folder() -> PathBuf {
        cargo::root().join("target/fuzz")
    }

    /// Builds it; `None` if there is no C++ compiler for libFuzzer.
    pub(super) fn build(all_backends: bool) -> Result<Option<Self>, Failure> {
        if !has_cpp_compiler() {
            return Ok(None);
        }
        let folder = Self::folder();
        let host = cargo::host()?;
        let features = if all_backends { " --features aws-lc-rs" } else { "" };
        // With a named target the flags are not for build scripts.
        let build = format!(
            "build --quiet --package payments-fuzz --bin fuzz{features} --profile fuzz --target {host} --target-dir {}",
            folder.to_str().ok_or("the project's path is not UTF-8")?
        );
        cargo::run_silently(&build, &[("RUSTFLAGS", &FLAGS.join(" "))])?;
        Ok(Some(Self { binary: folder.join(host).join("fuzz/fuzz") }))
    }

    /// All targets.
    pub(super) fn targets(&self) -> Result<Vec<Target>, Failure> {
        let list = Command::new(&self.binary).env_remove(TARGET_VARIABLE).output()?.stdout;
        let read = |line: &str| {
            let mut words = line.split_whitespace();
            let name = words.next()?.to_owned();
            Some(Target { name, seeds: words.map(|folder| cargo::root().join(folder)).collect() })
        };
        Ok(std::str::from_utf8(&list)?.lines().filter_map(read).collect())
    }
}

fn has_cpp_compiler() -> bool {
    let compiler = std::env::var("CXX").unwrap_or_else(|_| "c++".to_owned());
    let version = Command::new(compiler).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    version.is_ok_and(|status| status.success())
}
