//! Each `compile_fail` example has a twin above it that compiles and differs in one line.
//!
//! Stable rustdoc does not compare the number of the error: after a renaming such an example may fail for another reason. If
//! its twin still compiles, it fails because of the line in which the two differ.

use crate::files;

#[test]
fn every_compile_fail_example_has_a_twin_that_compiles() {
    let mut examples = 0;
    for file in files::with_extensions(&["rs"]) {
        let blocks = doc_blocks(&file.text);
        for (index, (info, example)) in
            blocks.iter().enumerate().filter(|(_, (info, _))| info.starts_with("compile_fail,"))
        {
            examples += 1;
            let twin = index.checked_sub(1).map(|before| &blocks[before]);
            let differing = twin.filter(|(info, _)| info.is_empty()).map(|(_, twin)| differing_lines(twin, example));
            assert_eq!(
                differing,
                Some(1),
                "{}: the lines in which ```{info} differs from the example above it",
                file.path
            );
        }
    }
    assert!(examples > 0, "there are no such examples any more");
}

#[test]
fn a_twin_that_lacks_a_line_is_no_twin() {
    assert_eq!(differing_lines(&["use a;", "a();"], &["use a;", "b();"]), 1);
    assert_eq!(differing_lines(&["use a;", "a();"], &["a();"]), usize::MAX);
    assert_eq!(differing_lines(&["use a;", "a();"], &["use b;", "b();"]), 2);
}

#[test]
fn the_blocks_of_doc_comments_are_found() {
    let text = "/// ```\n/// a();\n/// ```\n///\n/// ```compile_fail,E0277\n/// b();\n/// ```\nfn c() {}";
    assert_eq!(doc_blocks(text), [("", vec!["a();"]), ("compile_fail,E0277", vec!["b();"])]);
}

/// The code blocks in the doc comments of a file: what stands behind the fence, and the lines.
fn doc_blocks(text: &str) -> Vec<(&str, Vec<&str>)> {
    let mut blocks = Vec::new();
    let mut open: Option<(&str, Vec<&str>)> = None;
    for line in text.lines() {
        let line = line.trim_start();
        let Some(line) = line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) else {
            open = None;
            continue;
        };
        let line = line.strip_prefix(' ').unwrap_or(line);
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(info), None) => open = Some((info, Vec::new())),
            (None, Some((_, lines))) => lines.push(line),
            (None, None) => {}
        }
    }
    blocks
}

fn differing_lines(twin: &[&str], example: &[&str]) -> usize {
    if twin.len() != example.len() {
        return usize::MAX;
    }
    twin.iter().zip(example).filter(|(twin, example)| twin != example).count()
}
