//! The look of the workbench: as wide as the screen, cards instead of tables on a telephone.

use std::fmt::{self, Write as _};
use std::ops::Range;

use axum::body::Body;
use axum::http::{HeaderName, Response, StatusCode, header};
use axum::response::{Html, IntoResponse as _};

use crate::diagnosis::without_card_numbers;
use crate::page::{Bilingual, both, escape};

const STYLE: &str = "\
*{box-sizing:border-box}\
body{margin:0;background:#eef1f4;color:#17202a;font:16px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}\
.sandbox{background:#b45309;color:#fff;padding:10px 16px;font-weight:700}\
.sandbox a{color:#fff}\
main{max-width:80rem;margin:0 auto;padding:16px}\
h1{font-size:1.4rem;margin:8px 0 12px}\
h2{font-size:1.1rem;margin:24px 0 8px}\
.en{color:#5b6673;font-size:.9em;font-weight:400}\
nav{display:flex;flex-wrap:wrap;gap:8px;margin:0 0 12px}\
nav a{padding:10px 14px;border-radius:10px;background:#fff;color:#17202a;text-decoration:none;border:1px solid #cfd6dd}\
nav a[aria-current]{background:#17202a;color:#fff}\
.box{background:#fff;border-radius:12px;padding:14px 16px;margin:0 0 12px;box-shadow:0 1px 3px rgba(0,0,0,.1)}\
table{width:100%;border-collapse:collapse;background:#fff;border-radius:12px;box-shadow:0 1px 3px rgba(0,0,0,.1)}\
th{text-align:left;font-weight:600;color:#394450;font-size:.85em;padding:10px 12px;vertical-align:bottom}\
td{padding:9px 12px;border-top:1px solid #e3e7eb;vertical-align:top;overflow-wrap:break-word;font-variant-numeric:tabular-nums}\
td a{color:#0b57a4}\
.good{color:#13663a}.bad{color:#a11d1d;font-weight:600}.quiet{color:#5b6673}\
.mistake{border-left:6px solid #a11d1d}\
.box p{margin:0 0 4px}.mistake p{margin:0;font-size:1.1rem}\
.sides{display:grid;grid-template-columns:1fr 1fr;gap:12px}\
.sides h3{margin:0 0 6px;font-size:.95rem}\
pre{margin:0;padding:10px;background:#f5f7f9;border-radius:8px;white-space:pre-wrap;overflow-wrap:anywhere;\
font:14px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}\
mark{background:#fbd58a;color:inherit}\
button{font:inherit;padding:8px 14px;border-radius:8px;border:1px solid #0b57a4;background:#fff;color:#0b57a4;cursor:pointer;\
min-height:40px}\
button:focus-visible,a:focus-visible{outline:3px solid #1d6fd1;outline-offset:2px}\
form{margin:0}\
@media (max-width:48rem){\
.sides{grid-template-columns:1fr}\
thead{position:absolute;left:-9999px}\
table,tbody,td{display:block;width:100%;overflow-wrap:anywhere}\
table{background:none;box-shadow:none}\
tr{display:grid;grid-template-columns:1fr 1fr;background:#fff;border-radius:12px;margin:0 0 10px;padding:6px 0;box-shadow:0 1px 3px rgba(0,0,0,.1)}\
td{border:0;padding:4px 14px}\
td:empty{display:none}\
td::before{content:attr(data-name);display:block;color:#5b6673;font-size:.8em}\
nav a,button{min-height:44px}\
}";

