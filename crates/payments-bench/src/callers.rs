//! Whoever makes a call: a client of ours, or reqwest with the same bytes.

use std::hint::black_box;
use std::sync::Arc;

use bank131_client::Client;
use bank131_client::common::Endpoint as _;
use bank131_client::session::SessionMultiInit;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::Request;
use payments_core::testing::{FakeResponse, FakeSigner, FakeTransport};
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;

use crate::Failure;
use crate::samples::{self, request};

/// Makes one call, again and again.
pub trait Caller: Clone + Send + Sync + 'static {
    /// Calls, and fails if the answer is not what it should be.
    fn call(&self) -> impl Future<Output = Result<(), Failure>> + Send;
}

/// Bank 131's client, with the documented transfer.
#[derive(Clone, Debug)]
pub struct Ours {
    client: Client,
    transfer: Arc<SessionMultiInit>,
}

impl Ours {
    /// Calls this address, with a signature whose work is done.
    pub fn new(address: &str) -> Result<Self, Failure> {
        let client = samples::bank131(address, FakeSigner)?.build()?;
        Ok(Self { client, transfer: Arc::new(request()?) })
    }
}

impl Caller for Ours {
    async fn call(&self) -> Result<(), Failure> {
        self.client.send(&*self.transfer).await?;
        Ok(())
    }
}

/// reqwest, with settings like ours, and a request that is complete.
#[derive(Clone, Debug)]
pub struct Bare {
    client: reqwest::Client,
    request: Arc<Request<Bytes>>,
}

impl Bare {
    /// Calls this address with the bytes and headers that our client would send.
    pub async fn new(address: &str) -> Result<Self, Failure> {
        Ok(Self { client: client()?, request: Arc::new(recorded(address).await?) })
    }
}

impl Caller for Bare {
    async fn call(&self) -> Result<(), Failure> {
        let mut request = Request::new(self.request.body().clone());
        *request.method_mut() = self.request.method().clone();
        *request.uri_mut() = self.request.uri().clone();
        *request.headers_mut() = self.request.headers().clone();
        let answer = self.client.execute(request.try_into()?).await?;
        if !answer.status().is_success() {
            return Err(answer.status().to_string().into());
        }
        black_box(answer.bytes().await?);
        Ok(())
    }
}

/// A client of reqwest's, with settings like ours.
fn client() -> Result<reqwest::Client, Failure> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let tls = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let tls = tls.with_root_certificates(RootCertStore::empty()).with_no_client_auth();
    let builder = reqwest::Client::builder().tls_backend_preconfigured(tls).http1_only().no_proxy();
    Ok(builder.redirect(reqwest::redirect::Policy::none()).build()?)
}

/// What our client hands to its transport.
async fn recorded(address: &str) -> Result<Request<Bytes>, Failure> {
    let transport = FakeTransport::new([FakeResponse::unreachable()]);
    let client = samples::bank131(address, FakeSigner)?.transport(transport.clone()).build()?;
    // It fails: nothing is sent.
    let _ = client.send(&request::<SessionMultiInit>()?).await;
    Ok(transport.request())
}

/// A client as one writes it in a morning: reqwest, `serde_json`'s `Value` for request and answer.
#[derive(Clone, Debug)]
pub struct Untyped {
    client: reqwest::Client,
    address: String,
    transfer: Arc<Value>,
}

impl Untyped {
    /// Calls this address, with a signature whose work is done.
    pub fn new(address: &str) -> Result<Self, Failure> {
        let body = request::<SessionMultiInit>()?.body()?;
        Ok(Self {
            client: client()?,
            address: format!("{address}/api/v1/session/multi/init"),
            transfer: Arc::new(serde_json::from_slice(body.bytes())?),
        })
    }
}

impl Caller for Untyped {
    async fn call(&self) -> Result<(), Failure> {
        let body = serde_json::to_vec(&*self.transfer)?;
        let request = self.client.post(&self.address).header("x-partner-project", "your_project_name");
        let request = request.header("x-partner-sign", STANDARD.encode(FakeSigner::SIGNATURE));
        let answer = request.header("content-type", "application/json").body(body).send().await?.bytes().await?;
        black_box(serde_json::from_slice::<Value>(&answer)?);
        Ok(())
    }
}
