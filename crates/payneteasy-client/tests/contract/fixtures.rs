//! The test key, the vectors, and the client that uses them.

use payments_contract::leaks::FakeTransport;
use payments_contract::{CallResult, Exchange, Failure};
use payneteasy_client::common::signing::{RsaSigner, SignFuture, Signature, Signer};
use payneteasy_client::{
    Client, Currency, Environment, Money, PaynetEasy, ResponseFormat, Secret,
    common::{Endpoint, RetryPolicy},
    order::{ClientOrderId, Order},
    transfer::ReturnUrl,
};
use serde::Deserialize;

pub(crate) const LOGIN: &str = "TestMerchant";
pub(crate) const ENDPOINT: u64 = 39915;
pub(crate) const GROUP: u64 = 777;
pub(crate) const ORDER: &str = "34T43R77N";
/// The control key of the checksums computed elsewhere.
pub(crate) const CONTROL_KEY: &str = "11111111-2222-3333-4444-555555555555";

#[derive(Deserialize)]
struct Fixtures {
    key: Keys,
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
struct Keys {
    private_pkcs1_pem: String,
    public_spki_pem: String,
}

/// An example request of the document, signed by oauthlib.
#[derive(Deserialize)]
pub(crate) struct Vector {
    name: String,
    pub(crate) url: String,
    /// The decoded parameters of the body.
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) oauth: std::collections::BTreeMap<String, String>,
    pub(crate) base_string: String,
    pub(crate) signature: String,
}

impl Fixtures {
    fn load() -> Result<Self, Failure> {
        Ok(serde_json::from_str(include_str!("vectors.json"))?)
    }
}

pub(crate) fn vector(name: &str) -> Result<Vector, Failure> {
    let mut vectors = Fixtures::load()?.vectors.into_iter();
    vectors.find(|vector| vector.name == name).ok_or_else(|| format!("there is no vector `{name}`").into())
}

pub(crate) fn public_key() -> Result<String, Failure> {
    Ok(Fixtures::load()?.key.public_spki_pem)
}

/// Sends a request over an in-memory wire, without a network and without a key, in this response format.
pub(crate) fn send<E: Endpoint<Provider = PaynetEasy>>(
    wire: &FakeTransport,
    format: ResponseFormat,
    request: fn(&Client) -> Result<E, Failure>,
) -> Result<CallResult<E>, Failure> {
    let client = Client::builder(Environment::Sandbox, LOGIN, PlainSigner).retry_policy(RetryPolicy::none());
    let client = client
        .control_key(Secret::new(CONTROL_KEY))
        .response_format(format)
        .transport(wire.clone())
        .clock(wire.clone())
        .build()?;
    let request = request(&client)?;
    Ok(wire.run(client.send(&request)))
}

struct PlainSigner;

impl Signer for PlainSigner {
    fn sign<'a>(&'a self, _message: &'a [u8]) -> SignFuture<'a> {
        Box::pin(async { Ok(Signature::new(*b"signature")) })
    }
}

/// A client that talks to the case's server.
pub(crate) fn client(exchange: &Exchange) -> Result<Client, Failure> {
    client_for(exchange, ResponseFormat::Form)
}

/// The same, with responses in this format.
pub(crate) fn client_for(exchange: &Exchange, format: ResponseFormat) -> Result<Client, Failure> {
    let signer = RsaSigner::from_pem(Fixtures::load()?.key.private_pkcs1_pem)?;
    let builder = Client::builder(Environment::at(&exchange.address())?, LOGIN, signer);
    // As with every setting, the last value counts.
    Ok(builder
        .retry_policy(RetryPolicy::none())
        .control_key(Secret::new(CONTROL_KEY))
        .response_format(ResponseFormat::Json)
        .response_format(format)
        .build()?)
}

/// The order of the document's examples.
pub(crate) fn order() -> Result<Order, Failure> {
    let amount = Money::parse("100", Currency::USD)?;
    Ok(Order::new(ClientOrderId::new(ORDER), amount, "Your order description", "1.1.1.1"))
}

/// The return address of the document's examples.
pub(crate) fn return_url() -> ReturnUrl {
    ReturnUrl::any("http://www.example.com")
}
