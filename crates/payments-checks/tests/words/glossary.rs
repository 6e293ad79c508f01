//! No old name of `docs/glossary.md` stands in code or docs.
//!
//! The last column of its tables holds them: names of code in backticks, words of prose in quotation marks.

use std::collections::BTreeMap;

use crate::files::{self, TextFile};

const GLOSSARY: &str = "docs/glossary.md";

/// Tells of renamings.
const CHANGELOG: &str = "CHANGELOG.md";

#[test]
fn no_old_name_stands_anywhere() {
    let old = OldNames::read(&files::read(GLOSSARY));
    assert!(old.names.len() > 20 && old.phrases.len() > 5, "{GLOSSARY} lists too few old names");
    let own = ["crates/payments-checks/tests/words/glossary.rs", GLOSSARY, CHANGELOG];
    let files = files::with_extensions(&["rs", "md", "toml"]);
    let found: Vec<String> =
        files.iter().filter(|file| !own.contains(&file.path.as_str())).flat_map(|file| old.find(file)).collect();
    assert!(found.is_empty(), "{} old names:\n{}", found.len(), found.join("\n"));
}

#[test]
fn old_names_are_found_where_they_are_names() {
    let old =
        OldNames::read("| word | meaning | was |\n|---|---|---|\n| `Recover` | a trait | `Settle`, \"sat out\" |\n");
    let found = |path: &str, text: &str| old.find(&TextFile { path: path.into(), text: text.into() });
    assert_eq!(found("a.rs", "impl Settle for A {}"), ["a.rs:1: `Settle`"]);
    assert_eq!(
        found("a.rs", "\n/// See [`Settle::b`], which is\n/// sat\n/// out."),
        ["a.rs:2: `Settle`", "a.rs:3: \"sat out\""]
    );
    assert_eq!(
        found("a.md", "Use `a.settle()` or `x::Settle`. It is sat out."),
        ["a.md:1: `Settle`", "a.md:1: \"sat out\""]
    );
    for nothing in ["// Settle it.", "let a = \"Settle\";", "Settled Unsettle"] {
        assert!(found("a.rs", nothing).is_empty(), "{nothing}");
    }
    assert!(found("a.md", "Settle it.").is_empty());
}

struct OldNames {
    names: Vec<String>,
    phrases: Vec<String>,
}

impl OldNames {
    fn read(glossary: &str) -> Self {
        let rows = glossary.lines().filter(|line| line.starts_with('|'));
        let last = rows.filter_map(|row| row.split('|').nth(3));
        let (mut names, mut phrases) = (Vec::new(), Vec::new());
        for column in last {
            names.extend(between(column, '`').map(str::to_owned));
            phrases.extend(between(column, '"').map(str::to_owned));
        }
        Self { names, phrases }
    }

    fn find(&self, file: &TextFile) -> Vec<String> {
        let is_code = file.is_code();
        let mut found = Vec::new();
        for (line, number) in file.text.lines().zip(1..) {
            let code = if is_code { code_of(line) } else { String::new() };
            let spans: Vec<&str> = between(line, '`').collect();
            let is_named = |name: &&String| has_word(&code, name) || spans.iter().any(|span| has_word(span, name));
            found.extend(self.names.iter().filter(is_named).map(|name| format!("{}:{number}: `{name}`", file.path)));
        }
        let (prose, lines) = prose_of(file);
        for phrase in &self.phrases {
            let at = prose.match_indices(phrase.as_str()).map(|(at, _)| at);
            let whole = at.filter(|at| is_whole(&prose, *at, phrase.len()));
            found.extend(whole.map(|at| {
                let line = lines.range(..=at).next_back().map_or(0, |(_, line)| *line);
                format!("{}:{line}: \"{phrase}\"", file.path)
            }));
        }
        found
    }
}

/// A line of code without its strings and its comment.
fn code_of(line: &str) -> String {
    let without_comment = line.split("//").next().unwrap_or_default();
    without_comment.split('"').step_by(2).collect::<Vec<_>>().join("\"\"")
}

/// The running text of a file in small letters, its lines joined, with the place at which each line begins.
fn prose_of(file: &TextFile) -> (String, BTreeMap<usize, usize>) {
    let (mut prose, mut lines) = (String::new(), BTreeMap::new());
    for (line, number) in file.text.lines().zip(1..) {
        let words = if file.is_code() {
            line.split_once("//").map_or("", |(_, comment)| comment.trim_start_matches(['/', '!']))
        } else {
            line
        };
        lines.insert(prose.len(), number);
        prose.push_str(&words.trim().to_lowercase());
        prose.push(' ');
    }
    (prose, lines)
}

/// What stands between pairs of a mark.
fn between(text: &str, mark: char) -> impl Iterator<Item = &str> {
    text.split(mark).skip(1).step_by(2)
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| is_whole(text, at, word.len()))
}

/// Whether no letter stands before or behind.
fn is_whole(text: &str, at: usize, length: usize) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    !text[..at].ends_with(is_part) && !text[at + length..].starts_with(is_part)
}
