//! HTML of a form.

use std::borrow::Cow;

use payments_core::FlatFields;

/// Escapes a text for an attribute in double quotes.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
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

/// Only the form. Its button has no name, so that it adds no field, and nothing named `submit` hides the function.
pub(super) fn form(action: &str, fields: &FlatFields, button: &str) -> String {
    let mut html = format!("<form action=\"{}\" method=\"POST\" accept-charset=\"utf-8\">\n", escape(action));
    for (name, value) in fields.iter() {
        let input = ["<input type=\"hidden\" name=\"", &escape(name), "\" value=\"", &escape(value), "\">\n"];
        html.extend(input);
    }
    html.extend(["<button type=\"submit\">", &escape(button), "</button>\n</form>\n"]);
    html
}

/// A page that submits the form automatically, or by its button if scripts do not run.
pub(super) fn page(form: &str, title: &str) -> String {
    let title = escape(title);
    format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n</head>\n<body>\n{form}\
         <script>document.forms[0].submit()</script>\n</body>\n</html>\n"
    )
}
