//! Searches the memory of this process for secrets, while they are in use and after they were dropped.
//!
//! Such a test is its own program (`harness = false`), because other tests would leave copies of their secrets:
//!
//! ```no_run
//! use std::process::ExitCode;
//!
//! use payments_contract::memory::{Canary, inspect};
//! use payments_core::Secret;
//!
//! fn main() -> ExitCode {
//!     inspect(|inspection| {
//!         let token = Canary::text(32);
//!         inspection.is_wiped("a token", &[&token], || Secret::new(token.reveal()));
//!     })
//! }
//! ```
//!
//! A secret is stored masked (XOR) until it is used, so that only the code under test puts it into memory; so are the parts
//! of memory that are searched. Eight consecutive bytes of it count as a copy, because the allocator overwrites the first
//! bytes of freed memory. For the same reason the program restarts itself with a setting of glibc under which it overwrites
//! as little as possible.

#![allow(clippy::panic, reason = "a test that cannot go on fails")]

mod canary;
#[cfg(target_os = "linux")]
mod listener;
#[cfg(target_os = "linux")]
mod scan;

use std::fmt;
use std::process::ExitCode;

pub use canary::Canary;
#[cfg(target_os = "linux")]
pub use listener::listen;
#[cfg(target_os = "linux")]
pub use scan::{Found, Search};

/// A setting of glibc: without its cache, freed memory loses eight bytes instead of sixteen.
#[cfg(target_os = "linux")]
const TUNABLES: (&str, &str) = ("GLIBC_TUNABLES", "glibc.malloc.tcache_count=0");

/// Runs an inspection in a fresh process, on Linux; passes elsewhere.
#[cfg(target_os = "linux")]
pub fn inspect(look: impl FnOnce(&mut Inspection)) -> ExitCode {
    if std::env::var_os(TUNABLES.0).is_none_or(|value| value != TUNABLES.1) {
        let program = std::env::current_exe().map(std::process::Command::new);
        let status = program.and_then(|mut program| program.env(TUNABLES.0, TUNABLES.1).status());
        return if status.is_ok_and(|status| status.success()) { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let mut inspection = Inspection::default();
    look(&mut inspection);
    say(&inspection.to_string());
    if inspection.failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Runs an inspection in a fresh process, on Linux; passes elsewhere.
#[cfg(not(target_os = "linux"))]
pub fn inspect(_look: impl FnOnce(&mut ())) -> ExitCode {
    say("skipped: only Linux shows a process its own memory\n");
    ExitCode::SUCCESS
}

#[expect(clippy::print_stdout, reason = "it is the output of a test")]
fn say(text: &str) {
    print!("{text}");
}

/// The searches and their findings.
#[derive(Debug, Default)]
pub struct Inspection {
    lines: Vec<String>,
    failed: bool,
}

#[cfg(target_os = "linux")]
impl Inspection {
    /// Checks that a value wipes these secrets when it is dropped.
    pub fn is_wiped<T>(&mut self, what: &str, secrets: &[&Canary], make: impl FnOnce() -> T) {
        let mut searches: Vec<Search> = secrets.iter().map(|secret| Search::new(secret)).collect();
        let before: Vec<Found> = searches.iter_mut().flat_map(Search::copies).collect();
        let value = std::hint::black_box(make());
        // Each of them is found before the drop; otherwise the search could find nothing at all.
        let alive: Vec<usize> = searches.iter_mut().map(|search| search.copies().len()).collect();
        drop(value);
        let left: Vec<Found> = searches.iter_mut().flat_map(Search::copies).collect();
        if !before.is_empty() || alive.contains(&0) {
            self.failed = true;
            self.lines.push(format!("{what}: the search proves nothing, {before:?} before, {alive:?} copies alive"));
        }
        self.failed |= !left.is_empty();
        self.lines.push(format!("{what}: {alive:?} copies while alive, {} after {left:?}", left.len()));
    }

    /// Checks that no copy is left of secrets that only passed through.
    pub fn is_gone(&mut self, what: &str, secrets: &[&Canary]) {
        let left: Vec<Found> = secrets.iter().flat_map(|secret| Search::new(secret).copies()).collect();
        self.failed |= !left.is_empty();
        self.lines.push(format!("{what}: {} copies after {left:?}", left.len()));
    }
}

impl fmt::Display for Inspection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines.iter().try_for_each(|line| writeln!(formatter, "{line}"))?;
        writeln!(formatter, "test result: {}", if self.failed { "FAILED" } else { "ok" })
    }
}
