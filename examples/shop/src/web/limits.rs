//! What a peer may take: the time of a request's head and of its body, and the length of the body.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};

/// A connection is closed if the head of a request is not there in this time, half sent or not begun.
const HEAD_TIMEOUT: Duration = Duration::from_secs(5);

/// The same for a body, counted from the end of its head.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// Longer than any form of the shop that is filled in.
pub(crate) const FORM_LIMIT: usize = 4 * 1024;

/// Longer than any callback. The longest is a session of Bank 131 with everything in it, some kilobytes.
pub(crate) const CALLBACK_LIMIT: usize = 64 * 1024;

/// Serves as `axum::serve` does, which has no timeout for a head.
pub(crate) async fn serve(listener: TcpListener, app: Router) -> Infallible {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT);
    let service = TowerToHyperService::new(app);
    loop {
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                // The process may have no file descriptors left.
                sleep(Duration::from_secs(1)).await;
                continue;
            }
        };
        let connection = http.serve_connection(TokioIo::new(stream), service.clone());
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
}

/// Reads a body, or says why it is not read.
pub(crate) async fn read_body(body: Body, limit: usize) -> Result<Bytes, Response> {
    match timeout(BODY_TIMEOUT, to_bytes(body, limit)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        // Too long, or the peer is gone and does not hear it.
        Ok(Err(_)) => Err(StatusCode::PAYLOAD_TOO_LARGE.into_response()),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT.into_response()),
    }
}
