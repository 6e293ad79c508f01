//! What a call costs: the operations that are measured, and what measures them. See docs/performance.md.
//!
//! The benchmarks in `benches` and the programs in `src/bin` use the same operations, so a figure of the one can be held
//! against a figure of the other.

pub mod callers;
pub mod keys;
pub mod limits;
pub mod load;
pub mod operations;
pub mod ratio;
pub mod samples;
pub mod server;

/// What a measurement may fail with.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Prints a line.
pub fn print(line: &str) -> Result<(), Failure> {
    use std::io::Write as _;
    let mut output = std::io::stdout().lock();
    writeln!(output, "{line}")?;
    Ok(output.flush()?)
}
