//! A fake transport: fixed responses, without a network and without waiting.

use std::future::{Future, pending};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, Request, Response, StatusCode};
use payments_core::{Clock, ResponseBody, Sleep, Transport, TransportError, TransportFuture};

/// The provider's response.
#[derive(Clone, Debug)]
pub enum FakeResponse {
    /// With this status, these headers and this body.
    Response(StatusCode, HeaderMap, Bytes),
    /// No connection can be made.
    NotSent,
    /// The connection breaks after the request was sent.
    Broken,
    /// No response, ever.
    Silence,
}

impl FakeResponse {
    /// HTTP 200 with this body.
    pub fn ok(body: impl Into<Bytes>) -> Self {
        Self::Response(StatusCode::OK, HeaderMap::new(), body.into())
    }
}

/// A fake transport and clock for a client, which records every request.
#[derive(Clone, Debug)]
pub struct FakeTransport {
    raw: FakeResponse,
    sent: Arc<Mutex<Vec<Request<Bytes>>>>,
    elapsed: Arc<Mutex<Duration>>,
}

impl FakeTransport {
    /// Creates a provider that gives this response to every request.
    pub fn new(raw: FakeResponse) -> Self {
        Self { raw, sent: Arc::default(), elapsed: Arc::default() }
    }

    /// Runs a call to its end. The clock advances whenever the call waits.
    pub fn run<F: Future>(&self, call: F) -> F::Output {
        let mut call = pin!(call);
        loop {
            if let Poll::Ready(output) = call.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                return output;
            }
            *lock(&self.elapsed) += Duration::from_secs(1);
        }
    }

    /// Every request that was sent.
    pub fn sent(&self) -> Vec<Request<Bytes>> {
        lock(&self.sent).clone()
    }
}

impl Transport for FakeTransport {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        lock(&self.sent).push(request);
        Box::pin(async {
            match &self.raw {
                FakeResponse::Response(status, headers, body) => {
                    let mut response = Response::new(ResponseBody::from(body.clone()));
                    *response.status_mut() = *status;
                    response.headers_mut().clone_from(headers);
                    Ok(response)
                }
                FakeResponse::NotSent => Err(TransportError::not_sent("connection refused")),
                FakeResponse::Broken => Err(TransportError::maybe_sent("connection reset")),
                FakeResponse::Silence => pending().await,
            }
        })
    }
}

impl Clock for FakeTransport {
    fn now(&self) -> SystemTime {
        // Any date on which the providers existed.
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_670_421_183) + self.elapsed()
    }

    fn elapsed(&self) -> Duration {
        *lock(&self.elapsed)
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(Timer { clock: self.clone(), end: self.elapsed() + duration })
    }
}

struct Timer {
    clock: FakeTransport,
    end: Duration,
}

impl Future for Timer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<()> {
        if self.clock.elapsed() < self.end { Poll::Pending } else { Poll::Ready(()) }
    }
}

/// Takes the lock even after a failed assertion.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
