//! reqwest with the one version or the other.

use std::process::Command;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payments_bench::Failure;
use payments_bench::callers::Bare;
use payments_bench::server::Server;
use rustls::version::TLS13;
use rustls::{ClientConfig, RootCertStore};

use crate::server::CONNECTIONS;

/// What a client speaks.
#[derive(Clone, Copy)]
pub(crate) enum Speaks {
    Http1,
    /// What the server chooses in the TLS handshake, which is HTTP/2: reqwest's way by default.
    Chosen,
    /// HTTP/2, without waiting for what the server chooses.
    Http2,
}

/// A server beside this process, and its certificate.
pub(crate) struct Side {
    server: Server,
    roots: RootCertStore,
}

impl Side {
    pub(crate) fn start(callers: usize) -> Result<Self, Failure> {
        let mut command = Command::new(std::env::current_exe()?);
        let mut server = Server::spawn(command.args(["server", &callers.to_string()]))?;
        let mut roots = RootCertStore::empty();
        roots.add(STANDARD.decode(server.line()?)?.into())?;
        Ok(Self { server, roots })
    }

    pub(crate) fn address(&self) -> &str {
        self.server.address()
    }

    /// A client without a connection.
    pub(crate) fn client(&self, speaks: Speaks) -> Result<reqwest::Client, Failure> {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let tls = ClientConfig::builder_with_provider(provider).with_protocol_versions(&[&TLS13])?;
        let mut tls = tls.with_root_certificates(self.roots.clone()).with_no_client_auth();
        let builder = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        let builder = builder.retry(reqwest::retry::never());
        let (builder, offered) = match speaks {
            Speaks::Http1 => (builder.http1_only(), &["http/1.1"][..]),
            Speaks::Chosen => (builder, &["h2", "http/1.1"][..]),
            Speaks::Http2 => (builder.http2_prior_knowledge(), &["h2"][..]),
        };
        tls.alpn_protocols = offered.iter().map(|name| name.as_bytes().to_vec()).collect();
        Ok(builder.tls_backend_preconfigured(tls).build()?)
    }

    /// Makes the documented transfer with this client.
    pub(crate) async fn caller(&self, client: &reqwest::Client) -> Result<Bare, Failure> {
        Bare::with(client.clone(), self.address()).await
    }

    /// How many connections the server has seen; fails if the client does not speak what it should.
    pub(crate) async fn connections(&self, client: &reqwest::Client, speaks: Speaks) -> Result<usize, Failure> {
        let answer = client.get(self.address()).send().await?;
        let expected = if matches!(speaks, Speaks::Http1) { http::Version::HTTP_11 } else { http::Version::HTTP_2 };
        if answer.version() != expected {
            return Err(format!("not what is to be measured: {:?}", answer.version()).into());
        }
        let number = answer.headers().get(CONNECTIONS).ok_or("the server has not counted")?.to_str()?.parse()?;
        // The connection is free again when the answer is read.
        answer.bytes().await?;
        Ok(number)
    }
}
