//! Shared by the tests: the documents, a fake bank with given responses, and a virtual clock.

use std::collections::{BTreeMap, VecDeque};
use std::future::{Future, pending};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use bank131_client::common::{Clock, Date, Endpoint, RetryPolicy, Sleep, TransportError};
use bank131_client::session::{
    Amounts, CardDetails, Customer, ExchangeRate, IdentityDocument, Participant, ParticipantContacts, Participants,
    PaymentDetails, PaymentOptions, PayoutDetails, Phone, Session, SessionId, SessionMultiInit, SessionStatus,
};
use bank131_client::signing::{SignFuture, Signature, Signer};
use bank131_client::{Bank131, Client, ClientBuilder, Currency, Environment, Error, IdempotencyKey, Money};
use bytes::Bytes;
use http::{Request, Response};
use serde_json::Value;

/// The documented request, formatted.
pub(crate) const REQUEST: &str = include_str!("../fixtures/session_multi_init_request.json");
/// The documented request, byte for byte.
pub(crate) const REQUEST_BYTES: &[u8] = include_bytes!("../fixtures/session_multi_init_request.min.json");
/// The documented response.
pub(crate) const ANSWER: &str = include_str!("../fixtures/session_multi_init_response.json");

pub(crate) const PROJECT: &str = "your_project_name";
pub(crate) const KEY: &str = "transfer-1001";

/// A response of the fake bank.
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

    /// The response with this session.
    pub(crate) fn session(session: &Value) -> Self {
        Self::ok(&serde_json::json!({"status": "ok", "session": session}))
    }

    /// Refused with HTTP 400 and this code.
    pub(crate) fn refused(code: &str) -> Self {
        Self::Http(
            400,
            serde_json::json!({"status": "error", "error": {"code": code, "description": "no"}}).to_string(),
        )
    }
}

/// A fake bank, which returns the responses in order and then repeats the last one, and its client.
pub(crate) struct Bank {
    pub(crate) client: Client,
    pub(crate) clock: VirtualClock,
    calls: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Bank {
    pub(crate) fn new(responses: impl IntoIterator<Item = FakeResponse>) -> Self {
        Self::with(responses, Environment::Demo, PlainSigner, |builder| builder)
    }

    pub(crate) fn with(
        responses: impl IntoIterator<Item = FakeResponse>,
        environment: Environment,
        signer: impl Signer,
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
            answer(response.expect("the bank was told no response"))
        };
        let builder = Client::builder(environment, PROJECT, signer).transport(transport).clock(clock.clone());
        // These tests are about a single attempt; the core tests retries.
        let builder = builder.retry_policy(RetryPolicy::none());
        Self { client: settings(builder).build().unwrap(), clock, calls }
    }

    pub(crate) fn send<E: Endpoint<Provider = Bank131>>(&self, request: &E) -> Result<E::Response, Error> {
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

pub(crate) fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
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

/// The header of a request, which must not be there twice.
pub(crate) fn header<'a>(request: &'a Request<Bytes>, name: &str) -> Option<&'a str> {
    let mut values = request.headers().get_all(name).iter();
    let value = values.next()?;
    assert!(values.next().is_none(), "{name} is there twice");
    Some(value.to_str().unwrap())
}

pub(crate) fn text(request: &Request<Bytes>) -> &str {
    std::str::from_utf8(request.body()).unwrap()
}

/// Signs without a key, for tests that are not about signatures.
pub(crate) struct PlainSigner;

/// What [`PlainSigner`] puts into the header.
pub(crate) const PLAIN_SIGNATURE: &str = "c2lnbmF0dXJlLW9mLXRoZS10ZXN0";

impl Signer for PlainSigner {
    fn sign<'a>(&'a self, _message: &'a [u8]) -> SignFuture<'a> {
        Box::pin(async { Ok(Signature::new(*b"signature-of-the-test")) })
    }
}

/// Virtual clock: stands still until everything waits, then jumps to the next timer.
#[derive(Clone, Default)]
pub(crate) struct VirtualClock(Arc<Mutex<Time>>);

#[derive(Default)]
struct Time {
    now: Duration,
    timers: u64,
    waiting: BTreeMap<u64, Duration>,
}

impl VirtualClock {
    pub(crate) fn advance(&self) {
        let mut time = self.0.lock().unwrap();
        time.now = *time.waiting.values().min().expect("it waits for something that will never come");
    }

