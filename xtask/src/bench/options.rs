//! What the command line asks for.

use lexopt::prelude::{Long, ValueExt as _};

use crate::Failure;

#[derive(Debug, Default)]
pub(super) struct Options {
    /// For a program to read.
    pub(super) json: bool,
    /// Only this part of the table.
    pub(super) part: Option<String>,
    /// Writes down what is counted, as what it is held against from now on.
    pub(super) pin: bool,
}

impl Options {
    pub(super) fn read(arguments: &[String]) -> Result<Self, Failure> {
        let mut options = Self::default();
        let mut parser = lexopt::Parser::from_args(arguments);
        while let Some(argument) = parser.next()? {
            match argument {
                Long("json") => options.json = true,
                Long("pin") => options.pin = true,
                Long("part") => options.part = Some(parser.value()?.string()?),
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(options)
    }
}
