//! Shared by the tests: the vectors, and a client of a fake Kvell with prepared responses.

use bytes::Bytes;
use http::Request;
use kvell_client::card::CardByTransaction;
use kvell_client::common::{Endpoint, RetryPolicy};
use kvell_client::form::Preauthorize;
use kvell_client::order::OrderByTransaction;
use kvell_client::{
    Client, ClientBuilder, Currency, CustomerKey, Environment, Error, Kvell, Money, Secret, TransactionId,
};
use payments_core::testing::FakeTransport;
pub(crate) use payments_core::testing::{FakeResponse, VirtualClock, header};
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

/// A refusal with this error code.
pub(crate) fn refused(status: u16, code: i64) -> FakeResponse {
    FakeResponse::http(status, serde_json::json!({"errors": [{"code": code, "message": "no"}]}))
}

/// A client, and the fake Kvell that it calls.
pub(crate) struct Stage {
    pub(crate) client: Client,
    pub(crate) clock: VirtualClock,
    transport: FakeTransport,
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
        let responses = raw_responses.into_iter().map(|response| response.header("x-request-id", "req-17"));
        let (transport, clock) = (FakeTransport::new(responses), VirtualClock::new());
        let builder = Client::builder(environment, API_KEY, Secret::new(SECRET_KEY));
        let builder = builder.transport(transport.clone()).clock(clock.clone());
        // These tests are about single attempts; the core's are about retries.
        let builder = builder.retry_policy(RetryPolicy::none());
        Self { client: settings(builder).build().unwrap(), clock, transport }
    }

    pub(crate) fn send<E: Endpoint<Provider = Kvell>>(&self, request: &E) -> Result<E::Response, Error> {
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