pub(super) const HEADERS: [(HeaderName, &str); 4] = [
    (
        header::CONTENT_SECURITY_POLICY,
        // A button may open a page of a provider, which has another port.
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::CACHE_CONTROL, "no-store"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// HTML being written. Every text that goes in is escaped here.
#[derive(Debug, Default)]
pub(super) struct Html5(String);

impl Html5 {
    /// Markup of the workbench's own.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    pub(super) fn append(&mut self, other: &Self) -> &mut Self {
        self.0.push_str(&other.0);
        self
    }

    /// A text from outside, without the card numbers in it: a shop may use one as its reference.
    pub(super) fn text(&mut self, text: impl fmt::Display) -> &mut Self {
        self.0.push_str(&escape(&without_card_numbers(&text.to_string())));
        self
    }

    pub(super) fn both(&mut self, text: Bilingual) -> &mut Self {
        self.0.push_str(&both(text));
        self
    }

    pub(super) fn heading(&mut self, level: u8, id: &str, text: Bilingual) -> &mut Self {
        let (id, text) = (escape(id), both(text));
        let _ = write!(self.0, "<h{level} id=\"{id}\">{text}</h{level}>");
        self
    }

    pub(super) fn link(&mut self, href: &str, text: impl fmt::Display) -> &mut Self {
        let _ = write!(self.0, "<a href=\"{}\">", escape(href));
        self.text(text).raw("</a>")
    }

    /// A link of the navigation, `true` for the page that is shown.
    pub(super) fn tab(&mut self, href: &str, text: &str, is_current: bool) -> &mut Self {
        let (href, text) = (escape(href), escape(text));
        let current = if is_current { " aria-current=\"page\"" } else { "" };
        let _ = write!(self.0, "<a href=\"{href}\"{current}>{text}</a>");
        self
    }

    /// A button that posts these fields.
    pub(super) fn button(&mut self, action: &str, fields: &[(&str, String)], text: Bilingual) -> &mut Self {
        let _ = write!(self.0, "<form method=\"post\" action=\"{}\">", escape(action));
        for (name, value) in fields {
            let _ = write!(self.0, "<input type=\"hidden\" name=\"{}\" value=\"{}\">", escape(name), escape(value));
        }
        let _ = write!(self.0, "<button>{}</button></form>", both(text));
        self
    }

    /// A text, of which this part differs from another.
    pub(super) fn marked(&mut self, text: &str, part: Range<usize>) -> &mut Self {
        let (same, marked) = (text.get(..part.start).unwrap_or(text), text.get(part.clone()).unwrap_or_default());
        let rest = text.get(part.end..).unwrap_or_default();
        let _ = write!(self.0, "<pre>{}", escape(same));
        if !marked.is_empty() {
            let _ = write!(self.0, "<mark>{}</mark>", escape(marked));
        }
        let _ = write!(self.0, "{}</pre>", escape(rest));
        self
    }

    /// A table; without rows, a sentence that says so. Cells are markup by now.
    pub(super) fn table(&mut self, columns: &[Bilingual], rows: Vec<Vec<Self>>) -> &mut Self {
        if rows.is_empty() {
            return self.raw("<p class=\"quiet\">").both(NOTHING_YET).raw("</p>");
        }
        self.raw("<table><thead><tr>");
        for column in columns {
            self.raw("<th scope=\"col\">").both(*column).raw("</th>");
        }
        self.raw("</tr></thead><tbody>");
        for row in rows {
            self.raw("<tr>");
            for (cell, column) in row.into_iter().zip(columns) {
                let name = escape(&format!("{} · {}", column.ru, column.en));
                let _ = write!(self.0, "<td data-name=\"{name}\">{}</td>", cell.0);
            }
            self.raw("</tr>");
        }
        self.raw("</tbody></table>")
    }

    pub(super) fn respond(self, title: Bilingual) -> Response<Body> {
        let html = format!(
            "<!doctype html><html lang=\"ru\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <title>{ru} · {en}</title><style>{STYLE}</style></head><body>\
             <div class=\"sandbox\"><a href=\"/\">ПЕСОЧНИЦА / SANDBOX</a> · Деньги не списываются · \
             <span lang=\"en\">No real money moves</span></div><main><h1>{heading}</h1>{body}</main></body></html>",
            ru = escape(title.ru),
            en = escape(title.en),
            heading = both(title),
            body = self.0,
        );
        (StatusCode::OK, Html(html)).into_response()
    }
}

const NOTHING_YET: Bilingual = Bilingual { ru: "Пока ничего.", en: "Nothing yet." };

/// A cell with a text.
pub(super) fn cell(text: impl fmt::Display) -> Html5 {
    let mut cell = Html5::default();
    cell.text(text);
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_number_as_a_reference_is_masked() {
        let mut html = Html5::default();
        html.text("order 4111111111111111").link("/", "/v1/orders/4111111111111111");
        assert!(!html.0.contains("411111"), "{}", html.0);
    }

    #[test]
    fn nothing_breaks_out_of_texts_attributes_or_marks() {
        let evil = "\"><script>x</script>'&";
        let mut html = Html5::default();
        html.text(evil).link(evil, evil).tab(evil, evil, true).heading(2, evil, NOTHING_YET);
        html.button(evil, &[(evil, evil.to_owned())], NOTHING_YET).marked(evil, 3..9).marked(evil, 99..99);
        html.table(&[NOTHING_YET], vec![vec![cell(evil)]]);
        assert!(!html.0.contains("<script>"), "{}", html.0);
    }
}
