//! No modules of a crate use each other in a circle.
//! A module is a file. What it re-exports counts as its own, save at the top, where nearly everything is; the tests in it are not
//! looked at.

use std::collections::{BTreeMap, BTreeSet};

use crate::files::{self, TextFile};

type Uses = BTreeMap<String, BTreeSet<String>>;

#[test]
fn no_modules_use_each_other_in_a_circle() {
    let mut crates: BTreeMap<String, Vec<TextFile>> = BTreeMap::new();
    for TextFile { path, text } in files::with_extensions(&["rs"]) {
        if let Some((krate, below)) = path.split_once("/src/") {
            crates.entry(krate.to_owned()).or_default().push(TextFile { path: below.to_owned(), text });
        }
    }
    let circles_of = |(krate, files): (&String, &Vec<TextFile>)| {
        circles(&uses(files)).into_iter().map(|circle| format!("{krate}: {}", circle.join(", "))).collect::<Vec<_>>()
    };
    let found: BTreeSet<String> = crates.iter().flat_map(circles_of).collect();
    assert!(found.is_empty(), "circles of modules: {found:#?}");
}

#[test]
fn a_circle_is_found() {
    let file = |path: &str, text: &str| TextFile { path: path.into(), text: text.into() };
    let files = [
        file("a/mod.rs", "use crate::{A, b::{self, B}};"),
        file("a/c.rs", "use super::A;"),
        file("b.rs", "// crate::d\nuse crate::a::c::C;\nmod tests {\n    use super::*;\n}"),
    ];
    assert_eq!(circles(&uses(&files)), BTreeSet::from([["a", "a::c", "b"].map(str::to_owned).to_vec()]));
    let through_the_top = [
        file("lib.rs", "mod a;\nmod b;\npub use a::{A, AB};\npub(crate) use b::B;"),
        file("a.rs", "use crate::B;"),
        file("b.rs", "fn b(_: crate::AB) {}"),
    ];
    assert_eq!(circles(&uses(&through_the_top)), BTreeSet::from([["a", "b"].map(str::to_owned).to_vec()]));
}

fn uses(files: &[TextFile]) -> Uses {
    let names: BTreeSet<String> = files.iter().map(|file| name(&file.path)).collect();
    let exports = exports(files);
    let module = |path: &String| {
        let of = exports.get(path.split("::").next().unwrap()).unwrap_or(path);
        names.iter().rfind(|name| format!("{of}:").starts_with(&format!("{name}:"))).cloned()
    };
    let used = |own: &str, code: &str| {
        let mut found = Vec::new();
        for (at, word) in ["crate::", "super::"].iter().flat_map(|word| code.match_indices(word)) {
            let base = if word == "crate::" { "" } else { above(own) };
            if !["super::", "pub(in", "$"].iter().any(|before| code[..at].ends_with(before)) {
                paths(base, &mut &code[at + word.len()..], &mut found);
            }
        }
        found.iter().filter_map(module).filter(|name| name != own).collect()
    };
    files.iter().map(|file| (name(&file.path), used(&name(&file.path), &code(&file.text)))).collect()
}

/// What the file at the top re-exports: each name with its path.
fn exports(files: &[TextFile]) -> BTreeMap<String, String> {
    let mut found = Vec::new();
    for code in files.iter().filter(|file| name(&file.path).is_empty()).map(|file| code(&file.text)) {
        for word in ["pubuse", "pub(crate)use"] {
            code.match_indices(word).for_each(|(at, _)| paths("", &mut &code[at + word.len()..], &mut found));
        }
    }
    found.into_iter().filter_map(|path| Some((path.rsplit_once("::")?.1.to_owned(), path))).collect()
}

/// `a/mod.rs` is `a`, and the file at the top has no name.
fn name(path: &str) -> String {
    let path = path.strip_suffix(".rs").unwrap_or(path).replace('/', "::");
    if ["lib", "main", "mod"].contains(&path.rsplit("::").next().unwrap()) { above(&path).to_owned() } else { path }
}

fn above(name: &str) -> &str {
    name.rsplit_once("::").map_or("", |(above, _)| above)
}

/// The text without comments, strings and spaces, up to the tests in it.
fn code(text: &str) -> String {
    let lines = text.split("\nmod tests {").next().unwrap().lines();
    let code = lines.flat_map(|line| line.split("//").next().unwrap().split('"').step_by(2));
    code.flat_map(str::split_whitespace).collect()
}

/// Every path of `a::{b, c::{D}}`.
fn paths(base: &str, rest: &mut &str, found: &mut Vec<String>) {
    let (word, after) = rest.split_at(rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len()));
    *rest = after;
    let path = match word {
        "super" => above(base).to_owned(),
        "self" | "" => base.to_owned(),
        _ => format!("{base}::{word}").trim_start_matches("::").to_owned(),
    };
    if word.is_empty() && after.starts_with('{') {
        while rest.starts_with(['{', ',']) {
            *rest = &rest[1..];
            paths(base, rest, found);
            *rest = rest.find([',', '}']).map_or("", |end| &rest[end..]);
        }
        *rest = rest.strip_prefix('}').unwrap_or(rest);
    } else if let Some(inner) = after.strip_prefix("::") {
        *rest = inner;
        paths(&path, rest, found);
    } else {
        found.push(path);
    }
}

/// Modules that reach themselves, those that reach each other together.
fn circles(uses: &Uses) -> BTreeSet<Vec<String>> {
    let mut reached = uses.clone();
    for _twice_as_far in 0..8 {
        let before = reached.clone();
        for seen in reached.values_mut() {
            seen.extend(seen.clone().iter().filter_map(|next| before.get(next)).flatten().cloned());
        }
    }
    let is_back = |from: &String, other: &String| reached.get(other).is_some_and(|seen| seen.contains(from));
    let circle = |(from, seen): (&String, &BTreeSet<String>)| {
        seen.iter().filter(|other| is_back(from, other)).cloned().collect::<Vec<_>>()
    };
    reached.iter().map(circle).filter(|circle| !circle.is_empty()).collect()
}
