//! What repeats to the last digit, or nearly: allocations, and instructions where valgrind is installed.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use super::row::Row;
use crate::{Failure, cargo, print};

/// Most allocations of a call or an answer of Vepay and Kvell.
const ALLOCATIONS: u32 = 40;
/// Another machine's C library copies memory with other instructions.
const TOLERANCE_PERCENT: f64 = 3.0;
/// Times that an operation is done under valgrind: enough for what happens once to vanish.
const TIMES: (u64, u64) = (10, 110);

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Count {
    allocations: u32,
    instructions: Option<u64>,
}

type Counts = BTreeMap<String, Count>;

pub(super) fn measure() -> Result<Vec<Row>, Failure> {
    let (pinned, now) = (pinned()?, count()?);
    if !pinned.keys().eq(now.keys()) {
        return Err("other operations are measured than are pinned: cargo xtask bench --pin".into());
    }
    Ok(vec![
        most_allocations(&now, "Vepay: most allocations of a call or an answer", "vepay/")?,
        most_allocations(&now, "Kvell: most allocations of a call, a form or an answer", "kvell/")?,
        more_allocations(&pinned, &now),
        more_instructions(&pinned, &now),
    ])
}

/// Writes the counts down.
pub(super) fn pin() -> Result<(), Failure> {
    let counts = count()?;
    if counts.values().any(|count| count.instructions.is_none()) {
        return Err("instructions are counted with valgrind, which is not installed".into());
    }
    fs::write(file(), format!("{}\n", serde_json::to_string_pretty(&counts)?))?;
    Ok(print(&format!("pinned {} operations in bench/counts.json\n", counts.len()))?)
}

fn file() -> PathBuf {
    cargo::root().join("bench/counts.json")
}

fn pinned() -> Result<Counts, Failure> {
    Ok(serde_json::from_slice(&fs::read(file())?)?)
}

fn most_allocations(now: &Counts, name: &str, beginning: &str) -> Result<Row, Failure> {
    let counts = now.iter().filter(|(operation, _)| operation.starts_with(beginning));
    let (operation, most) = counts.max_by_key(|(_, count)| count.allocations).ok_or("nothing was counted")?;
    Ok(Row::at_most(name, most.allocations, ALLOCATIONS).with(operation))
}

fn more_allocations(pinned: &Counts, now: &Counts) -> Row {
    let more = pinned.values().zip(now.values()).map(|(pin, now)| now.allocations.saturating_sub(pin.allocations));
    Row::at_most("allocations beyond the pinned ones, all operations", more.sum::<u32>(), 0.0)
}

#[expect(clippy::cast_precision_loss, reason = "instructions of a call have far fewer digits")]
fn more_instructions(pinned: &Counts, now: &Counts) -> Row {
    let name = "instructions, percent from the pinned ones, all operations";
    let change = |pin: &Count, now: &Count| Some((now.instructions? as f64 / pin.instructions? as f64 - 1.0) * 100.0);
    let changes = now.iter().zip(pinned.values()).map(|((name, now), pin)| Some((name, change(pin, now)?)));
    let Some(changes) = changes.collect::<Option<Vec<_>>>() else {
        return Row::unmeasured(name, TOLERANCE_PERCENT, "valgrind is not installed");
    };
    let furthest = changes.into_iter().max_by(|(_, one), (_, other)| one.abs().total_cmp(&other.abs()));
    let (operation, percent) = furthest.map_or(("", 0.0), |(name, percent)| (name.as_str(), percent));
    Row::at_most(name, percent.abs(), TOLERANCE_PERCENT).with(format!("{percent:+.2} %, {operation}"))
}

fn count() -> Result<Counts, Failure> {
    let output = Command::new(program()).output()?;
    let allocations: BTreeMap<String, u32> = serde_json::from_slice(&output.stdout)?;
    let mut counts = Counts::new();
    for (name, allocations) in allocations {
        let instructions = instructions(&name)?;
        counts.insert(name, Count { allocations, instructions });
    }
    Ok(counts)
}

fn program() -> PathBuf {
    cargo::release_program("counts")
}

/// Instructions of one time: what more times cost, divided by how many more.
fn instructions(operation: &str) -> Result<Option<u64>, Failure> {
    let (few, many) = TIMES;
    let Some(base) = valgrind(operation, few)? else { return Ok(None) };
    let all = valgrind(operation, many)?.ok_or("valgrind is gone")?;
    Ok(Some(all.saturating_sub(base) / (many - few)))
}

fn valgrind(operation: &str, times: u64) -> Result<Option<u64>, Failure> {
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program());
    let Ok(output) = command.args([operation, &times.to_string()]).stdin(Stdio::null()).output() else {
        return Ok(None);
    };
    let text = String::from_utf8_lossy(&output.stderr);
    let collected = text.lines().find_map(|line| line.split_once("Collected : ")).map(|(_, number)| number.trim());
    Ok(Some(collected.ok_or_else(|| format!("valgrind counted nothing:\n{text}"))?.parse()?))
}
