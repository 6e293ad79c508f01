//! Bank 131.

mod account;
mod fps;
mod rate;
mod recurrent;
mod report;
mod sberpay;
mod self_employed;
mod session;
mod subscription;
mod token;

use std::future::Future;

#[cfg(feature = "reqwest")]
use bank131_client::signing::RsaSigner;
use bank131_client::signing::Signer;
use bank131_client::{Client, ClientBuilder, Environment};
use payments_core::testing::FakeSigner;
use payments_core::{Clock, Endpoint, Error, Response, Transport};

use crate::sampler::{cases_of, visit_each};
use crate::{Failure, Sample, Sampler, Settings, Visitor};

const NO_KEY: (&str, &str) = ("idempotency_key_already_exists", "the call carries no idempotency key");
const STARTS_NOTHING: (&str, &str) = ("operation_rejected", "the call starts no operation that could be rejected");
const NO_SESSION: (&str, &str) = ("session_without_id", "the response has no session");

const EMPTY: &str = "must not be empty";
const EMPTY_TOKEN: &str = "an empty token";

/// Completes the sample of a call that is about no session.
fn apart_from_sessions<E: Endpoint>(sample: Sample<E>) -> Sample<E> {
    sample
        .names_no_operation("the call is about no operation")
        .inapplicable(NO_KEY.0, NO_KEY.1)
        .inapplicable("session_wrong_state", "the call is about no session")
        .inapplicable(NO_SESSION.0, NO_SESSION.1)
        .inapplicable(STARTS_NOTHING.0, STARTS_NOTHING.1)
}

/// Completes the sample of a call whose response is a status and nothing else.
fn says_ok<E: Endpoint<Response = ()>>(sample: Sample<E>) -> Sample<E> {
    let all = "the status is all there is";
    sample.essence(|()| Vec::new(), &["status"]).without_echo(all).without_optional_members(all)
}

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
