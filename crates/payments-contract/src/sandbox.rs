//! The parts of a test against the sandbox that are not the client's: the payer's browser, and the shop's server for callbacks.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Uri};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// Accepts every callback with HTTP 200, and keeps it.
pub struct CallbackReceiver(MockServer);

impl CallbackReceiver {
    /// Starts it at a free port of this machine.
    pub async fn start() -> Self {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(ResponseTemplate::new(200)).mount(&server).await;
        Self(server)
    }

    /// The address for callbacks.
    pub fn url(&self) -> String {
        format!("{}/callbacks", self.0.uri())
    }

    /// The callbacks, once there are at least so many; fewer after ten seconds.
    pub async fn wait_for(&self, count: usize) -> Vec<Request<Bytes>> {
        for _ in 0..1000 {
            if self.0.received_requests().await.is_some_and(|received| received.len() >= count) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let received = self.0.received_requests().await.unwrap_or_default();
        received.into_iter().filter_map(to_request).collect()
    }
}

fn to_request(received: wiremock::Request) -> Option<Request<Bytes>> {
    let mut request = Request::new(Bytes::from(received.body));
    *request.method_mut() = received.method;
    *request.uri_mut() = received.url.as_str().parse().ok()?;
    *request.headers_mut() = received.headers;
    Some(request)
}

impl std::fmt::Debug for CallbackReceiver {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "CallbackReceiver({})", self.url())
    }
}

/// Opens a page of the sandbox, or submits a form to it, and returns the whole response as text.
///
/// # Errors
///
/// The page cannot be reached, or has no text.
pub async fn browse(address: &str, form: Option<&str>) -> io::Result<String> {
    let uri: Uri = address.parse().map_err(io::Error::other)?;
    let form = form.map(str::to_owned);
    // The sandbox runs on the same thread as the test.
    tokio::task::spawn_blocking(move || exchange(&uri, form.as_deref())).await.map_err(io::Error::other)?
}

fn exchange(uri: &Uri, form: Option<&str>) -> io::Result<String> {
    let host = uri.authority().map_or("", |authority| authority.as_str());
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let (method, body) = form.map_or(("GET", ""), |form| ("POST", form));
    let length = body.len();
    let mut stream = TcpStream::connect(host)?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-length: {length}\r\n\
         content-type: application/x-www-form-urlencoded\r\n\r\n{body}"
    )?;
    let mut response = String::new();
    stream.read_to_string(&mut response)?;
    Ok(response)
}
