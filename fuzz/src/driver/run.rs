//! One target under libFuzzer.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use payments_fuzz::{TARGET_VARIABLE, Target};

use super::build::{folder, root};
use super::options::Options;
use super::{Failure, Report};

/// An input that takes longer is a finding.
const SLOWEST_SECONDS: u64 = 10;

/// The longest input. Longer ones are those of the tests of growth: the fuzzer would get to few of them.
const LONGEST_BYTES: u64 = 64 * 1024;

/// An input that needs more memory at once is a finding.
const LARGEST_ALLOCATION_MEGABYTES: u64 = 64;

/// A target that needs more in all is a finding; most of it is the fuzzer's own.
const MEMORY_MEGABYTES: u64 = 1024;

/// Runs a target for as long as the options say.
pub(super) fn run(program: &Path, target: &Target, options: &Options) -> Result<Report, Failure> {
    let (root, folder) = (root(), folder());
    let found = folder.join("found").join(target.name);
    let grown = match options.seed {
        None => folder.join("corpus").join(target.name),
        // What earlier runs have found would change the inputs.
        Some(_) => emptied(folder.join("seeded").join(target.name))?,
    };
    let logs = folder.join("logs");
    for folder in [&grown, &found, &logs] {
        fs::create_dir_all(folder)?;
    }
    let log = logs.join(target.name).with_extension("log");

    let status = Command::new(program)
        .env(TARGET_VARIABLE, target.name)
        .env("RUST_BACKTRACE", "1")
        // New inputs go to the first folder.
        .arg(&grown)
        .arg(root.join("fuzz/corpus").join(target.name))
        .args(target.seeds.iter().map(|folder| root.join(folder)))
        .arg(format!("-dict={}", root.join("fuzz/dictionary.txt").display()))
        .arg(format!("-artifact_prefix={}/", found.display()))
        .args(options.seed.map(|seed| format!("-seed={seed}")))
        .arg(format!("-max_total_time={}", options.seconds))
        .arg(format!("-timeout={SLOWEST_SECONDS}"))
        .arg(format!("-max_len={LONGEST_BYTES}"))
        .arg(format!("-malloc_limit_mb={LARGEST_ALLOCATION_MEGABYTES}"))
        .arg(format!("-rss_limit_mb={MEMORY_MEGABYTES}"))
        .arg("-print_final_stats=1")
        .stdout(Stdio::null())
        .stderr(File::create(&log)?)
        .status()?;
    let written = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    Ok(Report {
        target: target.name,
        executions: statistic(&written, "stat::number_of_executed_units:"),
        coverage: statistic(&written, " cov: "),
        inputs: statistic(&written, " corp: "),
        peak_megabytes: statistic(&written, "stat::peak_rss_mb:"),
        finding: (!status.success()).then(|| finding(target, &written, &log)),
    })
}

fn emptied(folder: PathBuf) -> Result<PathBuf, Failure> {
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    Ok(folder)
}

/// The number after the last of these words.
fn statistic(log: &str, words: &str) -> u64 {
    let after = log.rsplit_once(words).map_or("", |(_, after)| after.trim_start());
    let end = after.find(|character: char| !character.is_ascii_digit()).unwrap_or(after.len());
    after.get(..end).and_then(|digits| digits.parse().ok()).unwrap_or_default()
}

/// What happened, and which input does it.
fn finding(target: &Target, log: &str, path: &Path) -> String {
    let mut lines = log.lines().skip_while(|line| !line.contains("panicked at"));
    let panic = lines.by_ref().take(2).collect::<Vec<_>>().join(" ");
    let summary = log.lines().rfind(|line| line.starts_with("SUMMARY:")).unwrap_or("it ended unexpectedly");
    let input = log.lines().find_map(|line| line.split_once("Test unit written to ")).map_or("", |(_, input)| input);
    format!(
        "  {}: {}\n    input: {input}\n    log: {}\n    to see it again: copy the input to fuzz/corpus/{} and run `cargo test -p payments-fuzz`",
        target.name,
        if panic.is_empty() { summary } else { &panic },
        path.display(),
        target.name,
    )
}

#[cfg(test)]
mod tests {
    use super::statistic;

    const LOG: &str = "\
#2\tINITED cov: 12 ft: 13 corp: 1/1b exec/s: 0 rss: 36Mb
#99\tDONE   cov: 587 ft: 1502 corp: 405/10402b lim: 110 exec/s: 24 rss: 40Mb
stat::number_of_executed_units: 56546
stat::peak_rss_mb:              34
";

    #[test]
    fn the_last_figures_of_a_log_count() {
        assert_eq!(statistic(LOG, " cov: "), 587);
        assert_eq!(statistic(LOG, " corp: "), 405);
        assert_eq!(statistic(LOG, "stat::number_of_executed_units:"), 56_546);
        assert_eq!(statistic(LOG, "stat::peak_rss_mb:"), 34);
    }

    #[test]
    fn a_log_that_breaks_off_has_no_figures() {
        assert_eq!(statistic("", " cov: "), 0);
        assert_eq!(statistic("stat::peak_rss_mb:", "stat::peak_rss_mb:"), 0);
    }
}
