//! Every name on `docs/support-matrix.md` exists: types and members in the source, files and cases in the tests.

use std::fs;
use std::path::{Path, PathBuf};

use payments_checks::endpoints::{Row, rows};
use payments_checks::root;

use crate::files::read;

const PAGE: &str = "docs/support-matrix.md";

/// The provider and its crate in a heading.
fn heading(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("## ").and_then(|title| title.split_once(": "))
}

#[test]
fn every_name_exists() {
    let crates = root().join("crates");
    let shared = source(&crates.join("payments-core/src"));
    let (mut tests, mut code) = (PathBuf::new(), String::new());
    let mut missing = Vec::new();
    for (line, number) in read(PAGE).lines().zip(1..) {
        if let Some((_, client)) = heading(line) {
            let krate = crates.join(client.trim_matches('`'));
            (tests, code) = (krate.join("tests"), source(&krate.join("src")) + &shared);
        }
        let cells: Vec<&str> = line.split('|').collect();
        let [_, _, _, places, files, _] = cells.as_slice() else {
            missing.extend(line.starts_with('|').then(|| format!("line {number}: a row has four columns")));
            continue;
        };
        let gone = |exists: bool, name: &str| (!exists).then(|| format!("line {number}: there is no {name}"));
        missing.extend(names(places).filter_map(|name| gone(is_declared(&code, name), name)));
        missing.extend(names(files).filter_map(|name| gone(is_test(&tests, name), name)));
    }
    assert!(missing.is_empty(), "{PAGE}: {missing:#?}");
}

#[test]
fn every_call_has_a_row_that_says_how_far_it_is_supported() {
    let page = read(PAGE);
    let is_supported = |row: &Row| {
        page.lines().any(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            matches!(cells.as_slice(), [_, what, support, ..] if *support != "no" && (what.contains(row.name) || what.contains(row.path)))
        })
    };
    let missing: Vec<_> = rows().iter().filter(|row| !is_supported(row)).map(|row| row.name).collect();
    assert!(missing.is_empty(), "{PAGE} has no row for {missing:?}");
}

/// What stands in backticks.
fn names(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// A type, and its method, field or variant somewhere in the source. The compiler knows more; this finds what was renamed.
fn is_declared(code: &str, name: &str) -> bool {
    let (kind, member) = name.split_once("::").unwrap_or((name, ""));
    let words = |text: &str| code.lines().any(|line| starts_with_word(line.trim_start(), text));
    let declared = ["pub struct ", "pub enum ", "pub trait "].iter().any(|keyword| words(&format!("{keyword}{kind}")));
    // In the source, or in a line of the macros that declare fields.
    let forms = [
        "pub fn ",
        "pub const fn ",
        "pub async fn ",
        "pub ",
        "",
        "required ",
        "optional ",
        "list ",
        "part ",
        "optional_part ",
    ];
    declared && (member.is_empty() || forms.iter().any(|form| words(&format!("{form}{member}"))))
}

fn starts_with_word(line: &str, word: &str) -> bool {
    let rest = line.strip_prefix(word).map(|rest| rest.chars().next());
    rest.is_some_and(|next| next.is_none_or(|next| !next.is_alphanumeric() && next != '_'))
}

fn is_test(tests: &Path, name: &str) -> bool {
    tests.join(name).is_file() || tests.join(format!("contract/cases/{name}.response.http")).is_file()
}

/// Every source file below a folder, one after the other.
fn source(folder: &Path) -> String {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.map(|path| if path.is_dir() { source(&path) } else { fs::read_to_string(&path).unwrap() }).collect()
}
