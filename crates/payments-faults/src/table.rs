//! The matrix as text and as JSON.

use std::fmt::Write as _;

use payments_sandbox::faults::FaultKind;
use serde::Serialize;

use crate::matrix::Cell;
use crate::tally::Tally;
use payments_fixtures::Failure;

/// How many broken rules of a cell are written out.
const EXAMPLES: usize = 3;

/// Where `brief`, only what is broken, and the sum.
pub(crate) fn text(cells: &[Cell], brief: bool) -> String {
    let mut text = String::new();
    let mut total = Tally::default();
    let mut row = ("", "");
    for cell in cells {
        total.add(cell.tally.clone());
        if brief && cell.tally.broken.is_empty() {
            continue;
        }
        if row != (cell.provider, cell.endpoint) {
            row = (cell.provider, cell.endpoint);
            let _ = writeln!(text, "\n{} {}", cell.provider, cell.endpoint);
            let _ = writeln!(text, "{HEADER}");
        }
        line(&mut text, &cell.fault, &cell.tally);
        if let Some(reason) = not_applicable(cell) {
            let _ = writeln!(text, "    not applicable: {reason}");
        }
        for broken in cell.tally.broken.iter().take(EXAMPLES) {
            let _ = writeln!(text, "    BROKEN: {broken}");
        }
    }
    let _ = writeln!(text, "\nall {} cells\n{HEADER}", cells.len());
    line(&mut text, "all", &total);
    text
}

/// Why the cell of the fault "answers about another" has no such answer that a client can tell.
fn not_applicable(cell: &Cell) -> Option<String> {
    let Tally { foreign, without_echo, .. } = &cell.tally;
    if cell.fault != format!("{:?}", FaultKind::AnswersAboutAnother) || *foreign > 0 || without_echo.is_empty() {
        return None;
    }
    Some(without_echo.keys().map(String::as_str).collect::<Vec<_>>().join("; "))
}

const HEADER: &str = "  fault                  calls     done not sent  refused  unknown  dropped  repeats  foreign | done  not done  callback | double  lost";

fn line(text: &mut String, name: &str, tally: &Tally) {
    let _ = writeln!(
        text,
        "  {name:<20} {:>7} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} | {:>4} {:>9} {:>9} | {:>6} {:>5}",
        tally.calls,
        tally.done,
        tally.not_sent,
        tally.refused,
        tally.unknown,
        tally.dropped,
        tally.repeats,
        tally.foreign,
        tally.settled_done,
        tally.settled_not_done,
        tally.settled_by_callback,
        tally.double_effects,
        tally.lost_outcomes,
    );
}

pub(crate) fn json(cells: &[Cell]) -> Result<String, Failure> {
    #[derive(Serialize)]
    struct Row<'a> {
        provider: &'a str,
        endpoint: &'a str,
        fault: &'a str,
        #[serde(flatten)]
        tally: &'a Tally,
    }

    let row = |cell: &'_ Cell| {
        serde_json::to_value(Row {
            provider: cell.provider,
            endpoint: cell.endpoint,
            fault: &cell.fault,
            tally: &cell.tally,
        })
    };
    let rows: Vec<serde_json::Value> = cells.iter().map(row).collect::<Result<_, _>>()?;
    Ok(format!("{}\n", serde_json::to_string_pretty(&rows)?))
}
