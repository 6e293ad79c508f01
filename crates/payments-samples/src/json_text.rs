//! JSON as text: removing and adding white space, and nothing else.

use serde::de::IgnoredAny;

/// Removes the white space between tokens. Order of members, spelling of numbers and escapes are kept.
///
/// # Errors
///
/// It is not JSON.
pub fn minify(json: &[u8]) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::from_slice::<IgnoredAny>(json)?;
    let mut minified = Vec::with_capacity(json.len());
    let mut place = Place::default();
    for &byte in json {
        if place.is_in_text(byte) || !byte.is_ascii_whitespace() {
            minified.push(byte);
        }
    }
    Ok(minified)
}

/// Puts every member and element on its own line. `None` if it is not JSON.
pub fn pretty(json: &[u8]) -> Option<String> {
    let json = String::from_utf8(minify(json).ok()?).ok()?;
    let mut lines = Lines::default();
    let mut place = Place::default();
    let mut opened = false;
    for character in json.chars() {
        // Other than ASCII can be only in a string, where it has no meaning.
        let in_text = place.is_in_text(u8::try_from(character).unwrap_or_default());
        let closes = !in_text && matches!(character, '}' | ']');
        lines.depth -= usize::from(closes);
        if opened != closes {
            lines.next();
        }
        lines.text.push(character);
        opened = !in_text && matches!(character, '{' | '[');
        lines.depth += usize::from(opened);
        match character {
            ',' if !in_text => lines.next(),
            ':' if !in_text => lines.text.push(' '),
            _ => {}
        }
    }
    Some(lines.text)
}

#[derive(Default)]
struct Lines {
    text: String,
    depth: usize,
}

impl Lines {
    fn next(&mut self) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n("  ", self.depth));
    }
}

/// Whether a byte is in a JSON string.
#[derive(Default)]
struct Place {
    in_text: bool,
    escaped: bool,
}

impl Place {
    /// Takes the next byte. The quotes belong to the string.
    const fn is_in_text(&mut self, byte: u8) -> bool {
        let was_in_text = self.in_text;
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' if self.in_text => self.escaped = true,
            b'"' => self.in_text = !self.in_text,
            _ => {}
        }
        was_in_text || self.in_text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITTEN: &str = "{ \"b\" : [ 1.50 , { } , [ ] ],\r\n\t\"a { , \\\" \": \"Ж \\u00e9\" }";
    const MINIFIED: &str = r#"{"b":[1.50,{},[]],"a { , \" ":"Ж \u00e9"}"#;

    #[test]
    fn only_white_space_between_tokens_is_removed() {
        assert_eq!(minify(WRITTEN.as_bytes()).unwrap(), MINIFIED.as_bytes());
        assert!(minify(b"{").is_err());
        assert!(minify(b"{} {}").is_err());
    }

    #[test]
    fn every_member_gets_its_line() {
        let lines = "{\n  \"b\": [\n    1.50,\n    {},\n    []\n  ],\n  \"a { , \\\" \": \"Ж \\u00e9\"\n}";
        assert_eq!(pretty(WRITTEN.as_bytes()).unwrap(), lines);
        assert_eq!(minify(lines.as_bytes()).unwrap(), MINIFIED.as_bytes());
        assert_eq!(pretty(b"not JSON"), None);
    }
}
