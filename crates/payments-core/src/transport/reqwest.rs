//! The transport built on reqwest and rustls.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::TRANSFER_ENCODING;
use http::uri::Scheme;
use http::{Request, Response, Uri};
use rustls::client::WantsClientCert;
use rustls::crypto::CryptoProvider;
use rustls::{ClientConfig, ConfigBuilder, RootCertStore};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio::runtime::Handle;
use zeroize::Zeroizing;

use super::in_runtime::InRuntime;
use super::{BodyChunks, ChunkFuture, ResponseBody, Transport, TransportError, TransportFuture, hint};
use crate::build_error::BuildError;
use crate::clock::NoRuntime;
use crate::url::BaseUrl;

/// Some widely used servers close a connection after five idle seconds.
const SHORTER_THAN_SERVERS_WAIT: Duration = Duration::from_secs(4);

/// An HTTP transport built on reqwest: HTTP/1.1, TLS by rustls, connections kept and reused, no redirects, no retries
/// of its own.
///
/// It uses HTTP/1.1 only, because then a connection carries one request at a time and its failure says something about
/// that request.
///
/// It sends on the Tokio runtime in which a call is first polled; without one it returns [`NoRuntime`] and sends
/// nothing. The runtime needs I/O and time (`enable_all`): this cannot be checked, and without them Tokio panics.
#[cfg_attr(docsrs, doc(cfg(feature = "reqwest")))]
#[derive(Clone)]
pub struct ReqwestTransport(reqwest::Client);

impl ReqwestTransport {
    /// Returns a builder of a transport for this base URL; [`host`](ReqwestTransportBuilder::host) adds others.
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use payments_core::{BaseUrl, ReqwestTransport};
    ///
    /// let address: BaseUrl = "http://127.0.0.1:8080".parse()?;
    /// let transport = ReqwestTransport::builder(&address).connect_timeout(Duration::from_secs(3)).build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn builder(base_url: &BaseUrl) -> ReqwestTransportBuilder {
        ReqwestTransportBuilder {
            encrypted: base_url.is_encrypted(),
            connect_timeout: Duration::from_secs(10),
            idle_timeout: SHORTER_THAN_SERVERS_WAIT,
            extra_roots: Vec::new(),
            identity: None,
            proxy: None,
        }
    }
}

/// A client certificate with its chain, and its private key, both in PEM.
struct Identity {
    chain: Vec<u8>,
    key: Zeroizing<Vec<u8>>,
}

/// Builds a [`ReqwestTransport`].
#[cfg_attr(docsrs, doc(cfg(feature = "reqwest")))]
pub struct ReqwestTransportBuilder {
    encrypted: bool,
    connect_timeout: Duration,
    idle_timeout: Duration,
    extra_roots: Vec<Vec<u8>>,
    identity: Option<Identity>,
    proxy: Option<String>,
}

impl ReqwestTransportBuilder {
    /// Adds another base URL that the transport is for: TLS is set up if one of them is encrypted.
    #[must_use]
    pub const fn host(mut self, base_url: &BaseUrl) -> Self {
        self.encrypted |= base_url.is_encrypted();
        self
    }

    /// Sets the time to connect, including TLS. Keep it below the attempt timeout. Default: 10 seconds.
    #[must_use]
    pub const fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// Sets how long an unused connection is kept. Default: 4 seconds.
    ///
    /// A call on a connection that the server is just closing has an unknown outcome, so this timeout should be shorter
    /// than the server's: 5 seconds for some widely used servers, 60 or 75 for others. If you know your provider's, and
    /// call it every few seconds, set a longer one. A new connection costs a call two round trips, for TCP and TLS 1.3.
    #[must_use]
    pub const fn idle_timeout(mut self, limit: Duration) -> Self {
        self.idle_timeout = limit;
        self
    }

    /// Trusts the certificates in this PEM text in addition to those of the system, for a national or in-house
    /// authority.
    #[must_use]
    pub fn trust_pem(mut self, certificates: impl Into<Vec<u8>>) -> Self {
        self.extra_roots.push(certificates.into());
        self
    }

