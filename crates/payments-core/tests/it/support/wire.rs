//! Authenticators and transports that do as they are told and remember what they saw.

use std::future::{pending, ready};
use std::sync::{Arc, Mutex, Once};

use bytes::Bytes;
use http::header::RETRY_AFTER;
use http::{HeaderMap, Request, Response, StatusCode};
use payments_core::{
    AuthError, AuthFuture, Authenticate, BaseUrl, BodyChunks, ChunkFuture, Pipeline, PipelineBuilder, ResponseBody,
    RetryPolicy, Transport, TransportError, TransportFuture, UnsignedRequest,
};

use super::clock::VirtualClock;
use super::provider::{Balance, TinyBank};

/// Adds no header.
pub(crate) struct NoAuth;

impl Authenticate for NoAuth {
    fn authenticate<'a>(&'a self, _request: UnsignedRequest<'a>) -> AuthFuture<'a> {
        Box::pin(ready(Ok(HeaderMap::new())))
    }
}

/// Cannot auth.
pub(crate) struct BrokenAuth;

impl Authenticate for BrokenAuth {
    fn authenticate<'a>(&'a self, _request: UnsignedRequest<'a>) -> AuthFuture<'a> {
        Box::pin(ready(Err(AuthError::Header("the project's name"))))
    }
}

/// Never finishes signing: a signing device that hangs.
pub(crate) struct HangingAuth;

impl Authenticate for HangingAuth {
    fn authenticate<'a>(&'a self, _request: UnsignedRequest<'a>) -> AuthFuture<'a> {
        Box::pin(pending())
    }
}

/// What a transport was given.
#[derive(Clone, Default)]
pub(crate) struct Sent(Arc<Mutex<Vec<Request<Bytes>>>>);

impl Sent {
    pub(crate) fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    /// Every request, in order.
    pub(crate) fn all(&self) -> Vec<Request<Bytes>> {
        self.0.lock().unwrap().clone()
    }

    /// The one request that was sent.
    #[track_caller]
    pub(crate) fn only(&self) -> Request<Bytes> {
        let mut requests = self.0.lock().unwrap();
        assert_eq!(requests.len(), 1, "exactly one request is sent");
        requests.pop().unwrap()
    }
}

/// Remembers every request and answers each alike.
pub(crate) fn answering(status: u16, body: &'static str) -> (Sent, impl Transport) {
    let sent = Sent::default();
    let seen = sent.clone();
    let transport = move |request: Request<Bytes>| {
        seen.0.lock().unwrap().push(request);
        let mut response = Response::new(Bytes::from_static(body.as_bytes()));
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        ready(Ok(response))
    };
    (sent, transport)
}

/// Fails every request alike.
pub(crate) fn failing(error: fn() -> TransportError) -> impl Transport {
    move |_: Request<Bytes>| ready(Err(error()))
}

/// Takes the request and never answers.
pub(crate) fn silent() -> impl Transport {
    |_: Request<Bytes>| pending()
}

/// One event in the life of a body.
#[derive(Clone)]
pub(crate) enum Piece {
    Bytes(&'static str),
    Breaks(fn() -> TransportError),
    Hangs,
}

/// Answers with a status and a body in pieces, and counts the pieces that were taken.
#[derive(Clone)]
pub(crate) struct InPieces {
    pub(crate) status: StatusCode,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) delimited: bool,
    pub(crate) taken: Arc<Mutex<usize>>,
}

impl InPieces {
    pub(crate) fn new(status: StatusCode, pieces: impl Into<Vec<Piece>>) -> Self {
        Self { status, pieces: pieces.into(), delimited: true, taken: Arc::default() }
    }

    pub(crate) fn taken(&self) -> usize {
        *self.taken.lock().unwrap()
    }
}

impl Transport for InPieces {
    fn send(&self, _request: Request<Bytes>) -> TransportFuture<'_> {
        let body = ResponseBody::from_chunks(self.clone());
        let mut response = Response::new(if self.delimited { body } else { body.undelimited() });
        *response.status_mut() = self.status;
        Box::pin(ready(Ok(response)))
    }
}

impl BodyChunks for InPieces {
    fn next_chunk(&mut self) -> ChunkFuture<'_> {
        let mut taken = self.taken.lock().unwrap();
        let piece = self.pieces.get(*taken).cloned();
        *taken += 1;
        match piece {
            None => Box::pin(ready(Ok(None))),
            Some(Piece::Bytes(bytes)) => Box::pin(ready(Ok(Some(Bytes::from_static(bytes.as_bytes()))))),
            Some(Piece::Breaks(error)) => Box::pin(ready(Err(error()))),
            Some(Piece::Hangs) => Box::pin(pending()),
        }
    }
}

pub(crate) const BASE_URL: &str = "https://gate.example/api";

/// Where every pipeline of these tests begins.
///
/// The log points of a call are met here once, before any test listens to them: tracing may forget a listener that
/// appears while another thread meets a log point for the first time.
pub(crate) fn builder() -> PipelineBuilder<TinyBank> {
    static LOG_POINTS: Once = Once::new();
    LOG_POINTS.call_once(|| {
        let clock = VirtualClock::default();
        let builder = Pipeline::<TinyBank>::builder().environment("test").clock(clock.clone());
        let pipeline = builder.transport(answering(200, "unreadable").1).build(base_url(), NoAuth).unwrap();
        let failing_call = || clock.drive(pipeline.send(&Balance)).unwrap_err();
        tracing::subscriber::with_default(tracing_subscriber::registry(), failing_call);
    });
    // One attempt, unless repeats are the question.
    Pipeline::builder().environment("test").response_limit(64).retry_policy(RetryPolicy::none())
}

/// Where the tiny bank would be.
pub(crate) fn base_url() -> BaseUrl {
    BASE_URL.parse().unwrap()
}

/// A pipeline to the tiny bank over this transport, in virtual time.
pub(crate) fn pipeline(
    clock: &VirtualClock,
    transport: impl Transport,
    authenticator: impl Authenticate,
) -> Pipeline<TinyBank> {
    builder().transport(transport).clock(clock.clone()).build(base_url(), authenticator).unwrap()
}

/// How a [`scripted`] network treats one request.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    NotSent,
    MaybeSent,
    Silence,
    Response(u16, &'static str),
    /// With a `Retry-After`.
    TryLater(u16, &'static str, String),
}

/// Remembers every request and treats each by the next step; the last one stays.
pub(crate) fn scripted(steps: impl Into<Vec<Step>>) -> (Sent, impl Transport) {
    let (sent, steps) = (Sent::default(), steps.into());
    let seen = sent.clone();
    let transport = move |request: Request<Bytes>| {
        let mut requests = seen.0.lock().unwrap();
        let step = steps[requests.len().min(steps.len() - 1)].clone();
        requests.push(request);
        async move { play(step).await }
    };
    (sent, transport)
}

async fn play(step: Step) -> Result<Response<Bytes>, TransportError> {
    let (status, body, retry_after) = match step {
        Step::NotSent => return Err(TransportError::not_sent("connection refused")),
        Step::MaybeSent => return Err(TransportError::maybe_sent("connection reset")),
        Step::Silence => return pending().await,
        Step::Response(status, body) => (status, body, None),
        Step::TryLater(status, body, when) => (status, body, Some(when)),
    };
    let mut response = Response::new(Bytes::from_static(body.as_bytes()));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    if let Some(when) = retry_after {
        response.headers_mut().insert(RETRY_AFTER, when.parse().unwrap());
    }
    Ok(response)
}
