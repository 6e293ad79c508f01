//! Your own `reqwest::Client` as the transport of a client.

use std::time::Duration;

use bank131_client::common::{BodyChunks, ChunkFuture, ResponseBody, Transport, TransportError, TransportFuture};
use bytes::Bytes;
use http::header::TRANSFER_ENCODING;
use http::{Request, Response};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, retry};

/// A transport. Call it within Tokio.
#[derive(Debug)]
pub struct OwnReqwest(Client);

impl OwnReqwest {
    /// Builds a transport with your settings, and with those that it must have. It limits the time to connect only: everything
    /// else is limited by the client, which drops the future.
    pub fn new(settings: ClientBuilder) -> reqwest::Result<Self> {
        let settings = settings
            // 1. Sent once: no redirects, no retries, and one request at a time on a connection.
            .redirect(Policy::none())
            .retry(retry::never())
            .http1_only()
            // 2. Unchanged: no body is encoded or decoded.
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .connect_timeout(Duration::from_secs(10))
            // Less than servers keep a connection: a call on one that is just closing has an unknown outcome.
            .pool_idle_timeout(Duration::from_secs(4));
        Ok(Self(settings.build()?))
    }
}

impl Transport for OwnReqwest {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async move {
            let request = reqwest::Request::try_from(request).map_err(not_sent_or_unknown)?;
            let response = self.0.execute(request).await.map_err(not_sent_or_unknown)?;
            let mut head = Response::new(());
            *head.status_mut() = response.status();
            *head.headers_mut() = response.headers().clone();
            // 4. Not read here: the client reads up to its limit, and knows whether the end is marked.
            let coding = head.headers().get(TRANSFER_ENCODING);
            let is_chunked = coding.is_some_and(|coding| coding.as_bytes().ends_with(b"chunked"));
            let is_marked = is_chunked || response.content_length().is_some();
            let body = ResponseBody::from_chunks(Chunks(response));
            Ok(head.map(|()| if is_marked { body } else { body.undelimited() }))
        })
    }
}

/// 3. Only these two prove that nothing was sent. `is_timeout` proves nothing, and `is_request` is true of nearly all.
fn not_sent_or_unknown(error: reqwest::Error) -> TransportError {
    let is_proven = error.is_builder() || error.is_connect();
    // The address may have an order's number in it.
    let error = error.without_url();
    if is_proven { TransportError::not_sent(error) } else { TransportError::maybe_sent(error) }
}

struct Chunks(reqwest::Response);

impl BodyChunks for Chunks {
    fn next_chunk(&mut self) -> ChunkFuture<'_> {
        Box::pin(async { self.0.chunk().await.map_err(|error| TransportError::maybe_sent(error.without_url())) })
    }
}
