//! SOCKS proxies and client certificates.

use std::io::Write as _;
use std::sync::{Arc, Mutex};

use payments_core::{BuildError, Outcome, ReqwestTransport};
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{DigitallySignedStruct, DistinguishedName, SignatureScheme};
use rustls_pki_types::pem::PemObject as _;

use super::tls::{self, CERTIFICATE, KEY};
use crate::support::provider::Transfer;
use crate::support::wire::{self, NoAuth};

const RESPONSE: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 8\r\n\r\n{\"id\":7}";

/// Takes any certificate, and keeps it.
#[derive(Debug, Default)]
struct Presented(Arc<Mutex<Vec<CertificateDer<'static>>>>);

impl ClientCertVerifier for Presented {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, rustls::Error> {
        self.0.lock().unwrap().push(end_entity.clone().into_owned());
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
        let algorithms = tls::provider().signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, &algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
        let algorithms = tls::provider().signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, &algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        tls::provider().signature_verification_algorithms.supported_schemes()
    }
}

#[tokio::test]
async fn a_client_certificate_is_presented_and_its_key_is_used() {
    let presented = Presented::default();
    let seen = Arc::clone(&presented.0);
    let (address, _) = tls::script_for(Arc::new(presented), |mut stream| {
        tls::read_request(&mut stream);
        stream.write_all(RESPONSE)
    });
    let (base_url, _) = tls::trusting(address);
    let builder = ReqwestTransport::builder(&base_url).trust_pem(CERTIFICATE).client_certificate(CERTIFICATE, KEY);
    let pipeline = wire::builder().transport(builder.build().unwrap()).build(base_url, NoAuth).unwrap();
    pipeline.send(&Transfer::new()).await.unwrap();
    assert_eq!(*seen.lock().unwrap(), [CertificateDer::from_pem_slice(CERTIFICATE.as_bytes()).unwrap()]);
}

#[tokio::test]
async fn without_the_certificate_that_a_server_requires_nothing_is_done() {
    let (address, _) = tls::script_for(Arc::new(Presented::default()), |mut stream| {
        // The handshake fails here, and no request is read.
        assert!(stream.flush().is_err() || tls::try_read_request(&mut stream).is_none());
    });
    let (base_url, transport) = tls::trusting(address);
    let pipeline = wire::builder().transport(transport).build(base_url, NoAuth).unwrap();
    let error = pipeline.send(&Transfer::new()).await.unwrap_err();
    // With TLS 1.3 the client has sent its request by the time that it is told.
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    assert!(error.to_string().contains("CertificateRequired"), "{error}");
}

#[test]
fn a_client_certificate_that_cannot_be_used_is_refused_without_its_key() {
    let base_url = "https://gate.example".parse().unwrap();
    let other_key = another_key();
    let encrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMFkw\n-----END ENCRYPTED PRIVATE KEY-----\n";
    for (chain, key, words) in [
        ("", KEY, "at least one CERTIFICATE"),
        (KEY, KEY, "at least one CERTIFICATE"),
        (CERTIFICATE, "", "a PRIVATE KEY that is not encrypted"),
        (CERTIFICATE, CERTIFICATE, "a PRIVATE KEY that is not encrypted"),
        (CERTIFICATE, encrypted, "a PRIVATE KEY that is not encrypted"),
        (CERTIFICATE, &other_key, "client certificate"),
    ] {
        let builder = ReqwestTransport::builder(&base_url).trust_pem(CERTIFICATE).client_certificate(chain, key);
        assert!(!format!("{builder:?}").contains("BEGIN"));
        let error = builder.build().unwrap_err();
        assert!(matches!(error, BuildError::ClientCertificate(_)), "{error}");
        assert!(error.to_string().contains(words), "{error}");
        assert!(!format!("{error:?}").contains("BEGIN"), "{error:?}");
    }
}

/// A key of another certificate: an RSA key that openssl makes, or none of PEM where there is no openssl.
fn another_key() -> String {
    let made = std::process::Command::new("openssl").args(["genpkey", "-algorithm", "RSA"]).output();
    made.map(|made| String::from_utf8(made.stdout).unwrap()).unwrap_or_default()
}

/// A SOCKS5 proxy without authentication (RFC 1928) that connects wherever it is asked to on this machine.
#[cfg(feature = "socks")]
mod socks {
    use std::net::SocketAddr;
    use std::sync::{Arc, Mutex};

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    type Asked = Arc<Mutex<Vec<String>>>;

    async fn start() -> (SocketAddr, Asked) {
        let asked = Asked::default();
        let seen = Arc::clone(&asked);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(relay(stream, Arc::clone(&seen)));
            }
        });
        (address, asked)
    }

    async fn relay(mut client: TcpStream, asked: Asked) -> std::io::Result<()> {
        let [_, methods] = read::<2>(&mut client).await?;
        let mut list = vec![0; methods.into()];
        client.read_exact(&mut list).await?;
        client.write_all(&[5, 0]).await?;
        let [_, _, _, kind] = read::<4>(&mut client).await?;
        let host = if kind == 3 {
            let [length] = read::<1>(&mut client).await?;
            let mut name = vec![0; length.into()];
            client.read_exact(&mut name).await?;
            String::from_utf8(name).unwrap()
        } else {
            std::net::Ipv4Addr::from(read::<4>(&mut client).await?).to_string()
        };
        let port = u16::from_be_bytes(read::<2>(&mut client).await?);
        asked.lock().unwrap().push(format!("{host}:{port}"));
        let mut server = TcpStream::connect(("127.0.0.1", port)).await?;
        client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await?;
        tokio::io::copy_bidirectional(&mut client, &mut server).await.map(drop)
    }

    async fn read<const N: usize>(stream: &mut TcpStream) -> std::io::Result<[u8; N]> {
        let mut bytes = [0; N];
        stream.read_exact(&mut bytes).await?;
        Ok(bytes)
    }

    #[tokio::test]
    async fn an_encrypted_call_goes_through_a_socks_proxy() {
        for (scheme, host) in [("socks5", "127.0.0.1"), ("socks5h", "localhost")] {
            let (server, _) = tls::script(|mut stream| {
                tls::read_request(&mut stream);
                stream.write_all(RESPONSE)
            });
            let (proxy, asked) = start().await;
            let base_url: payments_core::BaseUrl = format!("https://{host}:{}", server.port()).parse().unwrap();
            let builder = ReqwestTransport::builder(&base_url).trust_pem(CERTIFICATE);
            let transport = builder.proxy(format!("{scheme}://{proxy}")).build().unwrap();
            let pipeline = wire::builder().transport(transport).build(base_url, NoAuth).unwrap();
            pipeline.send(&Transfer::new()).await.unwrap();
            // With socks5h the name is the proxy's to look up.
            assert_eq!(*asked.lock().unwrap(), [format!("{host}:{}", server.port())], "{scheme}");
        }
    }

    #[tokio::test]
    async fn a_socks_proxy_that_is_not_there_proves_that_nothing_was_sent() {
        let base_url: payments_core::BaseUrl = "https://gate.example".parse().unwrap();
        let builder = ReqwestTransport::builder(&base_url).trust_pem(CERTIFICATE);
        let transport = builder.proxy("socks5h://user:hunter2@127.0.0.1:1").build().unwrap();
        let pipeline = wire::builder().transport(transport).build(base_url, NoAuth).unwrap();
        let error = pipeline.send(&Transfer::new()).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::NotSent, "{error}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}