    /// Presents this certificate to servers that ask for one (mutual TLS): the certificate and those between it and its
    /// authority, and its private key in PKCS#8, PKCS#1 or SEC 1, both as PEM text. Once; the last one counts.
    ///
    /// The text of the key is wiped when the builder is dropped; the key itself stays with the transport.
    ///
    /// ```no_run
    /// use payments_core::{BaseUrl, ReqwestTransport};
    ///
    /// let address: BaseUrl = "https://gate.example".parse()?;
    /// let (chain, key) = (std::fs::read("shop.pem")?, std::fs::read("shop.key")?);
    /// let transport = ReqwestTransport::builder(&address).client_certificate(chain, key).build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn client_certificate(mut self, chain: impl Into<Vec<u8>>, key: impl Into<Vec<u8>>) -> Self {
        self.identity = Some(Identity { chain: chain.into(), key: Zeroizing::new(key.into()) });
        self
    }

    /// Sends every `https` request through this proxy, `http://host:port` or `https://host:port`, with `user:password@`
    /// before the host if it requires them. The proxy opens a tunnel (`CONNECT`) and sees neither the request nor the
    /// response. With the feature `socks` also `socks5://host:port`, and `socks5h://host:port` where the proxy shall look
    /// up host names.
    ///
    /// A plain `http` request never goes through a proxy: it is for this machine, and could be read on the way. By
    /// default there is no proxy; environment variables are not used.
    #[must_use]
    pub fn proxy(mut self, address: impl Into<String>) -> Self {
        self.proxy = Some(address.into());
        self
    }

    /// Builds the transport.
    ///
    /// # Errors
    ///
    /// No TLS backend is enabled, no trusted certificates are found, a given certificate or key cannot be read, or the
    /// proxy's address is none of those that [`proxy`](Self::proxy) names.
    pub fn build(self) -> Result<ReqwestTransport, BuildError> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(self.tls()?)
            .http1_only()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            // Other crates may have enabled these in reqwest: the body must be read as it was sent.
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .no_proxy()
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(self.idle_timeout);
        if let Some(address) = &self.proxy {
            builder = builder.proxy(proxy(address)?);
        }
        let client = builder.build().map_err(|error| BuildError::Tls(Box::new(error)))?;
        Ok(ReqwestTransport(client))
    }

    fn tls(&self) -> Result<ClientConfig, BuildError> {
        let provider = crypto_provider().ok_or(BuildError::NoTlsBackend)?;
        let versions = ClientConfig::builder_with_provider(Arc::new(provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| BuildError::Tls(Box::new(error)))?;
        if !self.encrypted {
            // Plain http on this machine: nothing to verify, and no need for installed certificates.
            return self.identified(versions.with_root_certificates(RootCertStore::empty()));
        }
        let provider = Arc::clone(versions.crypto_provider());
        let verifier = rustls_platform_verifier::Verifier::new_with_extra_roots(self.roots()?, provider)
            .map_err(|error| BuildError::Tls(Box::new(error)))?;
        self.identified(versions.dangerous().with_custom_certificate_verifier(Arc::new(verifier)))
    }

    /// Adds the client certificate, if there is one.
    fn identified(&self, builder: ConfigBuilder<ClientConfig, WantsClientCert>) -> Result<ClientConfig, BuildError> {
        let Some(Identity { chain, key }) = &self.identity else { return Ok(builder.with_no_client_auth()) };
        let chain = certificates(chain).ok_or_else(|| BuildError::ClientCertificate(NO_CERTIFICATE.into()))?;
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| BuildError::ClientCertificate(NO_KEY.into()))?;
        builder.with_client_auth_cert(chain, key).map_err(|error| BuildError::ClientCertificate(Box::new(error)))
    }

    fn roots(&self) -> Result<Vec<CertificateDer<'static>>, BuildError> {
        let mut roots = Vec::new();
        for pem in &self.extra_roots {
            roots.extend(certificates(pem).ok_or(BuildError::Certificate)?);
        }
        Ok(roots)
    }
}

const NO_CERTIFICATE: &str = "PEM text with at least one CERTIFICATE is needed";
const NO_KEY: &str = "PEM text with a PRIVATE KEY that is not encrypted is needed";

/// The certificates in a PEM text; `None` if there is none, or one that cannot be read.
fn certificates(pem: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    certificates.ok().filter(|certificates| !certificates.is_empty())
}

