//! Shared test support: a fake Vepay with given responses, and a virtual clock.

use std::collections::{BTreeMap, VecDeque};
use std::future::{Future, pending};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Request, Response};
use vepay_client::card::{CardReg, Registration, RegistrationPurpose};
use vepay_client::common::{Clock, Endpoint, RetryPolicy, Sleep, TransportError};
use vepay_client::{Client, ClientBuilder, Environment, Error, ExtId, OperationId, Secret, Vepay as Provider};

/// The documented request of `/card/reg`, to the byte.
pub(crate) const REQUEST_BYTES: &str = include_str!("../fixtures/card_reg_request.min.json");
pub(crate) const REGISTERED: &str =
    r#"{"status":1,"message":"string","id":101464,"url":"https://test.vepay.online/pay/form/101464"}"#;
pub(crate) const DUPLICATE: &str = concat!(
    r#"{"status":0,"message":"Транзакция с передаваемым extid уже существует","id":101464,"#,
    r#""extid":"УФ-906/2187534.5e045b788e3c3"}"#
);
pub(crate) const WITH_CARD: &str = concat!(
    r#"{"status":1,"message":"string","#,
    r#""card":{"id":356,"num":"540436******3366","exp":"10/23","holder":"Visa"}}"#
);
pub(crate) const WAITING: &str = r#"{"status":0,"message":"В обработке"}"#;

pub(crate) const EXT_ID: &str = "УФ-906/2187534.5e045b788e3c3";
pub(crate) const MFO: &str = "17";
pub(crate) const SECRET: &str = "test-secret-key";

/// A response of the fake Vepay, or a failure.
#[derive(Clone, Debug)]
pub(crate) enum FakeResponse {
    Http(u16, String),
    /// The connection cannot be made.
    Unreachable,
    /// The connection breaks after the request has left.
    Broken,
    /// No response, ever.
    Silence,
}

impl FakeResponse {
    pub(crate) fn ok(body: &(impl ToString + ?Sized)) -> Self {
        Self::Http(200, body.to_string())
    }

    pub(crate) fn duplicate() -> Self {
        Self::Http(400, DUPLICATE.to_owned())
    }
}

/// A fake Vepay that returns one response after the other, repeating the last, and a client of it.
pub(crate) struct Vepay {
    pub(crate) client: Client,
    pub(crate) clock: VirtualClock,
    calls: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Vepay {
    pub(crate) fn new(responses: impl IntoIterator<Item = FakeResponse>) -> Self {
        Self::with(responses, Environment::Test, SECRET, |builder| builder)
    }

    pub(crate) fn with(
        responses: impl IntoIterator<Item = FakeResponse>,
        environment: Environment,
        secret: &str,
        settings: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Self {
        let responses = Arc::new(Mutex::new(responses.into_iter().collect::<VecDeque<_>>()));
        let calls = Arc::new(Mutex::new(Vec::new()));
        let clock = VirtualClock::default();
        let recorded = Arc::clone(&calls);
        let transport = move |request: Request<Bytes>| {
            recorded.lock().unwrap().push(request);
            let mut responses = responses.lock().unwrap();
            let response = if responses.len() > 1 { responses.pop_front() } else { responses.front().cloned() };
            answer(response.expect("Vepay was told no response"))
        };
        let builder = Client::builder(environment, MFO, Secret::new(secret)).transport(transport).clock(clock.clone());
        // These tests are about single attempts; the core tests retries.
        let builder = builder.retry_policy(RetryPolicy::none());
        Self { client: settings(builder).build().unwrap(), clock, calls }
    }

    pub(crate) fn send<E: Endpoint<Provider = Provider>>(&self, request: &E) -> Result<E::Response, Error> {
        self.run(self.client.send(request))
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

fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

async fn answer(response: FakeResponse) -> Result<Response<Bytes>, TransportError> {
    match response {
        FakeResponse::Http(status, body) => Ok(Response::builder().status(status).body(Bytes::from(body)).unwrap()),
        FakeResponse::Unreachable => Err(TransportError::not_sent("connection refused")),
        FakeResponse::Broken => Err(TransportError::maybe_sent("connection reset")),
        FakeResponse::Silence => pending().await,
    }
}

/// The value of a request header, which must occur at most once.
pub(crate) fn header<'a>(request: &'a Request<Bytes>, name: &str) -> Option<&'a str> {
    let mut values = request.headers().get_all(name).iter();
    let value = values.next()?;
    assert!(values.next().is_none(), "{name} is there twice");
    Some(value.to_str().unwrap())
}

/// A clock that advances to the next timer when all tasks wait.
#[derive(Clone, Default)]
pub(crate) struct VirtualClock(Arc<Mutex<Time>>);

#[derive(Default)]
struct Time {
    now: Duration,
    timers: u64,
    waiting: BTreeMap<u64, Duration>,
}

impl VirtualClock {
    fn advance(&self) {
        let mut time = self.0.lock().unwrap();
        time.now = *time.waiting.values().min().expect("it waits for something that will never come");
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.elapsed()
    }

    fn elapsed(&self) -> Duration {
        self.0.lock().unwrap().now
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let mut time = self.0.lock().unwrap();
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
        if self.clock.elapsed() < self.end { Poll::Pending } else { Poll::Ready(()) }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.clock.0.lock().unwrap().waiting.remove(&self.number);
    }
}

pub(crate) fn ext_id() -> ExtId {
    ExtId::new(EXT_ID).unwrap()
}

/// The documented request.
pub(crate) fn documented_request() -> CardReg {
    request()
        .timeout_minutes(10)
        .success_url("https://exemple.com/successurl")
        .fail_url("https://exemple.com/failurl")
        .cancel_url("https://exemple.com/cancelurl")
        .postback_url("https://exemple.com/postbackurl")
        .postback_url_v2("https://exemple.com/postbackurl_v2")
}

/// A request without optional fields.
pub(crate) fn request() -> CardReg {
    CardReg::new(RegistrationPurpose::PayoutOnly, ext_id())
}

/// The documented registration.
pub(crate) fn registration() -> Registration {
    Registration::new(OperationId::new(101_464), RegistrationPurpose::PayoutOnly).ext_id(ext_id())
}
