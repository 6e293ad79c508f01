//! Finds the path of the value that could not be decoded.
//!
//! `serde_json` reports line and column only. Finding the path from these needs no code generated for each type, as
//! decoding the document a second time would; that code takes 380 KB in a user's program.

use std::fmt::Write as _;

use serde_json::error::Category;

use crate::scrub::{WINDOW_IN_BYTES, scrub};

/// The maximum nesting. No document that is decoded into types is nested deeper; in skipped values the rest of the path
/// is of no use.
const DEEPEST: usize = 128;

/// The maximum length of a path, and of a name that is read. Nothing of a longer name beyond this is printed, so
/// nothing of it is copied; a number that is cut here is not shown either.
const LONGEST: usize = WINDOW_IN_BYTES;

/// An object or a list, and how far it has been read.
enum Open<'a> {
    /// The key with its quotation marks, once it is read.
    Object(Option<&'a [u8]>),
    /// The index.
    List(usize),
}

/// The path of the value where a problem was found, such as `session.payments[0].status`; `.` for the document itself.
pub(super) fn of(error: &serde_json::Error, document: &[u8]) -> String {
    let offset = offset(document, error.line(), error.column());
    let read = match error.classify() {
        // The position is after the unexpected character.
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

/// Whether a list was entered and rejected because it is a list. The position is then before its first element, as it
/// also is where that element is a list or an object that was rejected.
fn is_given_back(read: &[u8], unread: &[u8]) -> bool {
    read.trim_ascii_end().ends_with(b"[") && !matches!(unread, [b'[' | b'{', ..])
}

/// Lines are counted from 1, columns from 0, both in bytes.
fn offset(document: &[u8], line: usize, column: usize) -> usize {
    let before = document.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1));
    before.map(<[u8]>::len).sum::<usize>() + column
}

/// The objects and lists that are open after this beginning of a document.
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
            // White space, colons, numbers, `true`, `false` and `null` do not open anything.
            _ => {}
        }
        rest = behind;
    }
    open
}

/// Splits off the string at the beginning, with its quotation marks; `None` if it does not end.
fn split_text(document: &[u8]) -> Option<(&[u8], &[u8])> {
    // The first quotation mark does not end the string, like one after a backslash.
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
        // Writing to a `String` cannot fail.
        let _ = match open {
            Open::Object(None) => Ok(()),
            Open::Object(Some(key)) => write!(path, "{dot}{}", name(key)),
            Open::List(index) => write!(path, "[{index}]"),
        };
    }
    if path.is_empty() { ".".to_owned() } else { scrub(&path).into_owned() }
}

/// A name without its quotation marks and escapes; unchanged if it is too long to be decoded, or cannot be.
fn name(key: &[u8]) -> String {
    let beginning = key.get(..=LONGEST).unwrap_or(key);
    let read = if beginning.len() < key.len() { None } else { serde_json::from_slice(key).ok() };
    read.unwrap_or_else(|| String::from_utf8_lossy(beginning).into_owned())
}
