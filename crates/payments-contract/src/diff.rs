//! Showing how two bodies differ.

use payments_samples::json_text::pretty;

/// The number of lines, and of bytes, shown around a difference.
const LINES_AROUND: usize = 3;
const BYTES_AROUND: usize = 24;

/// The difference of two bodies, for people; `None` if they are the same bytes.
pub(crate) fn bodies(expected: &[u8], sent: &[u8]) -> Option<String> {
    if expected == sent {
        return None;
    }
    let place = expected.iter().zip(sent).take_while(|(expected, sent)| expected == sent).count();
    let lengths = format!("{} bytes are expected, {} were sent", expected.len(), sent.len());
    let shown = lines(&as_lines(expected), &as_lines(sent)).unwrap_or_else(|| {
        // The same JSON, written differently: only the bytes show it.
        format!("\n- …{}…\n+ …{}…", around(expected, place), around(sent, place))
    });
    Some(format!("the body differs from byte {place} on; {lengths}:{shown}"))
}

fn as_lines(body: &[u8]) -> String {
    pretty(body).unwrap_or_else(|| String::from_utf8_lossy(body).into_owned())
}

/// The lines that differ, from the first to the last, with a few before and after.
fn lines(expected: &str, sent: &str) -> Option<String> {
    if expected == sent {
        return None;
    }
    let expected: Vec<&str> = expected.lines().collect();
    let sent: Vec<&str> = sent.lines().collect();
    let shorter = expected.len().min(sent.len());
    let before = expected.iter().zip(&sent).take_while(|(expected, sent)| expected == sent).count();
    let after = expected.iter().rev().zip(sent.iter().rev()).take_while(|(expected, sent)| expected == sent).count();
    let after = after.min(shorter - before);

    let start = before.saturating_sub(LINES_AROUND);
    let mut shown = Vec::new();
    shown.extend(expected.iter().take(before).skip(start).map(|line| format!("\n  {line}")));
    for (sign, lines) in [('-', &expected), ('+', &sent)] {
        shown.extend(lines.iter().take(lines.len() - after).skip(before).map(|line| format!("\n{sign} {line}")));
    }
    shown.extend(expected.iter().skip(expected.len() - after).take(LINES_AROUND).map(|line| format!("\n  {line}")));
    Some(shown.concat())
}

fn around(body: &[u8], place: usize) -> String {
    let start = place.saturating_sub(BYTES_AROUND);
    let end = body.len().min(place + BYTES_AROUND);
    body.get(start..end).unwrap_or_default().escape_ascii().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_value_is_shown_among_its_neighbours() {
        let shown = bodies(br#"{"a":1,"b":{"c":"x"},"d":2}"#, br#"{"a":1,"b":{"c":"y"},"d":2}"#).unwrap();
        let lines =
            "\n  {\n    \"a\": 1,\n    \"b\": {\n-     \"c\": \"x\"\n+     \"c\": \"y\"\n    },\n    \"d\": 2\n  }";
        assert_eq!(shown, format!("the body differs from byte 17 on; 27 bytes are expected, 27 were sent:{lines}"));
    }

    #[test]
    fn the_same_json_written_differently_is_shown_as_bytes() {
        let shown = bodies(br#"{"a":1}"#, br#"{"a": 1}"#).unwrap();
        assert!(shown.ends_with("\n- …{\\\"a\\\":1}…\n+ …{\\\"a\\\": 1}…"), "{shown}");
    }

    #[test]
    fn a_difference_at_the_end_is_shown() {
        assert!(bodies(b"a", b"a\nb").unwrap().ends_with("\n  a\n+ b"));
        assert!(bodies(b"a\na", b"a").unwrap().ends_with("\n  a\n- a"));
        assert!(bodies(b"", b"x").unwrap().ends_with(":\n+ x"));
        assert_eq!(bodies(b"x", b"x"), None);
    }
}
