//! Whether every name on `docs/support-matrix.md` exists: types and members in the source, files and cases in the tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::{Failure, cargo};

pub(crate) const PAGE: &str = "docs/support-matrix.md";

pub(crate) fn check() -> Result<(), Failure> {
    let root = cargo::root();
    let shared = source(&root.join("crates/payments-core/src"))?;
    let (mut tests, mut code) = (PathBuf::new(), String::new());
    let mut missing = Vec::new();
    for (number, line) in fs::read_to_string(root.join(PAGE))?.lines().enumerate() {
        if let Some((_, client)) = line.strip_prefix("## ").and_then(|title| title.split_once(": ")) {
            let krate = root.join("crates").join(client.trim_matches('`'));
            (tests, code) = (krate.join("tests"), source(&krate.join("src"))? + &shared);
        }
        let cells: Vec<&str> = line.split('|').collect();
        let place = format!("{PAGE}:{}", number + 1);
        let [_, _, _, places, files, _] = cells.as_slice() else {
            missing.extend(line.starts_with('|').then(|| format!("{place}: a row has four columns")));
            continue;
        };
        let gone = |exists: bool, name: &str| (!exists).then(|| format!("{place}: there is no {name}"));
        missing.extend(names(places).filter_map(|name| gone(is_declared(&code, name), name)));
        missing.extend(names(files).filter_map(|name| gone(is_test(&tests, name), name)));
    }
    if missing.is_empty() { Ok(()) } else { Err(missing.join("\n").into()) }
}

/// The provider and each name of a row that is supported, as the document writes it, without a slash before it.
pub(crate) fn supported() -> Result<BTreeSet<(String, String)>, Failure> {
    let (mut provider, mut supported) = (String::new(), BTreeSet::new());
    for line in fs::read_to_string(cargo::root().join(PAGE))?.lines() {
        if let Some((name, _)) = line.strip_prefix("## ").and_then(|title| title.split_once(": ")) {
            name.clone_into(&mut provider);
        }
        let [_, document, support, _, _, _] = line.split('|').collect::<Vec<_>>()[..] else { continue };
        if support.trim() != "no" {
            let names = names(document).map(|name| name.trim_start_matches('/').to_owned());
            supported.extend(names.map(|name| (provider.clone(), name)));
        }
    }
    Ok(supported)
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
fn source(folder: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        text += &if path.is_dir() { source(&path)? } else { fs::read_to_string(&path)? };
    }
    Ok(text)
}
