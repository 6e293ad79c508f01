//! What the fuzzing task is asked for.

use std::num::NonZero;
use std::thread::available_parallelism;

use lexopt::prelude::{Long, ValueExt as _};
use payments_fuzz::{TARGETS, Target};

use super::Failure;

/// How long each target runs at most as a part of `cargo xtask test`.
const BRIEF_SECONDS: u64 = 2;

/// What its inputs are made from then. They are the same each time: a run that fails can be repeated, and only what was
/// changed makes it fail.
const BRIEF_SEED: u32 = 1;

/// Options of `cargo xtask fuzz`.
pub(super) struct Options {
    pub(super) seconds: u64,
    pub(super) jobs: usize,
    pub(super) json: bool,
    pub(super) all_backends: bool,
    /// As a part of `cargo xtask test`: for a moment, and not at all without a C++ compiler, except in CI.
    pub(super) brief: bool,
    /// What inputs are made from; the time of day without it.
    pub(super) seed: Option<u32>,
    target: Option<String>,
}

impl Options {
    pub(super) fn read() -> Result<Self, Failure> {
        let jobs = available_parallelism().map_or(1, NonZero::get);
        let mut options =
            Self { seconds: 10, jobs, json: false, all_backends: false, brief: false, seed: None, target: None };
        let mut arguments = lexopt::Parser::from_env();
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("seconds") => options.seconds = arguments.value()?.parse()?,
                Long("jobs") => options.jobs = arguments.value()?.parse::<NonZero<usize>>()?.get(),
                Long("target") => options.target = Some(arguments.value()?.string()?),
                Long("json") => options.json = true,
                Long("seed") => options.seed = Some(arguments.value()?.parse()?),
                Long("brief") => {
                    (options.brief, options.seconds, options.seed) = (true, BRIEF_SECONDS, Some(BRIEF_SEED));
                }
                Long("aws-lc-rs") => options.all_backends = true,
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(options)
    }

    /// Those of the targets that are to be run.
    pub(super) fn choose(&self) -> Result<Vec<&'static Target>, Failure> {
        let is_chosen = |target: &&Target| self.target.as_ref().is_none_or(|name| target.name == *name);
        let chosen: Vec<_> = TARGETS.iter().filter(is_chosen).collect();
        if chosen.is_empty() {
            let names = TARGETS.iter().map(|target| target.name).collect::<Vec<_>>().join(", ");
            return Err(format!("there is no such target; there are {names}").into());
        }
        Ok(chosen)
    }
}
