//! What repeats to the last digit, or nearly: allocations, and instructions where valgrind is installed.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use payments_bench::server::beside;
use payments_bench::{Failure, print};
use serde::{Deserialize, Serialize};

use crate::cargo;
use crate::row::Row;

/// Most allocations of a call or an answer of Vepay and Kvell.
const ALLOCATIONS: u32 = 40;
/// The code of a crate is not laid out alike in every folder.
const TOLERANCE_PERCENT: f64 = 3.0;
/// Times that an operation is done under valgrind: enough for what happens once to vanish.
const TIMES: (u64, u64) = (10, 110);

/// The program that does what is counted.
const PROGRAM: &str = "counts";

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Count {
    allocations: u32,
    instructions: Option<u64>,
}

type Counts = BTreeMap<String, Count>;

#[derive(Serialize, Deserialize)]
struct Pinned {
    /// Another compiler makes other instructions.
    rustc: String,
    host: String,
    operations: Counts,
}

pub(crate) fn measure() -> Result<Vec<Row>, Failure> {
    let (pins, now) = (pinned()?, count()?);
    let pinned = &pins.operations;
    if !pinned.keys().eq(now.keys()) {
        return Err("other operations are measured than are pinned: cargo xtask bench --pin".into());
    }
    Ok(vec![
        most_allocations(&now, "Vepay: most allocations of a call or an answer", "vepay/")?,
        most_allocations(&now, "Kvell: most allocations of a call, a form or an answer", "kvell/")?,
        more_allocations(pinned, &now),
        more_instructions(&pins, &now)?,
    ])
}

/// Writes the counts down.
pub(crate) fn pin() -> Result<(), Failure> {
    let [rustc, host] = cargo::compiler()?;
    let pins = Pinned { rustc, host, operations: count()? };
    if pins.operations.values().any(|count| count.instructions.is_none()) {
        return Err("instructions are counted with valgrind, which is not installed".into());
    }
    fs::write(file(), format!("{}\n", serde_json::to_string_pretty(&pins)?))?;
    print(&format!("pinned {} operations in {}", pins.operations.len(), file().display()))
}

fn file() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/counts.json"))
}

fn pinned() -> Result<Pinned, Failure> {
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
fn more_instructions(pins: &Pinned, now: &Counts) -> Result<Row, Failure> {
    let name = "instructions, percent from the pinned ones, all operations";
    let [rustc, host] = cargo::compiler()?;
    if (&rustc, &host) != (&pins.rustc, &pins.host) {
        let why = format!("pinned with rustc {} for {}; here is {rustc} for {host}", pins.rustc, pins.host);
        return Ok(Row::unmeasured(name, TOLERANCE_PERCENT, &why));
    }
    let change = |pin: &Count, now: &Count| Some((now.instructions? as f64 / pin.instructions? as f64 - 1.0) * 100.0);
    let changes = now.iter().zip(pins.operations.values()).map(|((name, now), pin)| Some((name, change(pin, now)?)));
    let Some(changes) = changes.collect::<Option<Vec<_>>>() else {
        return Ok(Row::unmeasured(name, TOLERANCE_PERCENT, "valgrind is not installed"));
    };
    let furthest = changes.into_iter().max_by(|(_, one), (_, other)| one.abs().total_cmp(&other.abs()));
    let (operation, percent) = furthest.map_or(("", 0.0), |(name, percent)| (name.as_str(), percent));
    Ok(Row::at_most(name, percent.abs(), TOLERANCE_PERCENT).with(format!("{percent:+.2} %, {operation}")))
}

fn count() -> Result<Counts, Failure> {
    let output = Command::new(beside(PROGRAM)?).output()?;
    let allocations: BTreeMap<String, u32> = serde_json::from_slice(&output.stdout)?;
    let mut counts = Counts::new();
    for (name, allocations) in allocations {
        let instructions = instructions(&name)?;
        counts.insert(name, Count { allocations, instructions });
    }
    Ok(counts)
}

/// Instructions of one time: what more times cost, divided by how many more.
fn instructions(operation: &str) -> Result<Option<u64>, Failure> {
    let (few, many) = TIMES;
    let Some(base) = valgrind(operation, few)? else { return Ok(None) };
    let all = valgrind(operation, many)?.ok_or("valgrind is gone")?;
    Ok(Some(all.saturating_sub(base) / (many - few)))
}

fn valgrind(operation: &str, times: u64) -> Result<Option<u64>, Failure> {
    let program = beside(PROGRAM)?;
    let counted = tempfile::NamedTempFile::new()?;
    let mut out = OsString::from("--callgrind-out-file=");
    out.push(counted.path());
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--compress-strings=no", "--compress-pos=no"]).arg(out);
    let Ok(output) = command.arg(&program).args([operation, &times.to_string()]).stdin(Stdio::null()).output() else {
        return Ok(None);
    };
    match own(&fs::read_to_string(counted.path())?, &program) {
        0 => Err(format!("valgrind counted nothing:\n{}", String::from_utf8_lossy(&output.stderr)).into()),
        instructions => Ok(Some(instructions)),
    }
}

/// The instructions of the program itself. How many the C library takes for memory hangs on its version, on the processor,
/// and on what happened to be freed before.
fn own(callgrind: &str, program: &Path) -> u64 {
    let (mut total, mut is_own) = (0, false);
    let mut lines = callgrind.lines();
    while let Some(line) = lines.next() {
        if let Some(object) = line.strip_prefix("ob=") {
            is_own = Path::new(object) == program;
        } else if line.starts_with("calls=") {
            // What the called function took is counted where it is.
            lines.next();
        } else if is_own && line.starts_with(|first: char| first.is_ascii_digit()) {
            // Line of the source, instructions.
            let instructions = line.split(' ').nth(1).and_then(|number| number.parse::<u64>().ok());
            total += instructions.unwrap_or_default();
        }
    }
    total
}