/// Names the backend: with two in one program, rustls panics when it has to choose.
#[allow(clippy::unnecessary_wraps, reason = "there is none without either feature")]
fn crypto_provider() -> Option<CryptoProvider> {
    #[cfg(feature = "aws-lc-rs")]
    return Some(rustls::crypto::aws_lc_rs::default_provider());
    #[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
    return Some(rustls::crypto::ring::default_provider());
    #[cfg(not(any(feature = "aws-lc-rs", feature = "ring")))]
    return None;
}

/// A proxy for `https` only. The HTTP client silently ignores an address that is not checked here, and connects
/// directly or unencrypted.
fn proxy(address: &str) -> Result<reqwest::Proxy, BuildError> {
    let url = reqwest::Url::parse(address).ok().filter(is_proxy_address);
    let url = url.ok_or_else(|| BuildError::Proxy(PROXY_ADDRESSES.into()))?;
    reqwest::Proxy::https(url).map_err(|error| BuildError::Proxy(Box::new(error.without_url())))
}

#[cfg(feature = "socks")]
const PROXY_ADDRESSES: &str =
    "http://host:port, https://host:port, socks5://host:port or socks5h://host:port is needed";
#[cfg(not(feature = "socks"))]
const PROXY_ADDRESSES: &str = "http://host:port or https://host:port is needed; for SOCKS enable the feature `socks`";

fn is_proxy_address(url: &reqwest::Url) -> bool {
    let is_bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
    // The HTTP client parses the address again, with this parser.
    let is_uri = url.as_str().parse().is_ok_and(|uri: Uri| uri.authority().is_some());
    let is_socks = cfg!(feature = "socks") && matches!(url.scheme(), "socks5" | "socks5h");
    (is_socks || matches!(url.scheme(), "http" | "https")) && url.has_host() && is_bare && is_uri
}

impl ReqwestTransport {
    async fn exchange(&self, request: Request<Bytes>) -> Result<Response<ResponseBody>, TransportError> {
        let encrypted = request.uri().scheme() == Some(&Scheme::HTTPS);
        let classify = |error| classify(error, encrypted);
        let request = reqwest::Request::try_from(request).map_err(classify)?;
        let response = self.0.execute(request).await.map_err(classify)?;
        let mut head = Response::new(());
        *head.status_mut() = response.status();
        *head.headers_mut() = response.headers().clone();
        let delimited = is_delimited(&response);
        let body = ResponseBody::from_chunks(Chunks(response));
        Ok(head.map(|()| if delimited { body } else { body.undelimited() }))
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async move {
            let runtime = Handle::try_current().map_err(|_| TransportError::not_sent(NoRuntime))?;
            InRuntime::new(runtime, self.exchange(request)).await
        })
    }
}

/// Only these two prove that nothing was sent; `is_request` and `is_timeout` are set in both cases.
fn classify(error: reqwest::Error, encrypted: bool) -> TransportError {
    let proves_nothing_sent = error.is_builder() || error.is_connect();
    let hint = hint::of(&error, encrypted);
    let error = error.without_url();
    let classified =
        if proves_nothing_sent { TransportError::not_sent(error) } else { TransportError::maybe_sent(error) };
    classified.with_hint(hint)
}

/// Whether the end of the body is marked: its length is known, there is none, or it is chunked (RFC 9112, 6.3).
fn is_delimited(response: &reqwest::Response) -> bool {
    let codings = response.headers().get_all(TRANSFER_ENCODING);
    let last = codings.iter().next_back().and_then(|codings| codings.to_str().ok()?.rsplit(',').next());
    response.content_length().is_some() || last.is_some_and(|coding| coding.trim().eq_ignore_ascii_case("chunked"))
}

struct Chunks(reqwest::Response);

impl BodyChunks for Chunks {
    fn next_chunk(&mut self) -> ChunkFuture<'_> {
        // A response has begun, so the request was sent.
        Box::pin(async { self.0.chunk().await.map_err(|error| TransportError::maybe_sent(error.without_url())) })
    }
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ReqwestTransport")
    }
}

impl fmt::Debug for ReqwestTransportBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ReqwestTransportBuilder")
            .field("connect_timeout", &self.connect_timeout)
            .field("idle_timeout", &self.idle_timeout)
            .field("extra_roots", &self.extra_roots.len())
            .field("client_certificate", &self.identity.is_some())
            .field("proxy", &self.proxy.is_some())
            .finish_non_exhaustive()
    }
}
