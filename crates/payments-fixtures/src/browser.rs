//! The payer's browser: opens a page, fills in a form, presses a button. It follows no redirects.

use axum::body::{Body, to_bytes};
use http::{Request, StatusCode, header};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use url::Url;
use url::form_urlencoded::Serializer;

use crate::Failure;

/// Larger than any page of the sandbox.
const LONGEST_PAGE: usize = 1024 * 1024;

/// A browser without a screen.
#[derive(Debug)]
pub struct Browser(Client<HttpConnector, Body>);

/// What the browser shows after a request.
#[derive(Debug)]
pub struct Page {
    /// How the request was answered.
    pub status: StatusCode,
    /// Where it came from, against which the page's own addresses are read.
    address: Url,
    /// Where the browser is sent on to.
    pub location: Option<String>,
    html: String,
}

impl Browser {
    /// Opens it.
    #[expect(clippy::new_without_default, reason = "a browser is opened, not defaulted")]
    pub fn new() -> Self {
        Self(Client::builder(TokioExecutor::new()).build_http())
    }

    /// Opens an address.
    pub async fn open(&self, address: &str) -> Result<Page, Failure> {
        self.send(address, Request::get(address).body(Body::empty())?).await
    }

    /// Submits fields to an address.
    pub async fn submit<'a>(
        &self,
        address: &str,
        fields: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Page, Failure> {
        let form = Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(address)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form))?;
        self.send(address, request).await
    }

    /// Fills in the fields of the page's form, presses the button with this value, and submits what was hidden too.
    pub async fn press(&self, page: &Page, button: &str, filled: &[(&str, &str)]) -> Result<Page, Failure> {
        let form = page.form()?;
        let name = form.button(button).ok_or_else(|| format!("the page has no button {button:?}"))?;
        for (field, _) in filled {
            if !form.has_input(field) {
                return Err(format!("the page does not ask for {field}").into());
            }
        }
        let fields = [(name.as_str(), button)].into_iter().chain(filled.iter().copied());
        self.submit(&form.action, form.hidden().iter().map(pair).chain(fields)).await
    }

    /// Submits the page's form as it is, as a page does that sends the browser on.
    pub async fn go_on(&self, page: &Page) -> Result<Page, Failure> {
        let form = page.form()?;
        self.submit(&form.action, form.hidden().iter().map(pair)).await
    }

    async fn send(&self, address: &str, request: Request<Body>) -> Result<Page, Failure> {
        let (head, body) = self.0.request(request).await?.into_parts();
        let html = to_bytes(Body::new(body), LONGEST_PAGE).await?;
        Ok(Page {
            status: head.status,
            address: Url::parse(address)?,
            location: head.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned),
            html: String::from_utf8(html.to_vec())?,
        })
    }
}

fn pair((name, value): &(String, String)) -> (&str, &str) {
    (name, value)
}

impl Page {
    fn form(&self) -> Result<Form<'_>, Failure> {
        let html = self.html.split("<form").nth(1).ok_or("the page has no form")?;
        let action = attribute(html, "action").ok_or("the page's form goes nowhere")?;
        Ok(Form { html, action: self.address.join(&action)?.into() })
    }
}

/// The first form of a page.
struct Form<'a> {
    html: &'a str,
    action: String,
}

impl Form<'_> {
    /// The name of the button with this value.
    fn button(&self, value: &str) -> Option<String> {
        let mut buttons = self.html.split("<button").skip(1);
        buttons
            .find(|button| attribute(button, "value").as_deref() == Some(value))
            .and_then(|tag| attribute(tag, "name"))
    }

    fn has_input(&self, name: &str) -> bool {
        self.html.split("<input").skip(1).any(|input| attribute(input, "name").as_deref() == Some(name))
    }

    /// Names and values of the hidden fields.
    fn hidden(&self) -> Vec<(String, String)> {
        let inputs = self.html.split("<input").skip(1);
        let hidden = inputs.filter(|input| attribute(input, "type").as_deref() == Some("hidden"));
        hidden.filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value")?))).collect()
    }
}

/// The value of an attribute in the first tag of `html`.
fn attribute(html: &str, name: &str) -> Option<String> {
    let tag = html.split('>').next()?;
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let value = rest.split('"').next()?;
    Some(
        value
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&"),
    )
}
