//! Shared test support: the documents, and a client of a fake Vepay with prepared responses.

use bytes::Bytes;
use http::Request;
use payments_core::testing::FakeTransport;
pub(crate) use payments_core::testing::{FakeResponse, VirtualClock, header};
use vepay_client::card::{CardReg, Registration, RegistrationPurpose};
use vepay_client::common::{Endpoint, RetryPolicy};
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

/// The refusal of an `extid` that was used before.
pub(crate) fn duplicate() -> FakeResponse {
    FakeResponse::http(400, DUPLICATE)
}

/// A client, and the fake Vepay that it calls.
pub(crate) struct Vepay {
    pub(crate) client: Client,
    pub(crate) clock: VirtualClock,
    transport: FakeTransport,
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
        let (transport, clock) = (FakeTransport::new(responses), VirtualClock::new());
        let builder = Client::builder(environment, MFO, Secret::new(secret));
        let builder = builder.transport(transport.clone()).clock(clock.clone());
        // These tests are about single attempts; the core tests retries.
        let builder = builder.retry_policy(RetryPolicy::none());
        Self { client: settings(builder).build().unwrap(), clock, transport }
    }

    pub(crate) fn send<E: Endpoint<Provider = Provider>>(&self, request: &E) -> Result<E::Response, Error> {
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
