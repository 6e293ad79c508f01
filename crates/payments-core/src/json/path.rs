//! The path of what could not be read.
//!
//! `serde_json` tells line and column only. Looking there for the path takes no code that is generated for each type, as
//! reading the document a second time would; that is 380 KB of a user's program.

use std::fmt::Write as _;

use serde_json::error::Category;

use crate::scrub::{WINDOW_IN_BYTES, scrub};

/// No document that is read into types is nested deeper; of what is skipped, the rest of the path is of no use.
const DEEPEST: usize = 128;

/// Longest path that is put together, and longest name that is read. Whoever sends a name of a megabyte gets nothing of it printed
/// that lies beyond this, so nothing of it is copied; a number that this cuts is not shown either.
const LONGEST: usize = WINDOW_IN_BYTES;

/// An object or a list, and how far it has been read.
enum Open<'a> {
    /// The key with its quotation marks, as soon as it is read.
    Object(Option<&'a [u8]>),
    /// The index.
    List(usize),
}

/// The path of the value where a problem was found, such as `session.payments[0].status`; `.` for the document itself.
pub(super) fn of(error: &serde_json::Error, document: &[u8]) -> String {
    let offset = offset(document, error.line(), error.column());
    let read = match error.classify() {
        // The place is behind the character that does not belong there.
        Category::Syntax => offset.saturating_sub(1),
        Category::Data | Category::Eof | Category::Io => offset,
    };
    let (read, unread) = document.split_at_checked(read).unwrap_or((document, &[]));
    let mut open = open_after(read);
    if error.is_data() && is_given_back(read, unread) {
        open.pop();
    }
    shown(&open)
}

/// Whether a list was opened and given back because it is one. The place is then before its first element, as it is where that
/// element is a list or an object, and given back.
fn is_given_back(read: &[u8], unread: &[u8]) -> bool {
    read.trim_ascii_end().ends_with(b"[") && !matches!(unread, [b'[' | b'{', ..])
}

/// Lines begin with 1, columns with 0, both count bytes.
fn offset(document: &[u8], line: usize, column: usize) -> usize {
    let before = document.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1));
    before.map(<[u8]>::len).sum::<usize>() + column
}

/// What is open after this beginning of a document.
fn open_after(mut rest: &[u8]) -> Vec<Open<'_>> {
    let mut open = Vec::new();
    while let Some((byte, mut behind)) = rest.split_first().filter(|_| open.len() < DEEPEST) {
        match byte {
            b'{' => open.push(Open::Object(None)),
            b'[' => open.push(Open::List(0)),
            b'}' | b']' => drop(open.pop()),
            b',' => match open.last_mut() {
                Some(Open::Object(key)) => *key = None,
                Some(Open::List(index)) => *index += 1,
                None => {}
            },
            b'"' => {
                let Some((text, after_text)) = split_text(rest) else { break };
                if let Some(Open::Object(key @ None)) = open.last_mut() {
                    *key = Some(text);
                }
                behind = after_text;
            }
            // White space, colons, numbers, `true`, `false` and `null` open nothing.
            _ => {}
        }
        rest = behind;
    }
    open
}

/// Splits off the text at the beginning, with its quotation marks; `None` if it does not end.
fn split_text(document: &[u8]) -> Option<(&[u8], &[u8])> {
    // The first quotation mark ends nothing, as one behind a backslash.
    let mut is_escaped = true;
    let last = document.iter().position(|byte| {
        let ends = *byte == b'"' && !is_escaped;
        is_escaped = *byte == b'\\' && !is_escaped;
        ends
    })?;
    document.split_at_checked(last + 1)
}

fn shown(open: &[Open<'_>]) -> String {
    let mut path = String::new();
    for open in open {
        if path.len() > LONGEST {
            break;
        }
        let dot = if path.is_empty() { "" } else { "." };
        // A text takes whatever is written to it.
        let _ = match open {
            Open::Object(None) => Ok(()),
            Open::Object(Some(key)) => write!(path, "{dot}{}", name(key)),
            Open::List(index) => write!(path, "[{index}]"),
        };
    }
    if path.is_empty() { ".".to_owned() } else { scrub(&path).into_owned() }
}

/// A name without its quotation marks and escapes; as it is written if it is too long to be read, or cannot be.
fn name(key: &[u8]) -> String {
    let beginning = key.get(..=LONGEST).unwrap_or(key);
    let read = if beginning.len() < key.len() { None } else { serde_json::from_slice(key).ok() };
    read.unwrap_or_else(|| String::from_utf8_lossy(beginning).into_owned())
}
