//! A server that speaks both, over TLS 1.3, with a certificate that is made when it starts.

use std::convert::Infallible;
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use payments_bench::Failure;
use payments_bench::fixtures::bank131;
use payments_bench::server::say;
use rcgen::CertifiedKey;
use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::version::TLS13;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Barrier, Notify};
use tokio_rustls::TlsAcceptor;

/// The header of every answer that says how many connections there have been.
pub(crate) const CONNECTIONS: &str = "x-connections";
/// Requests to this path wait until all callers' have arrived; then the connection of one of them breaks.
pub(crate) const BREAKS: &str = "/breaks";

/// Long enough for a connection to be gone.
const PAUSE: Duration = Duration::from_millis(20);

struct Server {
    answer: Bytes,
    connections: AtomicUsize,
    all_have_arrived: Barrier,
}

/// Serves until the process ends. The first line of the output is the address, the second one the certificate.
pub(crate) async fn serve(callers: usize) -> Result<(), Failure> {
    let CertifiedKey { cert, key_pair } = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()])?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    say(&format!("https://{}", listener.local_addr()?))?;
    say(&STANDARD.encode(cert.der()))?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let key = PrivatePkcs8KeyDer::from(key_pair.serialize_der()).into();
    let mut tls = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&TLS13])?
        .with_no_client_auth()
        .with_single_cert(vec![cert.into()], key)?;
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let tls = TlsAcceptor::from(Arc::new(tls));
    let server = Arc::new(Server {
        answer: bank131::answer()?.into(),
        connections: AtomicUsize::new(0),
        all_have_arrived: Barrier::new(callers),
    });
    loop {
        let (connection, _) = listener.accept().await?;
        connection.set_nodelay(true)?;
        server.connections.fetch_add(1, Ordering::Relaxed);
        let (tls, server) = (tls.clone(), Arc::clone(&server));
        tokio::spawn(async move { server.connection(&tls, connection).await });
    }
}

impl Server {
    async fn connection(self: Arc<Self>, tls: &TlsAcceptor, connection: TcpStream) -> Result<(), Failure> {
        let connection = tls.accept(connection).await?;
        let chosen = connection.get_ref().1.alpn_protocol() == Some(b"h2");
        let breaks = Arc::new(Notify::new());
        let broken = Arc::clone(&breaks);
        let service = service_fn(move |request| Arc::clone(&self).respond(Arc::clone(&breaks), request));
        let connection = TokioIo::new(connection);
        let served = async {
            if chosen {
                http2::Builder::new(TokioExecutor::new()).serve_connection(connection, service).await
            } else {
                http1::Builder::new().serve_connection(connection, service).await
            }
        };
        // What breaks is dropped as it stands, without a word of TLS or HTTP.
        tokio::select! {
            biased;
            () = broken.notified() => Ok(()),
            ended = served => Ok(ended?),
        }
    }

    async fn respond(
        self: Arc<Self>,
        breaks: Arc<Notify>,
        request: Request<Incoming>,
    ) -> Result<Response<Full<Bytes>>, Infallible> {
        let waits = request.uri().path() == BREAKS;
        // A body that breaks off is not a request that has arrived.
        let whole = request.into_body().collect().await.is_ok();
        if waits && whole {
            if self.all_have_arrived.wait().await.is_leader() {
                breaks.notify_one();
                return pending().await;
            }
            tokio::time::sleep(PAUSE).await;
        }
        let mut response = Response::new(Full::from(self.answer.clone()));
        response.headers_mut().insert(CONNECTIONS, self.connections.load(Ordering::Relaxed).into());
        Ok(response)
    }
}
