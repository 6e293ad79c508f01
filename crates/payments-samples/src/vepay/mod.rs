//! Vepay.

mod account;
mod card;

use std::future::Future;

use payments_core::{Clock, Endpoint, Error, Response, Transport};
use vepay_client::{Client, ClientBuilder, Environment, Secret};

use crate::sampler::{cases_of, visit_each};
use crate::{Failure, Sampler, Settings, Visitor};

/// The samples of Vepay.
#[derive(Clone, Copy, Debug)]
pub struct Vepay;

/// The secret of the token vectors.
const SECRET: &str = "test-secret-key";

fn builder(environment: Environment, settings: Settings) -> ClientBuilder {
    let builder = Client::builder(environment, "17", Secret::new(SECRET));
    builder.retry_policy(settings.retry_policy).timeouts(settings.timeouts).response_limit(settings.response_limit)
}

impl Sampler for Vepay {
    type Provider = vepay_client::Vepay;
    type Client = Client;

    const SECRETS: &'static [&'static str] = &[SECRET];
    const CASES: &'static str = cases_of!("vepay-client");

    fn client(transport: impl Transport, clock: impl Clock, settings: Settings) -> Result<Client, Failure> {
        // The cases have the document's paths, without the `/mfo` of the other base URLs.
        Ok(builder(Environment::LiveRoot, settings).transport(transport).clock(clock).build()?)
    }

    #[cfg(feature = "reqwest")]
    fn at(address: &str) -> Result<Client, Failure> {
        Ok(builder(Environment::at(address)?, Settings::default()).build()?)
    }

    fn send<E: Endpoint<Provider = Self::Provider>>(
        client: &Client,
        request: &E,
    ) -> impl Future<Output = Result<Response<E::Response>, Error<Self::Provider>>> + Send {
        client.send_with_http(request)
    }

    fn visit(visitor: &mut impl Visitor<Self::Provider>) {
        vepay_client::each_endpoint!([visit_each] visitor);
    }
}

/// The reason of a call that carries no `extid`.
const NO_EXTID: (&str, &str) = ("duplicate_extid", "the call carries no extid");

/// The reason of a call whose response has no id.
const NO_NUMBER: &str = "the answer has no number";
