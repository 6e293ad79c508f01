//! Writing HTML.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Escapes a text for use between tags and in an attribute in double quotes.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    Cow::Owned(escaped)
}

/// A page that submits these fields to this address by script, or by a button where scripts do not run.
pub(crate) fn form_that_sends_itself<'a>(action: &str, fields: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut html = String::from("<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>One moment</title>");
    let _ = write!(html, "<form method=\"post\" action=\"{}\">", escape(action));
    for (name, value) in fields {
        let _ = write!(html, "<input type=\"hidden\" name=\"{}\" value=\"{}\">", escape(name), escape(value));
    }
    html + "<button>Go on</button></form><script>document.forms[0].submit()</script></html>"
}
