//! The payer's browser: opens a page, submits a form, presses a button. It follows no redirects.

use axum::body::{Body, to_bytes};
use http::{Method, Request, StatusCode, header};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use url::Url;
use url::form_urlencoded::Serializer;

use crate::Failure;

/// Larger than any page of the sandbox.
const LONGEST_PAGE: usize = 1024 * 1024;

pub(crate) struct Browser(Client<HttpConnector, Body>);

/// What the browser shows after a request.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    /// Where it came from, against which the page's own addresses are read.
    address: Url,
    /// Where the browser is sent on to.
    pub(crate) location: Option<String>,
    html: String,
}

impl Browser {
    pub(crate) fn new() -> Self {
        Self(Client::builder(TokioExecutor::new()).build_http())
    }

    /// Submits a form.
    pub(crate) async fn submit<'a>(
        &self,
        address: &str,
        fields: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Page, Failure> {
        let form = Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::builder()
            .method(Method::POST)
            .uri(address)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form))?;
        let (head, body) = self.0.request(request).await?.into_parts();
        let html = to_bytes(Body::new(body), LONGEST_PAGE).await?;
        Ok(Page {
            status: head.status,
            address: Url::parse(address)?,
            location: head.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned),
            html: String::from_utf8(html.to_vec())?,
        })
    }

    /// Presses the button with this value on the page's form.
    pub(crate) async fn press(&self, page: &Page, value: &str) -> Result<Page, Failure> {
        let (action, name) = page.button(value).ok_or_else(|| format!("the page has no button {value:?}"))?;
        self.submit(page.address.join(&action)?.as_str(), [(name.as_str(), value)]).await
    }
}

impl Page {
    /// Address of the form and name of the button with this value.
    fn button(&self, value: &str) -> Option<(String, String)> {
        let form = self.html.split("<form").nth(1)?;
        let action = attribute(form, "action")?;
        let button = form.split("<button").find(|button| attribute(button, "value").as_deref() == Some(value))?;
        Some((action, attribute(button, "name")?))
    }
}

/// The value of an attribute in the first tag of `html`.
fn attribute(html: &str, name: &str) -> Option<String> {
    let tag = html.split('>').next()?;
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(rest.split('"').next()?.replace("&amp;", "&"))
}
