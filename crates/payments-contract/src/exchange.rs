//! The server of a case, and the requests it received.

use std::fmt;
use std::sync::Arc;

use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::Failure;
use payments_core::RawResponse;
use payments_samples::case_file::RequestFile;

/// The server of one case, which returns the case's response to the case's request.
#[derive(Clone)]
pub struct Exchange {
    server: Arc<MockServer>,
    base_path: &'static str,
}

impl Exchange {
    pub(crate) async fn start(base_path: &'static str, request: &RequestFile, answer: &RawResponse) -> Self {
        let server = MockServer::start().await;
        let mut response = ResponseTemplate::new(answer.status).set_body_bytes(answer.body.to_vec());
        for (name, value) in &answer.headers {
            response = response.append_header(name.clone(), value.clone());
        }
        let to_this_request = Mock::given(method(request.method.as_str())).and(path(request.path()));
        to_this_request.respond_with(response).mount(&server).await;
        Self { server: Arc::new(server), base_path }
    }

    /// The address of the server, with the suite's base path if there is one, without a trailing slash.
    pub fn address(&self) -> String {
        format!("{}{}", self.server.uri(), self.base_path)
    }

    /// The one request that was received.
    ///
    /// # Errors
    ///
    /// No request was received, or more than one.
    pub async fn received(&self) -> Result<Recorded, Failure> {
        let received = self.server.received_requests().await.ok_or("the server keeps no requests")?;
        match received.as_slice() {
            [request] => Ok(Recorded::new(request)),
            [] => Err("no request was sent".into()),
            several => Err(format!("{} requests were sent instead of one", several.len()).into()),
        }
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Exchange").field(&self.address()).finish()
    }
}

/// A received request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recorded {
    /// The method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// All headers: names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Recorded {
    fn new(request: &wiremock::Request) -> Self {
        let path = request.url.path();
        let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        Self {
            method: request.method.to_string(),
            target: request.url.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}")),
            headers: request.headers.iter().map(header).collect(),
            body: request.body.clone(),
        }
    }

    /// The first header of this name, which must be given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|(candidate, value)| (candidate == name).then_some(value.as_str()))
    }
}
