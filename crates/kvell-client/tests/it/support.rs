//! Shared by the tests: the vectors, a fake Kvell with prepared responses, and virtual time.

use std::collections::VecDeque;
use std::future::{Future, pending};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Request, Response};
use kvell_client::card::CardByTransaction;
use kvell_client::common::{Clock, Endpoint, RetryPolicy, Sleep, TransportError};
use kvell_client::form::Preauthorize;
use kvell_client::order::OrderByTransaction;
use kvell_client::{
    Client, ClientBuilder, Currency, CustomerKey, Environment, Error, Kvell, Money, Secret, TransactionId,
};
use serde_json::Value;

pub(crate) const API_KEY: &str = "7b0c6f7e-2f0b-4c7e-9a51-0d8e6d1f4a21";
pub(crate) const SECRET_KEY: &str = "dossier-secret-9fQ2";
/// The transaction and the customer of vector A.
pub(crate) const TRANSACTION: &str = "5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55";
pub(crate) const CUSTOMER: &str = "cust-42";
pub(crate) const TOKEN: &str = "4VNSbS7nF410G8WLEhUUUnflH2UKvWlHxIzN3Jr9JJs";

pub(crate) fn vectors() -> Value {
    serde_json::from_str(include_str!("../fixtures/vectors.json")).unwrap()
}

/// A response of the fake Kvell.
#[derive(Clone, Debug)]
pub(crate) enum FakeResponse {
    Http(u16, String),
    /// The connection fails.
    Unreachable,
    /// The connection breaks after the request was sent.
    Broken,
    /// No response, ever.
    Silence,
}

impl FakeResponse {
    pub(crate) fn ok(body: &(impl ToString + ?Sized)) -> Self {
        Self::Http(200, body.to_string())
    }

    pub(crate) fn refused(status: u16, code: i64) -> Self {
        let body = serde_json::json!({"errors": [{"code": code, "message": "no"}]});
        Self::Http(status, body.to_string())
    }
}

/// A fake Kvell that returns the responses in order, repeating the last one, and a client of it.
pub(crate) struct Stage {
    pub(crate) client: Client,
    pub(crate) clock: InstantClock,
    calls: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Stage {
    pub(crate) fn new(raw_responses: impl IntoIterator<Item = FakeResponse>) -> Self {
        Self::with(raw_responses, |builder| builder)
    }

    pub(crate) fn with(
        raw_responses: impl IntoIterator<Item = FakeResponse>,
        settings: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Self {
        Self::at(Environment::Stage, raw_responses, settings)
    }

    pub(crate) fn at(
        environment: Environment,
        raw_responses: impl IntoIterator<Item = FakeResponse>,
        settings: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Self {
        let raw_responses = Arc::new(Mutex::new(raw_responses.into_iter().collect::<VecDeque<_>>()));
        let calls = Arc::new(Mutex::new(Vec::new()));
        let clock = InstantClock::default();
        let recorded = Arc::clone(&calls);
        let transport = move |request: Request<Bytes>| {
            recorded.lock().unwrap().push(request);
            let mut raw_responses = raw_responses.lock().unwrap();
            let raw = if raw_responses.len() > 1 { raw_responses.pop_front() } else { raw_responses.front().cloned() };
            answer(raw.expect("a prepared response"))
        };
        let builder = Client::builder(environment, API_KEY, Secret::new(SECRET_KEY));
        let builder = builder.transport(transport).clock(clock.clone());
        // These tests are about single attempts; the core's are about retries.
        let builder = builder.retry_policy(RetryPolicy::none());
        Self { client: settings(builder).build().unwrap(), clock, calls }
    }

    pub(crate) fn send<E: Endpoint<Provider = Kvell>>(&self, request: &E) -> Result<E::Response, Error> {
        self.run(self.client.send(request))
    }

    pub(crate) fn run<F: Future>(&self, future: F) -> F::Output {
        let mut future = pin!(future);
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
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

async fn answer(raw: FakeResponse) -> Result<Response<Bytes>, TransportError> {
    match raw {
        FakeResponse::Http(status, body) => {
            let response = Response::builder().status(status).header("x-request-id", "req-17");
            Ok(response.body(Bytes::from(body)).unwrap())
        }
        FakeResponse::Unreachable => Err(TransportError::not_sent("connection refused")),
        FakeResponse::Broken => Err(TransportError::maybe_sent("connection reset")),
        FakeResponse::Silence => pending().await,
    }
}

/// The header of a request, which must have it exactly once.
pub(crate) fn header<'a>(request: &'a Request<Bytes>, name: &str) -> Option<&'a str> {
    let mut values = request.headers().get_all(name).iter();
    let value = values.next()?;
    assert!(values.next().is_none(), "{name} is there twice");
    Some(value.to_str().unwrap())
}

/// Virtual time that advances by a second whenever all tasks wait.
#[derive(Clone, Default)]
pub(crate) struct InstantClock(Arc<Mutex<Duration>>);

impl InstantClock {
    fn advance(&self) {
        *self.0.lock().unwrap() += Duration::from_secs(1);
    }
}

impl Clock for InstantClock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.elapsed()
    }

    fn elapsed(&self) -> Duration {
        *self.0.lock().unwrap()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(Timer { clock: self.clone(), end: self.elapsed() + duration })
    }
}

struct Timer {
    clock: InstantClock,
    end: Duration,
}

impl Future for Timer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<()> {
        if self.clock.elapsed() < self.end { Poll::Pending } else { Poll::Ready(()) }
    }
}

pub(crate) fn rub(kopecks: i64) -> Money {
    Money::from_minor_units(kopecks, Currency::RUB)
}

pub(crate) fn customer() -> CustomerKey {
    CustomerKey::new(CUSTOMER)
}

pub(crate) fn transaction() -> TransactionId {
    TransactionId::new(TRANSACTION).unwrap()
}

/// The form of a vector.
pub(crate) fn form_of(vector: &Value) -> Preauthorize {
    let text = |name: &str| vector["params"][name].as_str().unwrap().to_owned();
    let form = Preauthorize::new(
        CustomerKey::new(text("customer_key")),
        TransactionId::from_any_text(text("transaction")),
        rub(text("amount").parse().unwrap()),
        text("description"),
        text("success_url"),
        text("fail_url"),
    );
    match vector["params"]["auto_return"].as_str() {
        Some(seconds) => form.auto_return(seconds.parse().unwrap()),
        None => form,
    }
}

pub(crate) fn form_a() -> Preauthorize {
    form_of(&vectors()["preauthorize"][0])
}

pub(crate) fn card_question() -> CardByTransaction {
    CardByTransaction::new(customer(), transaction())
}

pub(crate) fn order_question() -> OrderByTransaction {
    OrderByTransaction::new(transaction())
}

/// Kvell's response to the `CardByTransaction` request.
pub(crate) fn card_answer() -> Value {
    serde_json::json!({
        "customer_key": CUSTOMER,
        "customer_card_token": TOKEN,
        "pan_mask": "411111******1111",
        "holder": "IVAN IVANOV",
        "expire": "2030-12",
        "transaction": TRANSACTION,
        "pan_hash_encrypted": "c2hhMjU2LW9mLXRoZS1wYW4="
    })
}
