//! What the command line asks for.

use lexopt::prelude::{Long, ValueExt as _};
use payments_bench::Failure;

#[derive(Debug, Default)]
pub(crate) struct Options {
    /// For a program to read.
    pub(crate) json: bool,
    /// Only this part of the table.
    pub(crate) part: Option<String>,
    /// Fails where a figure is over its limit.
    pub(crate) check: bool,
    /// Writes down what is counted, as what it is held against from now on.
    pub(crate) pin: bool,
}

impl Options {
    pub(crate) fn read() -> Result<Self, Failure> {
        let mut options = Self::default();
        let mut parser = lexopt::Parser::from_env();
        while let Some(argument) = parser.next()? {
            match argument {
                Long("json") => options.json = true,
                Long("check") => options.check = true,
                Long("pin") => options.pin = true,
                Long("part") => options.part = Some(parser.value()?.string()?),
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(options)
    }
}
