//! Kvell.

mod bank;
mod card;
mod order;
mod payout;

use std::future::Future;

#[cfg(feature = "reqwest")]
use kvell_client::auth::CardByTransactionSignature;
#[cfg(feature = "reqwest")]
use kvell_client::common::signing::RsaSigner;
use kvell_client::{
    Client, ClientBuilder, Currency, CustomerKey, Environment, Money, RsaMessage, Secret, TransactionId,
};
use payments_core::testing::FakeSigner;
use payments_core::{Clock, Endpoint, Error, Response, Transport};

use crate::sampler::{cases_of, visit_each};
use crate::{Failure, Sampler, Settings, Visitor};

/// The samples of Kvell.
#[derive(Clone, Copy, Debug)]
pub struct Kvell;

/// The key, the secret, the transaction and the customer of the client's `tests/fixtures/vectors.json`.
const API_KEY: &str = "7b0c6f7e-2f0b-4c7e-9a51-0d8e6d1f4a21";
const SECRET: &str = "dossier-secret-9fQ2";
const TRANSACTION: &str = "5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55";
const CUSTOMER: &str = "cust-42";
/// The token of a saved card, as Kvell's pages write one.
const TOKEN: &str = "4VNSbS7nF410G8WLEhUUUnflH2UKvWlHxIzN3Jr9JJs";

/// Two rules of every text that Kvell gets.
const NOT_EMPTY: &str = "must not be empty";
const NO_CONTROLS: &str = "must not hold control characters";

fn builder(environment: Environment, settings: Settings) -> ClientBuilder {
    let builder = Client::builder(environment, API_KEY, Secret::new(SECRET));
    builder.retry_policy(settings.retry_policy).timeouts(settings.timeouts).response_limit(settings.response_limit)
}

/// A client of a real server, which signs payouts with the key of the client's vectors. No form is opened.
#[cfg(feature = "reqwest")]
fn at(address: &str, of_card: CardByTransactionSignature, of_payout: RsaMessage) -> Result<Client, Failure> {
    let vectors = include_str!("../../../kvell-client/tests/fixtures/payouts.json");
    let vectors: serde_json::Value = serde_json::from_str(vectors)?;
    let key = vectors.pointer("/rsa_2048/private_pkcs8_pem").and_then(serde_json::Value::as_str);
    let signer = RsaSigner::from_pem(key.ok_or("the vectors have no key")?)?;
    let builder = builder(Environment::at("http://127.0.0.1:9", address)?, Settings::default());
    Ok(builder.card_by_transaction_signature(of_card).payout_signer(signer, of_payout).build()?)
}

impl Sampler for Kvell {
    type Provider = kvell_client::Kvell;
    type Client = Client;

    const SECRETS: &'static [&'static str] = &[SECRET];
    const CASES: &'static str = cases_of!("kvell-client");

    fn client(transport: impl Transport, clock: impl Clock, settings: Settings) -> Result<Client, Failure> {
        let builder = builder(Environment::Stage, settings).payout_signer(FakeSigner, RsaMessage::Body);
        Ok(builder.transport(transport).clock(clock).build()?)
    }

    #[cfg(feature = "reqwest")]
    fn at(address: &str) -> Result<Client, Failure> {
        // As the formula of the card's page and Kvell's own SDK have it.
        at(address, CardByTransactionSignature::TransactionAndCustomer, RsaMessage::Body)
    }

    #[cfg(feature = "reqwest")]
    fn other_at(address: &str) -> Result<Client, Failure> {
        // As the text of the card's page and other clients of the API have it.
        at(address, CardByTransactionSignature::CustomerOnly, RsaMessage::BodyAndSecret)
    }

    fn send<E: Endpoint<Provider = Self::Provider>>(
        client: &Client,
        request: &E,
    ) -> impl Future<Output = Result<Response<E::Response>, Error<Self::Provider>>> + Send {
        client.send_with_http(request)
    }

    fn visit(visitor: &mut impl Visitor<Self::Provider>) {
        kvell_client::each_endpoint!([visit_each] visitor);
    }
}

fn transaction() -> Result<TransactionId, Failure> {
    Ok(TransactionId::new(TRANSACTION)?)
}

fn customer() -> CustomerKey {
    CustomerKey::new(CUSTOMER)
}

fn roubles(kopecks: i64) -> Money {
    Money::from_minor_units(kopecks, Currency::RUB)
}
