//! A test that runs itself once more as a child process, which is killed half-way.

use std::ffi::OsStr;
use std::io::{self, Write as _};
use std::process::Command;

const VALUE: &str = "RECIPES_KILLED_WITH";

/// In the child, the value that its parent gave it.
pub(crate) fn given() -> Option<String> {
    std::env::var(VALUE).ok()
}

/// Runs this test in a child process with this value, and checks that it was killed there by `abort`.
pub(crate) fn run(test: &str, value: impl AsRef<OsStr>) {
    let mut child = Command::new(std::env::current_exe().unwrap());
    let output = child.args(["--exact", test, "--nocapture"]).env(VALUE, value).output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success() && !printed.contains("test result"), "the child has ended on its own: {printed}");
    assert!(printed.contains("killed here"), "{printed}{}", String::from_utf8_lossy(&output.stderr));
}

/// Kills the process, as a power cut does: nothing is unwound or dropped.
pub(crate) fn abort() -> ! {
    let mut output = io::stdout();
    output.write_all(b"killed here").and_then(|()| output.flush()).unwrap();
    std::process::abort()
}
