//! Bank 131.

mod recurrent;
mod session;

use std::future::Future;

#[cfg(feature = "reqwest")]
use bank131_client::signing::RsaSigner;
use bank131_client::signing::Signer;
use bank131_client::{Client, ClientBuilder, Environment};
use payments_core::testing::FakeSigner;
use payments_core::{Clock, Endpoint, Error, Response, Transport};

use crate::sampler::{cases_of, visit_each};
use crate::{Failure, Sampler, Settings, Visitor};

/// The samples of Bank 131.
#[derive(Clone, Copy, Debug)]
pub struct Bank131;

/// The test key of the client's signature vectors.
#[cfg(feature = "reqwest")]
fn signer() -> Result<RsaSigner, Failure> {
    let vectors = include_str!("../../../bank131-client/tests/fixtures/signatures.json");
    let vectors: serde_json::Value = serde_json::from_str(vectors)?;
    let key = vectors.pointer("/rsa_2048/private_pkcs8_pem").and_then(serde_json::Value::as_str);
    Ok(RsaSigner::from_pem(key.ok_or("there is no key")?)?)
}

fn builder(environment: Environment, signer: impl Signer, settings: &Settings) -> ClientBuilder {
    let builder = Client::builder(environment, "your_project_name", signer);
    builder.retry_policy(settings.retry_policy).timeouts(settings.timeouts).response_limit(settings.response_limit)
}

impl Sampler for Bank131 {
    type Provider = bank131_client::Bank131;
    type Client = Client;

    // The client over a given transport has no key.
    const SECRETS: &'static [&'static str] = &[];
    const CASES: &'static str = cases_of!("bank131-client");

    fn client(transport: impl Transport, clock: impl Clock, settings: Settings) -> Result<Client, Failure> {
        Ok(builder(Environment::Demo, FakeSigner, &settings).transport(transport).clock(clock).build()?)
    }

    #[cfg(feature = "reqwest")]
    fn at(address: &str) -> Result<Client, Failure> {
        Ok(builder(Environment::at(address)?, signer()?, &Settings::default()).build()?)
    }

    fn send<E: Endpoint<Provider = Self::Provider>>(
        client: &Client,
        request: &E,
    ) -> impl Future<Output = Result<Response<E::Response>, Error<Self::Provider>>> + Send {
        client.send_with_http(request)
    }

    fn visit(visitor: &mut impl Visitor<Self::Provider>) {
        bank131_client::each_endpoint!([visit_each] visitor);
    }
}
