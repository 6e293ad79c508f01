//! A transport with prepared responses.

use std::collections::VecDeque;
use std::fmt;
use std::future::pending;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};

use super::{fail, lock};
use crate::raw_response::RawResponse;
use crate::transport::{BodyChunks, ChunkFuture, ResponseBody, Transport, TransportError, TransportFuture};

/// A prepared response of a [`FakeTransport`], or the way in which it fails.
///
/// ```
/// use payments_core::testing::FakeResponse;
///
/// let script = [
///     FakeResponse::broken(),
///     FakeResponse::http(502, "<html>Bad Gateway</html>").header("retry-after", "5"),
///     FakeResponse::ok(r#"{"status":"ok"}"#),
/// ];
/// # let _ = script;
/// ```
#[derive(Clone)]
pub struct FakeResponse(Behaviour);

#[derive(Clone)]
enum Behaviour {
    Http { status: StatusCode, headers: HeaderMap, body: Bytes, end: End },
    Unreachable,
    Broken,
    Silent,
}

/// How a body ends.
#[derive(Clone, Copy)]
enum End {
    Marked,
    /// By the end of the connection.
    Unmarked,
    /// In the middle.
    CutOff,
}

impl FakeResponse {
    /// HTTP 200 with this text as its body: a string, or whatever prints as one, such as a JSON value.
    pub fn ok(body: impl fmt::Display) -> Self {
        Self::with_status(StatusCode::OK, body)
    }

    /// This HTTP status, with this text as its body.
    ///
    /// # Panics
    ///
    /// If the status is not from 100 to 999.
    #[track_caller]
    pub fn http(status: u16, body: impl fmt::Display) -> Self {
        match StatusCode::from_u16(status) {
            Ok(status) => Self::with_status(status, body),
            Err(_) => fail(format_args!("{status} is no HTTP status")),
        }
    }

    fn with_status(status: StatusCode, body: impl fmt::Display) -> Self {
        let body = body.to_string().into();
        Self(Behaviour::Http { status, headers: HeaderMap::new(), body, end: End::Marked })
    }

    /// No connection can be made: the request is not sent.
    pub const fn unreachable() -> Self {
        Self(Behaviour::Unreachable)
    }

    /// The connection breaks after the request was sent: the provider may have acted.
    pub const fn broken() -> Self {
        Self(Behaviour::Broken)
    }

    /// No response, ever: the attempt ends by its timeout, and the provider may have acted.
    pub const fn silent() -> Self {
        Self(Behaviour::Silent)
    }

    /// Adds a header. A failure has none.
    ///
    /// # Panics
    ///
    /// If the name or the value cannot be used in a header.
    #[must_use]
    #[track_caller]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) else {
            fail(format_args!("{name:?} with this value is no header"))
        };
        if let Behaviour::Http { headers, .. } = &mut self.0 {
            headers.append(name, value);
        }
        self
    }

    /// Replaces the body by bytes that need not be text, such as those of a file. A failure has none.
    #[must_use]
    pub fn bytes(mut self, bytes: impl Into<Bytes>) -> Self {
        if let Behaviour::Http { body, .. } = &mut self.0 {
            *body = bytes.into();
        }
        self
    }

    /// Ends the body by the end of the connection only, so that it may be cut without notice. A failure has none.
    #[must_use]
    pub const fn undelimited(self) -> Self {
        self.ending(End::Unmarked)
    }

    /// Breaks the connection after the first half of the body: the provider has acted, and its response is lost. A failure
    /// has no body.
    #[must_use]
    pub const fn cut_off(self) -> Self {
        self.ending(End::CutOff)
    }

    const fn ending(mut self, how: End) -> Self {
        if let Behaviour::Http { end, .. } = &mut self.0 {
            *end = how;
        }
        self
    }

    async fn give(self) -> Result<Response<ResponseBody>, TransportError> {
        match self.0 {
            Behaviour::Http { status, headers, body, end } => {
                let mut response = Response::new(match end {
                    End::Marked => ResponseBody::from(body),
                    End::Unmarked => ResponseBody::from(body).undelimited(),
                    End::CutOff => ResponseBody::from_chunks(CutOff(Some(body.slice(..body.len() / 2)))),
                });
                *response.status_mut() = status;
                *response.headers_mut() = headers;
                Ok(response)
            }
            Behaviour::Unreachable => Err(TransportError::not_sent("connection refused")),
            Behaviour::Broken => Err(TransportError::maybe_sent("connection reset")),
            Behaviour::Silent => pending().await,
        }
    }
}

/// A response as it was recorded.
impl From<RawResponse> for FakeResponse {
    fn from(recorded: RawResponse) -> Self {
        let end = if recorded.is_delimited() { End::Marked } else { End::Unmarked };
        let RawResponse { status, headers, body, .. } = recorded;
        Self(Behaviour::Http { status, headers, body, end })
    }
}

/// The part of a body before its connection breaks.
struct CutOff(Option<Bytes>);

