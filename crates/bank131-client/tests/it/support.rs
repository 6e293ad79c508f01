//! Shared by the tests: the documents, and a client of a fake bank with prepared responses.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use bank131_client::common::{Date, Endpoint, RetryPolicy};
use bank131_client::session::{
    Amounts, CardDetails, Customer, ExchangeRate, IdentityDocument, Participant, ParticipantContacts, Participants,
    PaymentDetails, PaymentOptions, PayoutDetails, Phone, Session, SessionId, SessionMultiInit, SessionStatus,
};
use bank131_client::signing::Signer;
use bank131_client::{Bank131, Client, ClientBuilder, Currency, Environment, Error, IdempotencyKey, Money};
use bytes::Bytes;
use http::Request;
use payments_core::testing::FakeTransport;
pub(crate) use payments_core::testing::{FakeResponse, FakeSigner, VirtualClock, header};
use serde_json::Value;

/// The documented request, formatted.
pub(crate) const REQUEST: &str = include_str!("../fixtures/session_multi_init_request.json");
/// The documented request, byte for byte.
pub(crate) const REQUEST_BYTES: &[u8] = include_bytes!("../fixtures/session_multi_init_request.min.json");
/// The documented response.
pub(crate) const ANSWER: &str = include_str!("../fixtures/session_multi_init_response.json");

pub(crate) const PROJECT: &str = "your_project_name";
pub(crate) const KEY: &str = "transfer-1001";

/// What [`FakeSigner`] puts into the header.
pub(crate) const PLAIN_SIGNATURE: &str = "c2lnbmF0dXJlLW9mLXRoZS10ZXN0";

/// The response with this session.
pub(crate) fn session_answer(session: &Value) -> FakeResponse {
    FakeResponse::ok(serde_json::json!({"status": "ok", "session": session}))
}

/// Refused with HTTP 400 and this code.
pub(crate) fn refused(code: &str) -> FakeResponse {
    FakeResponse::http(400, serde_json::json!({"status": "error", "error": {"code": code, "description": "no"}}))
}

/// A client, and the fake bank that it calls.
pub(crate) struct Bank {
    pub(crate) client: Client,
    pub(crate) clock: VirtualClock,
    transport: FakeTransport,
}

impl Bank {
    pub(crate) fn new(responses: impl IntoIterator<Item = FakeResponse>) -> Self {
        Self::with(responses, Environment::Demo, FakeSigner, |builder| builder)
    }

    pub(crate) fn with(
        responses: impl IntoIterator<Item = FakeResponse>,
        environment: Environment,
        signer: impl Signer,
        settings: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Self {
        let (transport, clock) = (FakeTransport::new(responses), VirtualClock::new());
        let builder = Client::builder(environment, PROJECT, signer);
        let builder = builder.transport(transport.clone()).clock(clock.clone());
        // These tests are about a single attempt; the core tests retries.
        let builder = builder.retry_policy(RetryPolicy::none());
        Self { client: settings(builder).build().unwrap(), clock, transport }
    }

    pub(crate) fn send<E: Endpoint<Provider = Bank131>>(&self, request: &E) -> Result<E::Response, Error> {
        self.run(self.client.send(request))
    }

    pub(crate) fn run<F: Future>(&self, future: F) -> F::Output {
        self.clock.run(future)
    }

    /// Every request that was sent.
    pub(crate) fn calls(&self) -> Vec<Request<Bytes>> {
        self.transport.requests()
    }

    /// The one request that was sent.
    pub(crate) fn call(&self) -> Request<Bytes> {
        self.transport.request()
    }
}

pub(crate) fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

pub(crate) fn text(request: &Request<Bytes>) -> &str {
    std::str::from_utf8(request.body()).unwrap()
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
    transfer_of(amounts(), tjs(10_843))
}

/// The same with these amounts.
pub(crate) fn transfer_of(amounts: Amounts, payout: Money) -> SessionMultiInit {
    let people = Participants::new(Participant::new("Ольга", "Пахмутова"), Participant::new("Maksim", "Pahmutov"));
    SessionMultiInit::new(key(), PaymentDetails::Card(card()), amounts, payout, people)
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
    Bank::new([session_answer(session)]).send(&SessionStatus::new(asked)).unwrap()
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
