//! What is measured: the sample requests, their documented answers, and clients that send nothing.

use std::future::ready;

use bytes::Bytes;
use payments_core::{Endpoint, RawResponse, Signer, TokioClock, Transport, TransportError};
use payments_samples::{Sampled, Sampler, Settings};

use crate::Failure;

/// An address for clients that send nothing.
pub const NOWHERE: &str = "http://127.0.0.1:9";

/// A transport that sends nothing: a call ends when its request is complete.
pub fn nowhere() -> impl Transport {
    |_request: http::Request<Bytes>| ready(Err::<http::Response<Bytes>, _>(TransportError::not_sent("nowhere")))
}

/// The sample request of a call.
pub fn request<E: Sampled>() -> Result<E, Failure> {
    E::sample().request()
}

/// The documented answer to it.
pub fn answer<S: Sampler, E: Sampled + Endpoint<Provider = S::Provider>>() -> Result<RawResponse, Failure> {
    S::response(E::sample().first())
}

/// A client that sends nothing. Its signatures, if it makes any, cost nothing.
pub fn client<S: Sampler>() -> Result<S::Client, Failure> {
    S::client(nowhere(), TokioClock::new(), Settings::default())
}

/// Bank 131's client with an address and a signer of the measurement's own, which the samples' client has not.
pub fn bank131(address: &str, signer: impl Signer) -> Result<bank131_client::ClientBuilder, Failure> {
    let builder =
        bank131_client::Client::builder(bank131_client::Environment::at(address)?, "your_project_name", signer);
    Ok(builder.retry_policy(bank131_client::common::RetryPolicy::none()))
}

/// The same of `PaynetEasy`.
pub fn payneteasy(signer: impl Signer) -> Result<payneteasy_client::Client, Failure> {
    let environment = payneteasy_client::Environment::at(NOWHERE)?;
    let builder = payneteasy_client::Client::builder(environment, payments_samples::PaynetEasy::LOGIN, signer);
    Ok(builder.retry_policy(payneteasy_client::common::RetryPolicy::none()).transport(nowhere()).build()?)
}
