//! Shared by the tests: the vectors, and a client of a fake gateway with prepared responses.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::Request;
use payments_core::testing::FakeTransport;
pub(crate) use payments_core::testing::{FakeResponse, FakeSigner, VirtualClock};
use payneteasy_client::common::signing::Signer;
use payneteasy_client::{
    Client, ClientBuilder, Environment, Error, Explanation, Outcome, PaynetEasy,
    common::{Endpoint, ErrorKind, InvalidField, RetryPolicy},
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

/// A clock that starts so many seconds after 1970 began.
pub(crate) fn clock_at(seconds: u64) -> VirtualClock {
    VirtualClock::at(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
}

/// The response for an order with this status.
pub(crate) fn order_status(word: &str) -> FakeResponse {
    FakeResponse::ok(format!("type=status-response\n&status={word}\n"))
}

/// A client, and the fake gateway that it calls.
pub(crate) struct Gateway {
    pub(crate) client: Client,
    pub(crate) clock: VirtualClock,
    transport: FakeTransport,
}

impl Gateway {
    pub(crate) fn new(raw_responses: impl IntoIterator<Item = FakeResponse>) -> Self {
        Self::with(raw_responses, FakeSigner, |builder| builder)
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
        let (transport, clock) = (FakeTransport::new(raw_responses), clock_at(TIMESTAMP));
        let builder = Client::builder(Environment::Sandbox, LOGIN, signer)
            .transport(transport.clone())
            .clock(clock.clone())
            .nonces(|| NONCE.to_owned());
        // These tests are about single attempts; the core's are about retries.
        let builder = builder.retry_policy(RetryPolicy::none());
        Self { client: settings(builder).build().unwrap(), clock, transport }
    }

    pub(crate) fn send<E: Endpoint<Provider = PaynetEasy>>(&self, request: &E) -> Result<E::Response, Error> {
        self.run(self.client.send(request))
    }

    pub(crate) fn explain<E: Endpoint<Provider = PaynetEasy>>(&self, request: &E) -> Explanation {
        self.run(self.client.explain(request)).unwrap()
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
    let gateway = Gateway::new([FakeResponse::unreachable()]);
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
