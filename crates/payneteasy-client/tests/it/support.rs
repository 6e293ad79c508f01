//! Shared by the tests: a fake gateway with prepared responses, and virtual time.

use std::collections::{BTreeMap, VecDeque};
use std::future::{Future, pending};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Request, Response};
use payneteasy_client::common::signing::{SignFuture, Signature, Signer};
use payneteasy_client::{
    Client, ClientBuilder, Environment, Error, Explanation, Outcome, PaynetEasy,
    common::{
        Clock, Endpoint, ErrorKind, InvalidField, ResponseBody, RetryPolicy, Sleep, Transport, TransportError,
        TransportFuture,
    },
};
use serde_json::Value;
use url::form_urlencoded;

pub(crate) const LOGIN: &str = "TestMerchant";
pub(crate) const ENDPOINT: u64 = 39915;
/// The timestamp of the documented Form to PAN.
pub(crate) const TIMESTAMP: u64 = 1_670_421_183;
/// The nonce of the documented Form to PAN.
pub(crate) const NONCE: &str = "eZCXwEp9fO17vGFwPUDStKjOKIP9u0nu";

/// Keys and vectors.
pub(crate) fn vectors() -> Value {
    serde_json::from_str(include_str!("../fixtures/payneteasy.json")).unwrap()
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

/// A response of the fake gateway.
#[derive(Clone, Debug)]
pub(crate) enum FakeResponse {
    Http(u16, String),
    /// HTTP 200 with a body delimited by the end of the connection.
    UntilClosed(String),
    /// The connection fails.
    Unreachable,
    /// The connection breaks after the request was sent.
    Broken,
    /// No response, ever.
    Silence,
}

impl FakeResponse {
    pub(crate) fn ok(body: impl Into<String>) -> Self {
        Self::Http(200, body.into())
    }

    /// The response for an order with this status.
    pub(crate) fn status(word: &str) -> Self {
        Self::ok(format!("type=status-response\n&status={word}\n"))
    }
}

/// A fake gateway that returns the responses in order, repeating the last one, and a client of it.
pub(crate) struct Gateway {
    pub(crate) client: Client,
    pub(crate) clock: VirtualClock,
    calls: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Gateway {
    pub(crate) fn new(raw_responses: impl IntoIterator<Item = FakeResponse>) -> Self {
        Self::with(raw_responses, PlainSigner, |builder| builder)
    }

    /// A gateway that receives no request.
    pub(crate) fn idle() -> Self {
        Self::new([])
    }

    pub(crate) fn with(
        raw_responses: impl IntoIterator<Item = FakeResponse>,
        signer: impl Signer,
        settings: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Self {
        let raw_responses = Mutex::new(raw_responses.into_iter().collect());
        let calls = Arc::new(Mutex::new(Vec::new()));
        let clock = VirtualClock::at(TIMESTAMP);
        let transport = Replies { raw_responses, calls: Arc::clone(&calls) };
        let builder = Client::builder(Environment::Sandbox, LOGIN, signer)
            .transport(transport)
            .clock(clock.clone())
            .nonces(|| NONCE.to_owned());
        // These tests are about single attempts; the core's are about retries.
        let builder = builder.retry_policy(RetryPolicy::none());
        Self { client: settings(builder).build().unwrap(), clock, calls }
    }

    pub(crate) fn send<E: Endpoint<Provider = PaynetEasy>>(&self, request: &E) -> Result<E::Response, Error> {
        self.run(self.client.send(request))
    }

    pub(crate) fn explain<E: Endpoint<Provider = PaynetEasy>>(&self, request: &E) -> Explanation {
        self.run(self.client.explain(request)).unwrap()
    }

    pub(crate) fn run<F: Future>(&self, future: F) -> F::Output {
        let mut future = pin!(future);
        loop {
            if let Poll::Ready(output) = poll(future.as_mut()) {
                return output;
            }
            self.clock.advance();
        }
    }

    /// Every request that was sent.
    pub(crate) fn calls(&self) -> Vec<Request<Bytes>> {
        self.calls.lock().unwrap().clone()
    }

    /// The one request that was sent.
    pub(crate) fn call(&self) -> Request<Bytes> {
        let [call] = self.calls().try_into().expect("one call");
        call
    }
}

pub(crate) fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

struct Replies {
    raw_responses: Mutex<VecDeque<FakeResponse>>,
    calls: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Transport for Replies {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        self.calls.lock().unwrap().push(request);
        let mut raw_responses = self.raw_responses.lock().unwrap();
        let raw = if raw_responses.len() > 1 { raw_responses.pop_front() } else { raw_responses.front().cloned() };
        Box::pin(answer(raw.expect("a prepared response")))
    }
}

async fn answer(raw: FakeResponse) -> Result<Response<ResponseBody>, TransportError> {
    let whole = |body: String| ResponseBody::from(Bytes::from(body));
    match raw {
        FakeResponse::Http(status, body) => Ok(Response::builder().status(status).body(whole(body)).unwrap()),
        FakeResponse::UntilClosed(body) => Ok(Response::new(whole(body).undelimited())),
        FakeResponse::Unreachable => Err(TransportError::not_sent("connection refused")),
        FakeResponse::Broken => Err(TransportError::maybe_sent("connection reset")),
        FakeResponse::Silence => pending().await,
    }
}

/// The names and values of a form, in order.
pub(crate) fn pairs(form: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(form).into_owned().collect()
}

/// The names and values that a request would send.
pub(crate) fn parameters<E: Endpoint<Provider = PaynetEasy>>(request: &E) -> Vec<(String, String)> {
    pairs(Gateway::idle().explain(request).body())
}

/// The value that a request would send under this name.
pub(crate) fn parameter<E: Endpoint<Provider = PaynetEasy>>(request: &E, name: &str) -> Option<String> {
    let mut values = parameters(request).into_iter().filter(|(known, _)| known == name);
    let value = values.next().map(|(_, value)| value);
    assert!(values.next().is_none(), "{name} is there twice");
    value
}

/// The rule that a request breaks, so that nothing is sent.
pub(crate) fn broken_rule<E: Endpoint<Provider = PaynetEasy>>(what: &str, request: &E) -> InvalidField
where
    E::Response: std::fmt::Debug,
{
    let gateway = Gateway::new([FakeResponse::Unreachable]);
    let error = gateway.send(request).expect_err(what);
    assert_eq!(gateway.calls().len(), 0, "{what} was sent");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, Outcome::NotSent), "{what}: {error}");
    assert!(error.recovery().is_none() && !error.money_may_have_moved(), "{what}");
    error.invalid_field().expect(what).clone()
}

/// The field of a rule and the rule.
pub(crate) fn field_and_rule(broken: &InvalidField) -> (&str, &str) {
    (broken.field(), broken.rule())
}

/// Signs without a key, for tests that are not about signatures.
pub(crate) struct PlainSigner;

impl Signer for PlainSigner {
    fn sign<'a>(&'a self, _message: &'a [u8]) -> SignFuture<'a> {
        Box::pin(async { Ok(Signature::new(*b"signature-of-the-test")) })
    }
}

/// Virtual time: it stops until all tasks wait, then jumps to the end of the next timer.
#[derive(Clone)]
pub(crate) struct VirtualClock {
    start: Duration,
    time: Arc<Mutex<Time>>,
}

#[derive(Default)]
struct Time {
    now: Duration,
    timers: u64,
    waiting: BTreeMap<u64, Duration>,
}

impl VirtualClock {
    /// A clock that starts so many seconds after 1970 began.
    pub(crate) fn at(start: u64) -> Self {
        Self { start: Duration::from_secs(start), time: Arc::default() }
    }

    pub(crate) fn advance(&self) {
        let mut time = self.time.lock().unwrap();
        time.now = *time.waiting.values().min().expect("it waits for something that will never come");
    }

    /// The number of pending timers.
    pub(crate) fn waiting(&self) -> usize {
        self.time.lock().unwrap().waiting.len()
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.start + self.elapsed()
    }

    fn elapsed(&self) -> Duration {
        self.time.lock().unwrap().now
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let mut time = self.time.lock().unwrap();
        let (number, end) = (time.timers, time.now + duration);
        time.timers += 1;
        time.waiting.insert(number, end);
        Box::pin(Timer { clock: self.clone(), number, end })
    }
}

struct Timer {
    clock: VirtualClock,
    number: u64,
    end: Duration,
}

impl Future for Timer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<()> {
        if self.clock.elapsed() < self.end {
            return Poll::Pending;
        }
        self.clock.time.lock().unwrap().waiting.remove(&self.number);
        Poll::Ready(())
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.clock.time.lock().unwrap().waiting.remove(&self.number);
    }
}
