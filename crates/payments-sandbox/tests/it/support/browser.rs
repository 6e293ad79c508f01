//! As much of a browser as the pages need: it reads a form, fills it in and submits it.

use axum::http::StatusCode;
use url::Url;

use super::http::{self, HttpResponse};
use super::merchant::Pairs;

pub(crate) struct Browser;

/// A page with one form.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) html: String,
    pub(crate) policy: String,
    url: Url,
}

/// A card that is good, with a security code.
pub(crate) fn source_card(cvv2: &str) -> Vec<(&'static str, String)> {
    [
        ("credit_card_number", "4444 4444 4444 4448"),
        ("expiry", "12/30"),
        ("cvv2", cvv2),
        ("card_printed_name", "IVAN IVANOV"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into()
}

impl Browser {
    pub(crate) async fn open(&self, url: &str) -> Page {
        Page::new(url.parse().unwrap(), &http::get(url).await)
    }

    /// Submits a form of some shop.
    pub(crate) async fn post(&self, url: &str, fields: &[(&str, &str)]) -> Page {
        Page::new(url.parse().unwrap(), &http::post_form(url, fields).await)
    }
}

impl Page {
    fn new(url: Url, reply: &HttpResponse) -> Self {
        let policy = reply.header("content-security-policy").unwrap().to_owned();
        Self { status: reply.status, html: reply.text(), policy, url }
    }

    pub(crate) fn action(&self) -> String {
        unescape(attribute(&self.html, "action").expect("a form"))
    }

    /// The names of the fields one can see, in order.
    pub(crate) fn fields(&self) -> Vec<&str> {
        self.inputs().filter(|tag| !tag.contains("type=\"hidden\"")).filter_map(|tag| attribute(tag, "name")).collect()
    }

    /// The fields one cannot see.
    pub(crate) fn hidden(&self) -> Pairs {
        let text = |tag, name| unescape(attribute(tag, name).unwrap());
        self.inputs()
            .filter(|tag| tag.contains("type=\"hidden\""))
            .map(|tag| (text(tag, "name"), text(tag, "value")))
            .collect()
    }

    fn inputs(&self) -> impl Iterator<Item = &str> {
        self.html.split("<input").skip(1).map(|rest| rest.split('>').next().unwrap())
    }

    /// Types into fields that are there, presses a button that is there.
    pub(crate) async fn submit(&self, typed: &[(&'static str, String)], button: &str) -> Self {
        let (action, reply) = self.press(typed, button).await;
        Self::new(action, &reply)
    }

    /// The same where no page need follow.
    pub(crate) async fn press(&self, typed: &[(&'static str, String)], button: &str) -> (Url, HttpResponse) {
        let action = self.url.join(&self.action()).unwrap();
        for (name, _) in typed {
            assert!(self.fields().contains(name), "no field {name} in {}", self.html);
        }
        assert!(self.html.contains(&format!("name=\"action\" value=\"{button}\"")), "{}", self.html);
        let mut fields: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fields.push(("action", button));
        let reply = http::post_form(action.as_str(), &fields).await;
        (action, reply)
    }

    /// Says the password.
    pub(crate) async fn say(&self, password: &str) -> Self {
        self.submit(&[("password", password.to_owned())], "confirm").await
    }
}

fn attribute<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = html.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
