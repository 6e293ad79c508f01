//! Scripted authenticators and transports that record what they get.

use std::future::{pending, ready};
use std::sync::{Arc, Mutex, Once};

use bytes::Bytes;
use http::header::RETRY_AFTER;
use http::{HeaderMap, Request, Response, StatusCode};
use payments_core::{
    AuthError, AuthFuture, Authenticate, BaseUrl, BodyChunks, ChunkFuture, Pipeline, PipelineBuilder, ResponseBody,
    RetryPolicy, Transport, TransportError, TransportFuture, UnsignedRequest,
};

use super::provider::{Balance, TinyBank};
use payments_core::testing::VirtualClock;

/// Adds no header.
pub(crate) struct NoAuth;

impl Authenticate<TinyBank> for NoAuth {
    fn authenticate<'a>(&'a self, _request: UnsignedRequest<'a>, _auth: &'a ()) -> AuthFuture<'a> {
        Box::pin(ready(Ok(HeaderMap::new())))
    }
}

/// An authenticator that always fails.
pub(crate) struct BrokenAuth;

impl Authenticate<TinyBank> for BrokenAuth {
    fn authenticate<'a>(&'a self, _request: UnsignedRequest<'a>, _auth: &'a ()) -> AuthFuture<'a> {
        Box::pin(ready(Err(AuthError::Header("the project's name"))))
    }
}

/// An authenticator that never finishes, like a signing device that hangs.
pub(crate) struct HangingAuth;

impl Authenticate<TinyBank> for HangingAuth {
    fn authenticate<'a>(&'a self, _request: UnsignedRequest<'a>, _auth: &'a ()) -> AuthFuture<'a> {
        Box::pin(pending())
    }
}

/// The requests that a transport received.
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

/// Records every request and always sends the same response.
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

/// Fails every request with the same error.
pub(crate) fn failing(error: fn() -> TransportError) -> impl Transport {
    move |_: Request<Bytes>| ready(Err(error()))
}

/// Takes the request and never responds.
pub(crate) fn silent() -> impl Transport {
    |_: Request<Bytes>| pending()
}

/// One step of reading a body.
#[derive(Clone)]
pub(crate) enum Piece {
    Bytes(&'static str),
    Breaks(fn() -> TransportError),
    Hangs,
}

/// Responds with a status and a body in chunks, and counts the chunks that were read.
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

/// The base of every pipeline in these tests.
///
/// Each tracing callsite of a call is registered here once, before any test subscribes to it: tracing may miss a
/// subscriber that appears while another thread registers a callsite.
pub(crate) fn builder() -> PipelineBuilder<TinyBank> {
    static LOG_POINTS: Once = Once::new();
    LOG_POINTS.call_once(|| {
        let clock = VirtualClock::default();
        let builder = Pipeline::<TinyBank>::builder().environment("test").clock(clock.clone());
        let pipeline = builder.transport(answering(200, "unreadable").1).build(base_url(), NoAuth).unwrap();
        let failing_call = || clock.run(pipeline.send(&Balance)).unwrap_err();
        tracing::subscriber::with_default(tracing_subscriber::registry(), failing_call);
    });
    // One attempt, except in tests of retries.
    Pipeline::builder().environment("test").response_limit(64).retry_policy(RetryPolicy::none())
}

/// The base URL of the tiny bank.
pub(crate) fn base_url() -> BaseUrl {
    BASE_URL.parse().unwrap()
}

/// A pipeline to the tiny bank over this transport, in virtual time.
pub(crate) fn pipeline(
    clock: &VirtualClock,
    transport: impl Transport,
    authenticator: impl Authenticate<TinyBank>,
) -> Pipeline<TinyBank> {
    builder().transport(transport).clock(clock.clone()).build(base_url(), authenticator).unwrap()
}

/// How a [`scripted`] network reacts to one request.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    NotSent,
    MaybeSent,
    Silence,
    Response(u16, &'static str),
    /// With a `Retry-After`.
    TryLater(u16, &'static str, String),
}

/// Records every request and reacts to each with the next step; the last step repeats.
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
