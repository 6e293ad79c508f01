//! The arguments of test binaries, as far as the harness supports them.

/// Arguments whose value is the next argument and is ignored.
const WITH_VALUE: &[&str] = &["--color", "--format", "--logfile", "--shuffle-seed", "--test-threads", "-Z"];

/// Which tests to run, and how to report them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    filters: Vec<String>,
    skipped: Vec<String>,
    exact: bool,
    only_ignored: bool,
    pub(crate) output: Output,
}

/// The output. If several are requested, the last of this list is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Output {
    /// A line for every test, the failures, the matrix and the totals.
    #[default]
    Lines,
    /// The same without the lines.
    Quiet,
    /// The results as JSON.
    Json,
    /// The names of the tests, without running them.
    Names,
}

impl Arguments {
    /// Reads the arguments. Unknown ones are ignored, so that arguments for other test binaries can be passed.
    pub(crate) fn read(arguments: impl IntoIterator<Item = String>) -> Self {
        let mut read = Self::default();
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--exact" => read.exact = true,
                "--ignored" => read.only_ignored = true,
                "--list" => read.output = read.output.max(Output::Names),
                "--json" => read.output = read.output.max(Output::Json),
                "--quiet" | "-q" => read.output = read.output.max(Output::Quiet),
                "--skip" => read.skipped.extend(arguments.next()),
                other if WITH_VALUE.contains(&other) => drop(arguments.next()),
                other => match other.strip_prefix("--skip=") {
                    Some(skipped) => read.skipped.push(skipped.to_owned()),
                    None if other.starts_with('-') => {}
                    None => read.filters.push(other.to_owned()),
                },
            }
        }
        read
    }

    /// Whether to run a test of this name. No test is ever ignored.
    pub(crate) fn want(&self, name: &str) -> bool {
        let fits = |filter: &String| if self.exact { name == filter } else { name.contains(filter.as_str()) };
        let wanted = self.filters.is_empty() || self.filters.iter().any(fits);
        wanted && !self.skipped.iter().any(fits) && !self.only_ignored
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &str) -> Arguments {
        Arguments::read(arguments.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn filters_choose() {
        assert!(read("").want("a::b"));
        assert!(read("x a").want("a::b"));
        assert!(!read("x").want("a::b"));
        assert!(!read("a --exact").want("a::b"));
        assert!(read("a::b --exact").want("a::b"));
        assert!(!read("--skip b").want("a::b"));
        assert!(!read("--skip=b a").want("a::b"));
        assert!(!read("--ignored").want("a::b"));
    }

    #[test]
    fn arguments_of_other_test_binaries_do_no_harm() {
        let arguments =
            read("--format terse --test-threads 1 --nocapture --color=always -Z unstable-options --list -q");
        assert_eq!(arguments, Arguments { output: Output::Names, ..Arguments::default() });
    }
}
