//! What the command line asks for.

use std::ffi::OsString;

use lexopt::prelude::*;

use crate::wire::Mistake;
use payments_fixtures::Failure;

/// What is to be run.
#[derive(Clone, Debug)]
pub struct Options {
    /// Seeds for each cell.
    pub(crate) seeds: u64,
    /// The first seed.
    pub(crate) from: u64,
    /// Only cells whose `provider endpoint × fault` contains this.
    pub(crate) only: String,
    pub(crate) mistake: Mistake,
    pub(crate) json: bool,
    /// Only cells with broken rules, and the sum.
    pub(crate) brief: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { seeds: 20, from: 0, only: String::new(), mistake: Mistake::None, json: false, brief: false }
    }
}

impl Options {
    /// Reads the options of `cargo xtask faults`.
    pub fn read(arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Result<Self, Failure> {
        let mut options = Self::default();
        let mut parser = lexopt::Parser::from_args(arguments);
        while let Some(argument) = parser.next()? {
            match argument {
                Long("seeds") => options.seeds = parser.value()?.parse()?,
                Long("from") => options.from = parser.value()?.parse()?,
                Long("only") => options.only = parser.value()?.string()?,
                Long("client") => options.mistake = mistake(&parser.value()?.string()?)?,
                Long("json") => options.json = true,
                Long("brief") => options.brief = true,
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(options)
    }
}

fn mistake(name: &str) -> Result<Mistake, Failure> {
    let known = [Mistake::None].into_iter().chain(Mistake::ALL);
    known.clone().find(|mistake| mistake.name() == name).ok_or_else(|| {
        let names: Vec<&str> = known.map(Mistake::name).collect();
        format!("there is no client {name:?}; there are {}", names.join(", ")).into()
    })
}
