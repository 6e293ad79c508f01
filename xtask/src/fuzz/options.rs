//! What the fuzzing task is asked for.

use std::num::NonZero;
use std::thread::available_parallelism;

use super::build::Target;
use crate::Failure;
use lexopt::prelude::{Long, ValueExt as _};

/// Options of `cargo xtask fuzz`.
pub(super) struct Options {
    pub(super) seconds: u64,
    pub(super) jobs: usize,
    pub(super) json: bool,
    pub(super) all_backends: bool,
    target: Option<String>,
}

impl Options {
    /// Every target for so many seconds, on all processors.
    pub(super) fn brief(seconds: u64) -> Self {
        let jobs = available_parallelism().map_or(1, NonZero::get);
        Self { seconds, jobs, json: false, all_backends: false, target: None }
    }

    pub(super) fn read(arguments: &[String]) -> Result<Self, Failure> {
        let mut options = Self::brief(10);
        let mut arguments = lexopt::Parser::from_args(arguments);
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("seconds") => options.seconds = arguments.value()?.parse()?,
                Long("jobs") => options.jobs = arguments.value()?.parse::<NonZero<usize>>()?.get(),
                Long("target") => options.target = Some(arguments.value()?.string()?),
                Long("json") => options.json = true,
                Long("aws-lc-rs") => options.all_backends = true,
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(options)
    }

    /// Those of the targets that are to be run.
    pub(super) fn choose(&self, mut targets: Vec<Target>) -> Result<Vec<Target>, Failure> {
        let Some(name) = &self.target else { return Ok(targets) };
        let names = targets.iter().map(|target| target.name.as_str()).collect::<Vec<_>>().join(", ");
        targets.retain(|target| target.name == *name);
        if targets.is_empty() {
            Err(format!("there is no target {name}; there are {names}").into())
        } else {
            Ok(targets)
        }
    }
}