    /// The number of timers that are still waited for.
    pub(crate) fn waiting(&self) -> usize {
        self.0.lock().unwrap().waiting.len()
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
        if self.clock.elapsed() < self.end {
            return Poll::Pending;
        }
        self.clock.0.lock().unwrap().waiting.remove(&self.number);
        Poll::Ready(())
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.clock.0.lock().unwrap().waiting.remove(&self.number);
    }
}

pub(crate) fn key() -> IdempotencyKey {
    IdempotencyKey::new(KEY).unwrap()
}

pub(crate) fn rub(kopecks: i64) -> Money {
    Money::from_minor_units(kopecks, Currency::RUB)
}

pub(crate) fn tjs(dirams: i64) -> Money {
    Money::from_minor_units(dirams, Currency::TJS)
}

pub(crate) fn amounts() -> Amounts {
    let rate = |rate| ExchangeRate::from_rub(rate, Currency::TJS).unwrap();
    Amounts::new(rub(100_000), rate("9.2222"), rate("8.22"))
}

pub(crate) fn card() -> CardDetails {
    let card = CardDetails::new("4242424242424242".parse().unwrap());
    card.expires(1, 2022).unwrap().security_code("123".parse().unwrap())
}

/// A transfer without optional parts, from these details and between these people.
pub(crate) fn transfer_with(payment: PaymentDetails, amounts: Amounts, participants: Participants) -> SessionMultiInit {
    SessionMultiInit::new(key(), payment, amounts, tjs(10_843), participants)
}

/// A transfer without optional parts.
pub(crate) fn bare_transfer() -> SessionMultiInit {
    let people = Participants::new(Participant::new("Ольга", "Пахмутова"), Participant::new("Maksim", "Pahmutov"));
    transfer_with(PaymentDetails::Card(card()), amounts(), people)
}

/// The documented request.
pub(crate) fn documented_transfer() -> SessionMultiInit {
    transfer_with(PaymentDetails::Card(card()), amounts(), Participants::new(sender(), recipient()))
        .payout(PayoutDetails::card("5058270610441098".parse().unwrap()))
        .payment_options(PaymentOptions::new().recurrent(true).return_url("https://www.131.ru/"))
        .provider_tx_id("test1")
        .customer(Customer::new("lucky"))
}

fn sender() -> Participant {
    let document = IdentityDocument::new("Паспорт гражданина Российской Федерации", "8008 579120")
        .issue_date(Date::new(2020, 3, 1).unwrap())
        .division_code("")
        .issued_by("ОВД ПО Кировскому району");
    let phone = Phone::new("+79376151530").country_iso3("RUS").operator_code("937").short_number("6151530");
    Participant::new("Ольга", "Пахмутова")
        .middle_name("Семёновна")
        .citizenship_country_iso3("RUS")
        .country_iso3("TUR")
        .state("")
        .city("Уренгой")
        .postal_code("")
        .street("Конаковская")
        .building("1")
        .flat("")
        .date_of_birth(Date::new(1998, 3, 15).unwrap())
        .identity_document(document)
        .source_of_money("")
        .description("")
        .contacts(ParticipantContacts::new().phone(phone).email(""))
}

fn recipient() -> Participant {
    Participant::new("Maksim", "Pahmutov")
        .middle_name("Semenovich")
        .date_of_birth(Date::new(2000, 11, 8).unwrap())
        .contacts(ParticipantContacts::new().phone(Phone::new("+43523452345")).email(""))
}

/// The documented response, as JSON to be changed.
pub(crate) fn documented_answer() -> Value {
    serde_json::from_str(ANSWER).unwrap()
}

/// The documented response, read.
pub(crate) fn documented_session() -> Session {
    Bank::new([FakeResponse::ok(ANSWER)]).send(&documented_transfer()).unwrap()
}

/// A session, read from a response.
pub(crate) fn read(session: &Value) -> Session {
    let asked = SessionId::new(session["id"].as_str().unwrap());
    Bank::new([FakeResponse::session(session)]).send(&SessionStatus::new(asked)).unwrap()
}

/// The documented session with something changed, read.
pub(crate) fn documented_but(change: impl FnOnce(&mut Value)) -> Session {
    let mut answer = documented_answer();
    change(&mut answer["session"]);
    read(&answer["session"])
}

/// A response about the session of [`session_id`].
pub(crate) const SESSION: &str = r#"{"status":"ok","session":{"id":"ps_3230","status":"in_progress"}}"#;

pub(crate) fn session_id() -> SessionId {
    SessionId::new("ps_3230")
}

pub(crate) fn status() -> SessionStatus {
    SessionStatus::new(session_id())
}
