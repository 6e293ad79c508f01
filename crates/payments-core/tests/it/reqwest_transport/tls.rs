//! A TLS server on its own thread, so that its work does not slow down the client's runtime.

use std::io::Read as _;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use payments_core::{BaseUrl, ReqwestTransport};
use rustls::crypto::CryptoProvider;
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio::sync::oneshot;

/// A certificate made for these tests only.
pub(super) const CERTIFICATE: &str = include_str!("localhost.pem");
pub(super) const KEY: &str = include_str!("localhost.key.pem");

pub(super) type Stream = StreamOwned<ServerConnection, TcpStream>;

/// A server with one connection and a script for it, and the script's result.
pub(super) fn script<T: Send + 'static>(
    script: impl FnOnce(Stream) -> T + Send + 'static,
) -> (SocketAddr, oneshot::Receiver<T>) {
    script_for(WebPkiClientVerifier::no_client_auth(), script)
}

/// The same for a client whose certificate this verifier judges.
pub(super) fn script_for<T: Send + 'static>(
    verifier: Arc<dyn ClientCertVerifier>,
    script: impl FnOnce(Stream) -> T + Send + 'static,
) -> (SocketAddr, oneshot::Receiver<T>) {
    let (done, served) = oneshot::channel();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let stream = StreamOwned::new(ServerConnection::new(Arc::new(config(verifier))).unwrap(), stream);
        // The test may not wait for the result.
        let _ = done.send(script(stream));
    });
    (address, served)
}

/// A transport that trusts the server, and its address.
pub(super) fn trusting(address: SocketAddr) -> (BaseUrl, ReqwestTransport) {
    let base_url: BaseUrl = format!("https://{address}").parse().unwrap();
    let transport = ReqwestTransport::builder(&base_url).trust_pem(CERTIFICATE).build().unwrap();
    (base_url, transport)
}

fn config(verifier: Arc<dyn ClientCertVerifier>) -> ServerConfig {
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE.as_bytes()).unwrap();
    let key = PrivateKeyDer::from_pem_slice(KEY.as_bytes()).unwrap();
    ServerConfig::builder_with_provider(Arc::new(provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier)
        .with_single_cert(vec![certificate], key)
        .unwrap()
}

pub(super) fn provider() -> CryptoProvider {
    #[cfg(feature = "aws-lc-rs")]
    return rustls::crypto::aws_lc_rs::default_provider();
    #[cfg(not(feature = "aws-lc-rs"))]
    return rustls::crypto::ring::default_provider();
}

/// What a client that may be gone by now has sent.
pub(super) fn try_read_request(stream: &mut Stream) -> Option<()> {
    stream.read(&mut [0; 16 * 1024]).ok().filter(|length| *length > 0).map(drop)
}

/// Reads once: these clients send a request in one piece.
pub(super) fn read_request(stream: &mut Stream) -> Vec<u8> {
    let mut bytes = vec![0; 16 * 1024];
    let length = stream.read(&mut bytes).unwrap();
    bytes.truncate(length);
    bytes
}
