//! A form that the payer's browser submits: how a payer is sent to a provider's page by POST.

use std::borrow::Cow;

use crate::FlatFields;

/// Escapes a text for HTML: between tags, or in an attribute in double quotes.
pub fn escape(text: &str) -> Cow<'_, str> {
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

/// A form with these hidden fields, and a button with this text.
///
/// ```
/// use payments_core::{FlatFields, html};
///
/// let fields = FlatFields::unique([("MD", "7 & 8")]).unwrap_or_default();
/// let form = html::form("https://bank.example/3ds", &fields, "Pay");
/// assert!(form.contains(r#"name="MD" value="7 &amp; 8""#));
/// ```
// Its button has no name, so that it adds no field, and nothing named `submit` hides the function.
pub fn form(action: &str, fields: &FlatFields, button: &str) -> String {
    let mut html = format!("<form action=\"{}\" method=\"POST\" accept-charset=\"utf-8\">\n", escape(action));
    for (name, value) in fields.iter() {
        let input = ["<input type=\"hidden\" name=\"", &escape(name), "\" value=\"", &escape(value), "\">\n"];
        html.extend(input);
    }
    html.extend(["<button type=\"submit\">", &escape(button), "</button>\n</form>\n"]);
    html
}

/// A page that submits the form automatically, or by its button if scripts do not run.
pub fn page(form: &str, title: &str) -> String {
    let title = escape(title);
    format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n</head>\n<body>\n{form}\
         <script>document.forms[0].submit()</script>\n</body>\n</html>\n"
    )
}
