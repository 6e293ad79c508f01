//! The matrix as a table for people.

use crate::entry::Entry;
use crate::suite::{Kind, Suite};

/// Rows are endpoints. Columns are numbered, because their names are long; the names are listed above.
pub(crate) fn table(suite: &Suite, entries: &[Entry<'_>]) -> String {
    let widest = suite.endpoints.iter().map(|endpoint| endpoint.name.len()).max().unwrap_or_default();
    let mut lines = vec![format!("{}: endpoint × answer", suite.provider), String::new()];
    for (number, (kind, column)) in (1..).zip(&suite.columns) {
        lines.push(match kind {
            Kind::Success => format!("{number:>4}  {column}"),
            Kind::Refusal | Kind::Malformed => format!("{number:>4}  {}: {column}", kind.name()),
        });
    }
    let numbers = (1..=suite.columns.len()).map(|number| number.to_string());
    lines.extend([String::new(), row("", widest, numbers)]);
    for endpoint in &suite.endpoints {
        let cells = suite.columns.iter().map(|(_, column)| cell(endpoint.name, column, entries));
        lines.push(row(endpoint.name, widest, cells));
    }
    lines.join("\n")
}

fn row(name: &str, widest: usize, cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|cell| format!("{cell:>5}")).collect();
    format!("{name:<widest$}{}", cells.concat())
}

/// `ok`, the number of cases if there are several, `FAIL`, `n/a`, or `-` for an empty cell.
fn cell(endpoint: &str, column: &str, entries: &[Entry<'_>]) -> String {
    let here: Vec<&Entry<'_>> =
        entries.iter().filter(|entry| entry.endpoint == endpoint && entry.column() == column).collect();
    match here.as_slice() {
        [] => "-".to_owned(),
        entries if entries.iter().any(|entry| !entry.ok) => "FAIL".to_owned(),
        [entry] if entry.is_not_applicable() => "n/a".to_owned(),
        [_] => "ok".to_owned(),
        several => format!("{} ok", several.len()),
    }
}
