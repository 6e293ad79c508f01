//! All samples of one provider, and the client that sends them.

use std::fs;
use std::future::Future;

use payments_core::{Clock, Endpoint, Error, Provider, RawResponse, Response, RetryPolicy, Timeouts, Transport};

use crate::Failure;
use crate::case_file::parse_response;
use crate::sample::{Case, Sampled};

/// What tests set in a client.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The policy of retries: none, unless it is set.
    pub retry_policy: RetryPolicy,
    /// The time limits: the same for every provider, whatever its client has.
    pub timeouts: Timeouts,
    /// The maximum size of a response body.
    pub response_limit: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { retry_policy: RetryPolicy::none(), timeouts: Timeouts::default(), response_limit: 1024 * 1024 }
    }
}

/// The samples of one provider.
pub trait Sampler {
    /// The provider.
    type Provider: Provider;
    /// Its client.
    type Client: Clone + Send + Sync + 'static;

    /// The secret of the client, which must not be shown.
    const SECRETS: &'static [&'static str];

    /// The directory of the case files.
    const CASES: &'static str;

    /// The documented response of a case.
    ///
    /// # Errors
    ///
    /// Its file is not there, or is malformed.
    fn response<E: Endpoint<Provider = Self::Provider>>(case: &Case<E>) -> Result<RawResponse, Failure> {
        let file = format!("{}/{}/{}.response.http", Self::CASES, E::NAME.replace('/', "-"), case.name);
        let read = fs::read(&file).map_err(|error| error.to_string()).and_then(|text| parse_response(&text));
        read.map_err(|problem| format!("{file}: {problem}").into())
    }

    /// A client over this transport.
    ///
    /// # Errors
    ///
    /// It cannot be built.
    fn client(transport: impl Transport, clock: impl Clock, settings: Settings) -> Result<Self::Client, Failure>;

    /// A client over this transport, which retries nothing.
    ///
    /// # Errors
    ///
    /// It cannot be built.
    fn over(transport: impl Transport, clock: impl Clock) -> Result<Self::Client, Failure> {
        Self::client(transport, clock, Settings::default())
    }

    /// A client of this address over the built-in transport, which retries nothing.
    ///
    /// # Errors
    ///
    /// It cannot be built.
    #[cfg(feature = "reqwest")]
    fn at(address: &str) -> Result<Self::Client, Failure>;

    /// The same, with the other of two settings between which the provider's documents leave a choice, such as what is signed or
    /// in which format it answers.
    ///
    /// # Errors
    ///
    /// It cannot be built, or there is no choice.
    #[cfg(feature = "reqwest")]
    fn other_at(_address: &str) -> Result<Self::Client, Failure> {
        Err("there is no other client".into())
    }

    /// Sends a request.
    fn send<E: Endpoint<Provider = Self::Provider>>(
        client: &Self::Client,
        request: &E,
    ) -> impl Future<Output = Result<Response<E::Response>, Error<Self::Provider>>> + Send;

    /// Shows every call to a visitor, in the order of the registry.
    fn visit(visitor: &mut impl Visitor<Self::Provider>);
}

/// What is done with every sample of a provider.
pub trait Visitor<P: Provider> {
    /// Visits a call.
    fn visit<E: Sampled + Endpoint<Provider = P>>(&mut self);
}

/// The directory of the case files of a client.
#[cfg(any(feature = "bank131", feature = "kvell", feature = "payneteasy", feature = "vepay"))]
macro_rules! cases_of {
    ($client:literal) => {
        concat!(env!("CARGO_MANIFEST_DIR"), "/../", $client, "/tests/contract/cases")
    };
}

/// Visits every endpoint that `each_endpoint!` of a client lists.
#[cfg(any(feature = "bank131", feature = "kvell", feature = "payneteasy", feature = "vepay"))]
macro_rules! visit_each {
    ($visitor:ident; $([$area:ident $name:ident $call:path])*) => { $($visitor.visit::<$call>();)* };
}

#[cfg(any(feature = "bank131", feature = "kvell", feature = "payneteasy", feature = "vepay"))]
pub(crate) use {cases_of, visit_each};