impl BodyChunks for CutOff {
    fn next_chunk(&mut self) -> ChunkFuture<'_> {
        let part = self.0.take().map(Some);
        Box::pin(async { part.ok_or_else(|| TransportError::maybe_sent("connection reset")) })
    }
}

/// Shows the status and the size of the body, which may hold a token.
impl fmt::Debug for FakeResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Behaviour::Http { status, body, .. } => {
                write!(formatter, "FakeResponse(HTTP {}, {} bytes)", status.as_u16(), body.len())
            }
            Behaviour::Unreachable => formatter.write_str("FakeResponse(unreachable)"),
            Behaviour::Broken => formatter.write_str("FakeResponse(broken)"),
            Behaviour::Silent => formatter.write_str("FakeResponse(silent)"),
        }
    }
}

/// A transport without a network: it gives prepared responses in order, then the last one again and again, and records the
/// requests.
///
/// Clones are the same transport: give one to the builder of a client, and look at the requests in the other.
///
/// ```
/// use payments_core::Transport as _;
/// use payments_core::testing::{FakeResponse, FakeTransport, VirtualClock};
///
/// let transport = FakeTransport::new([FakeResponse::unreachable(), FakeResponse::ok("{}")]);
/// let clock = VirtualClock::new();
/// // A client sends requests itself.
/// let request = || http::Request::new(bytes::Bytes::from("amount=100"));
///
/// assert!(!clock.run(transport.send(request())).unwrap_err().may_have_been_sent());
/// assert_eq!(clock.run(transport.send(request())).unwrap().status(), 200);
/// assert_eq!(transport.requests()[1].body(), "amount=100");
/// ```
#[derive(Clone)]
pub struct FakeTransport {
    responses: Arc<Mutex<VecDeque<FakeResponse>>>,
    requests: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl FakeTransport {
    /// Creates a transport that gives these responses, one for each request. Without any, no request may be sent.
    pub fn new(responses: impl IntoIterator<Item = FakeResponse>) -> Self {
        Self { responses: Arc::new(Mutex::new(responses.into_iter().collect())), requests: Arc::default() }
    }

    /// Adds a response after those that are left.
    pub fn push(&self, response: FakeResponse) {
        lock(&self.responses).push_back(response);
    }

    /// Every request that was sent, in order, one for each attempt. It has the body as it was sent, card data and tokens
    /// included: do not print it.
    pub fn requests(&self) -> Vec<Request<Bytes>> {
        lock(&self.requests).clone()
    }

    /// The only request that was sent.
    ///
    /// # Panics
    ///
    /// If none was sent, or several.
    #[track_caller]
    pub fn request(&self) -> Request<Bytes> {
        let requests = lock(&self.requests);
        match &**requests {
            [request] => request.clone(),
            requests => fail(format_args!("{} requests were sent", requests.len())),
        }
    }

    #[track_caller]
    fn next(&self) -> FakeResponse {
        let mut responses = lock(&self.responses);
        let next = if responses.len() > 1 { responses.pop_front() } else { responses.front().cloned() };
        next.unwrap_or_else(|| fail(format_args!("a request was sent for which no response was prepared")))
    }
}

impl Transport for FakeTransport {
    /// # Panics
    ///
    /// If there is no response.
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        lock(&self.requests).push(request);
        Box::pin(self.next().give())
    }
}

/// Shows how many requests were sent, and none of them.
impl fmt::Debug for FakeTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "FakeTransport({} requests)", lock(&self.requests).len())
    }
}

/// A transport that sends every request by another one, and loses the response: the provider has acted, and the call's outcome
/// is unknown. To test recoveries against a sandbox.
///
/// ```
/// use payments_core::Transport as _;
/// use payments_core::testing::{FakeResponse, FakeTransport, LosesResponses, VirtualClock};
///
/// let transport = FakeTransport::new([FakeResponse::ok("{}")]);
/// let losing = LosesResponses::of(transport.clone());
/// let lost = VirtualClock::new().run(losing.send(http::Request::default()));
/// assert!(lost.unwrap_err().may_have_been_sent());
/// assert_eq!(transport.requests().len(), 1);
/// ```
#[derive(Clone, Debug)]
pub struct LosesResponses<T>(T);

impl<T: Transport> LosesResponses<T> {
    /// Loses the responses of this transport.
    pub const fn of(transport: T) -> Self {
        Self(transport)
    }
}

impl<T: Transport> Transport for LosesResponses<T> {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async {
            self.0.send(request).await?;
            Err(TransportError::maybe_sent("the response was lost"))
        })
    }
}

/// The value of a request's header, if it is there.
///
/// # Panics
///
/// If it is there twice, or is not ASCII text.
#[track_caller]
pub fn header<'a>(request: &'a Request<Bytes>, name: &str) -> Option<&'a str> {
    let mut values = request.headers().get_all(name).iter();
    let value = values.next()?;
    match (values.next(), value.to_str()) {
        (None, Ok(value)) => Some(value),
        (None, Err(_)) => fail(format_args!("the header {name} is not ASCII text")),
        (Some(_), _) => fail(format_args!("the header {name} is there twice")),
    }
}
