//! The look of every page a payer sees. No script, no outside resource; each sentence in Russian and in English.

use std::fmt::Write as _;

use axum::http::{HeaderName, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

const STYLE: &str = "\
*{box-sizing:border-box}\
body{margin:0;background:#eef1f4;color:#17202a;font:17px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}\
.sandbox{background:#b45309;color:#fff;text-align:center;padding:14px 16px;font-size:1.25rem;font-weight:700}\
.sandbox small{display:block;font-size:1rem}\
main{max-width:26rem;margin:24px auto;padding:0 16px}\
.card{background:#fff;border-radius:14px;padding:20px;box-shadow:0 1px 4px rgba(0,0,0,.12)}\
h1{font-size:1.3rem;line-height:1.25;margin:0 0 16px}\
.en{display:block;color:#5b6673;font-size:.85em;font-weight:400}\
dl{margin:0 0 20px}\
.row{display:flex;justify-content:space-between;gap:16px;align-items:center;padding:10px 0;border-top:1px solid #e3e7eb}\
dt{color:#394450}\
dd{margin:0;text-align:right;font-weight:600;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}\
p{margin:0 0 16px}\
form{margin:0}\
button,.button{display:block;width:100%;min-height:60px;margin-top:12px;padding:9px 16px;border:2px solid transparent;border-radius:12px;\
font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer;background:#13663a;color:#fff}\
button .en,.button .en{color:inherit;opacity:.85}\
.quiet{background:#fff;color:#a11d1d;border-color:#a11d1d}\
button:focus-visible,.button:focus-visible{outline:3px solid #1d6fd1;outline-offset:2px}";

/// A sentence in both languages of the pages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bilingual {
    pub(crate) ru: &'static str,
    pub(crate) en: &'static str,
}

/// A page being written. Every text that goes in is escaped here, so that no caller can forget it.
#[derive(Debug)]
pub(crate) struct Page {
    title: Bilingual,
    body: String,
}

impl Page {
    pub(crate) fn new(title: Bilingual) -> Self {
        Self { title, body: String::new() }
    }

    pub(crate) fn paragraph(mut self, text: Bilingual) -> Self {
        let _ = write!(self.body, "<p>{}</p>", both(text));
        self
    }

    /// A table of facts, such as the sum and the card.
    pub(crate) fn facts(mut self, facts: &[(Bilingual, &str)]) -> Self {
        self.body.push_str("<dl>");
        for (name, value) in facts {
            let name = both(*name);
            let value = escape(value);
            let _ = write!(self.body, "<div class=\"row\"><dt>{name}</dt><dd>{value}</dd></div>");
        }
        self.body.push_str("</dl>");
        self
    }

    /// A form that posts `name` with the value of the button pressed. The first button is the inviting one.
    pub(crate) fn choice(mut self, action: &str, name: &str, buttons: &[(&str, Bilingual)]) -> Self {
        let _ = write!(self.body, "<form method=\"post\" action=\"{}\">", escape(action));
        for (position, (value, text)) in buttons.iter().enumerate() {
            let class = if position == 0 { "" } else { " class=\"quiet\"" };
            let (name, value, text) = (escape(name), escape(value), both(*text));
            let _ = write!(self.body, "<button{class} name=\"{name}\" value=\"{value}\">{text}</button>");
        }
        self.body.push_str("</form>");
        self
    }

    pub(crate) fn link(mut self, href: &str, text: Bilingual) -> Self {
        let _ = write!(self.body, "<a class=\"button\" href=\"{}\">{}</a>", escape(href), both(text));
        self
    }

    pub(crate) fn into_response(self, status: StatusCode) -> Response {
        let html = format!(
            "<!doctype html><html lang=\"ru\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <title>{ru} · {en}</title><style>{STYLE}</style></head><body>\
             <div class=\"sandbox\">ПЕСОЧНИЦА / SANDBOX\
             <small>Деньги не списываются · <span lang=\"en\">No real money moves</span></small></div>\
             <main><div class=\"card\"><h1>{heading}</h1>{body}</div></main></body></html>",
            ru = escape(self.title.ru),
            en = escape(self.title.en),
            heading = both(self.title),
            body = self.body,
        );
        (status, HEADERS, Html(html)).into_response()
    }
}

const HEADERS: [(HeaderName, &str); 4] = [
    (header::CACHE_CONTROL, "no-store"),
    // The address of the page is as good as a key to it.
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"),
];

fn both(text: Bilingual) -> String {
    format!("{} <span class=\"en\" lang=\"en\">{}</span>", escape(text.ru), escape(text.en))
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
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
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_text_or_attributes() {
        assert_eq!(escape("<a href='x'>\"&\"</a>"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/a&gt;");
        let page =
            Page::new(Bilingual { ru: "а", en: "b" }).link("https://x/?\"><script>", Bilingual { ru: "в", en: "back" });
        assert!(!page.body.contains("<script>"));
    }
}
