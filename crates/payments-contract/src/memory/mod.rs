//! What stays in memory of a secret: the memory of this very process is searched for it, while it is in use and after.
//!
//! A test of it is a program of its own (`harness = false`), because other tests would leave copies of theirs:
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
//! The secret is kept XOR-ed until it is used, so that only the code under test puts it into memory; so are the parts of
//! memory that are looked at. Eight bytes of it in a row count as a copy, because the allocator writes over the first ones
//! of what was freed. For the same reason the program starts itself anew with a setting of glibc under which it writes
//! over as little as possible.

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

/// A setting of glibc: without its cache, what is freed loses eight bytes instead of sixteen.
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

/// What was looked at, and what was found.
#[derive(Debug, Default)]
pub struct Inspection {
    lines: Vec<String>,
    failed: bool,
}

#[cfg(target_os = "linux")]
impl Inspection {
    /// Makes a value that holds these secrets, and drops it: then nothing of them may be left.
    pub fn is_wiped<T>(&mut self, what: &str, secrets: &[&Canary], make: impl FnOnce() -> T) {
        let mut searches: Vec<Search> = secrets.iter().map(|secret| Search::new(secret)).collect();
        let before: Vec<Found> = searches.iter_mut().flat_map(Search::copies).collect();
        let value = std::hint::black_box(make());
        // Each of them, or the search could not find anything at all.
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

    /// Checks that nothing is left of secrets that something has only passed through.
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
