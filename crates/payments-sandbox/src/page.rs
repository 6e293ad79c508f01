//! The look of every page a payer sees. No outside resource and no script, save for one line that presses a button;
//! each sentence in Russian and in English.

use std::fmt::Write as _;

use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use sha2::{Digest as _, Sha256};

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
fieldset{border:0;margin:0 0 8px;padding:0}\
legend{font-weight:700;padding:0;margin:0 0 8px}\
.fields{display:flex;flex-wrap:wrap;gap:0 12px}\
.field{flex:1 1 100%;margin:0 0 14px;min-width:0}\
.half{flex:1 1 8rem}\
label{display:block;margin:0 0 4px;color:#394450}\
input{width:100%;min-height:52px;padding:8px 12px;border:1px solid #a9b3bd;border-radius:10px;font:inherit;\
font-variant-numeric:tabular-nums;background:#fff;color:inherit}\
input::placeholder{color:#a3adb7}\
input:focus-visible{outline:3px solid #1d6fd1;outline-offset:1px}\
input[aria-invalid]{border:2px solid #a11d1d}\
.error{margin:4px 0 0;color:#a11d1d;font-size:.9em}\
.error .en{color:inherit}\
.quiet{background:#fff;color:#a11d1d;border-color:#a11d1d}\
button:focus-visible,.button:focus-visible{outline:3px solid #1d6fd1;outline-offset:2px}";

/// A sentence in both languages of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bilingual {
    pub(crate) ru: &'static str,
    pub(crate) en: &'static str,
}

/// A field to fill in. It is always shown empty: what was typed before never comes back in a page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Input {
    pub(crate) name: &'static str,
    pub(crate) label: Bilingual,
    /// An example of what to type.
    pub(crate) example: &'static str,
    pub(crate) kind: InputKind,
    /// What was wrong with what was typed before.
    pub(crate) error: Option<Bilingual>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InputKind {
    Text,
    /// Digits, as wide as the page.
    Digits,
    /// Digits, half as wide.
    FewDigits,
    Secret,
}

/// Fields that belong together.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) title: Option<Bilingual>,
    pub(crate) inputs: Vec<Input>,
}

/// A page being written. Every text that goes in is escaped here, so that no caller can forget it.
#[derive(Debug)]
pub(crate) struct Page {
    title: Bilingual,
    body: String,
    presses_button: bool,
    goes_on: Option<(u32, String)>,
}

impl Page {
    pub(crate) fn new(title: Bilingual) -> Self {
        Self { title, body: String::new(), presses_button: false, goes_on: None }
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
        self.open_form(action);
        self.buttons(name, buttons);
        self.body.push_str("</form>");
        self
    }

    /// The same with fields above the buttons.
    pub(crate) fn form(
        mut self,
        action: &str,
        sections: &[Section],
        name: &str,
        buttons: &[(&str, Bilingual)],
    ) -> Self {
        self.open_form(action);
        let inputs = || sections.iter().flat_map(|section| &section.inputs);
        let focused = inputs().find(|input| input.error.is_some()).or_else(|| inputs().next());
        let focused = focused.map_or("", |input| input.name);
        for section in sections {
            self.section(section, focused);
        }
        self.buttons(name, buttons);
        self.body.push_str("</form>");
        self
    }

    /// Sends the browser on by a POST of `fields`: at once where scripts run and it is `at_once`, else by the button.
    pub(crate) fn hand_over(
        mut self,
        action: &str,
        fields: &[(&str, String)],
        button: Bilingual,
        at_once: bool,
    ) -> Self {
        self.open_form(action);
        for (name, value) in fields {
            let (name, value) = (escape(name), escape(value));
            let _ = write!(self.body, "<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
        }
        let _ = write!(self.body, "<button>{}</button></form>", both(button));
        self.presses_button = at_once;
        self
    }

    fn open_form(&mut self, action: &str) {
        let _ = write!(self.body, "<form method=\"post\" action=\"{}\">", escape(action));
    }

    fn buttons(&mut self, name: &str, buttons: &[(&str, Bilingual)]) {
        for (position, (value, text)) in buttons.iter().enumerate() {
            let class = if position == 0 { "" } else { " class=\"quiet\"" };
            let (name, value, text) = (escape(name), escape(value), both(*text));
            let _ = write!(self.body, "<button{class} name=\"{name}\" value=\"{value}\">{text}</button>");
        }
    }

    fn section(&mut self, section: &Section, focused: &str) {
        self.body.push_str("<fieldset>");
        if let Some(title) = section.title {
            let _ = write!(self.body, "<legend>{}</legend>", both(title));
        }
        self.body.push_str("<div class=\"fields\">");
        for input in &section.inputs {
            self.input(input, input.name == focused);
        }
        self.body.push_str("</div></fieldset>");
    }

    fn input(&mut self, input: &Input, focused: bool) {
        let (name, label, example) = (escape(input.name), both(input.label), escape(input.example));
        let class = if input.kind == InputKind::FewDigits { "field half" } else { "field" };
        let kind = match input.kind {
            InputKind::Text => "type=\"text\"",
            InputKind::Digits | InputKind::FewDigits => "type=\"text\" inputmode=\"numeric\"",
            InputKind::Secret => "type=\"password\"",
        };
        let invalid = if input.error.is_some() {
            format!(" aria-invalid=\"true\" aria-describedby=\"{name}-error\"")
        } else {
            String::new()
        };
        let autofocus = if focused { " autofocus" } else { "" };
        let _ = write!(
            self.body,
            "<div class=\"{class}\"><label for=\"{name}\">{label}</label>\
             <input id=\"{name}\" name=\"{name}\" {kind} placeholder=\"{example}\" autocomplete=\"off\"{invalid}{autofocus}>"
        );
        if let Some(error) = input.error {
            let _ = write!(self.body, "<p class=\"error\" id=\"{name}-error\">{}</p>", both(error));
        }
        self.body.push_str("</div>");
    }

    /// The browser goes on by itself after so many seconds, without a script.
    pub(crate) fn go_on_after(mut self, seconds: u32, url: &str) -> Self {
        self.goes_on = Some((seconds, url.to_owned()));
        self
    }

    pub(crate) fn link(mut self, href: &str, text: Bilingual) -> Self {
        let _ = write!(self.body, "<a class=\"button\" href=\"{}\">{}</a>", escape(href), both(text));
        self
    }

    pub(crate) fn respond(self, status: StatusCode) -> Response<Bytes> {
        let html = format!(
            "<!doctype html><html lang=\"ru\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             {refresh}<title>{ru} · {en}</title><style>{STYLE}</style></head><body>\
             <div class=\"sandbox\">ПЕСОЧНИЦА / SANDBOX\
             <small>Деньги не списываются · <span lang=\"en\">No real money moves</span></small></div>\
             <main><div class=\"card\"><h1>{heading}</h1>{body}</div></main>{script}</body></html>",
            refresh = self.refresh(),
            ru = escape(self.title.ru),
            en = escape(self.title.en),
            heading = both(self.title),
            body = self.body,
            script = if self.presses_button { format!("<script>{PRESS}</script>") } else { String::new() },
        );
        let mut response = Response::new(Bytes::from(html));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.extend(HEADERS.map(|(name, value)| (name, HeaderValue::from_static(value))));
        headers
            .extend(HeaderValue::try_from(self.policy()).ok().map(|policy| (header::CONTENT_SECURITY_POLICY, policy)));
        response
    }

    fn refresh(&self) -> String {
        let Some((seconds, url)) = &self.goes_on else {
            return String::new();
        };
        format!("<meta http-equiv=\"refresh\" content=\"{seconds};url={}\">", escape(url))
    }

    /// Allows the one script by its hash, and only where it is.
    fn policy(&self) -> String {
        let mut policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'".to_owned();
        if self.presses_button {
            let _ = write!(policy, "; script-src 'sha256-{}'", STANDARD.encode(Sha256::digest(PRESS)));
        }
        policy
    }
}

const PRESS: &str = "document.forms[0].submit()";

const HEADERS: [(HeaderName, &str); 4] = [
    (header::CONTENT_TYPE, "text/html; charset=utf-8"),
    (header::CACHE_CONTROL, "no-store"),
    // The address of the page is as good as a key to it.
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

pub(crate) fn both(text: Bilingual) -> String {
    format!("{} <span class=\"en\" lang=\"en\">{}</span>", escape(text.ru), escape(text.en))
}

pub(crate) fn escape(text: &str) -> String {
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
