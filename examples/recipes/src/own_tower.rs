//! A stack of tower services over hyper as the transport of a client.

use std::error::Error;
use std::time::Duration;

use bank131_client::common::{BodyChunks, ChunkFuture, ResponseBody, Transport, TransportError, TransportFuture};
use bytes::Bytes;
use http::header::TRANSFER_ENCODING;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Body;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::{Client, Error as HyperError};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tower::{Service, ServiceBuilder, ServiceExt as _};

type BoxError = Box<dyn Error + Send + Sync>;

/// Any stack of services. Layers that may send twice (retry, hedge), follow redirects, or encode or decode bodies have no place in
/// it. A timeout may be in it, and proves nothing.
#[derive(Clone, Debug)]
pub struct TowerTransport<S>(pub S);

impl<S, B> Transport for TowerTransport<S>
where
    S: Service<Request<Full<Bytes>>, Response = Response<B>, Error: Into<BoxError>, Future: Send>,
    S: Clone + Send + Sync + 'static,
    B: Body<Data = Bytes, Error: Into<BoxError>> + Send + Unpin + 'static,
{
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        let mut stack = self.0.clone();
        Box::pin(async move {
            // A stack that is not ready has not been given the request.
            let stack = stack.ready().await.map_err(TransportError::not_sent)?;
            let response = stack.call(request.map(Full::new)).await.map_err(not_sent_or_unknown)?;
            let (head, body) = response.into_parts();
            let coding = head.headers.get(TRANSFER_ENCODING);
            let is_chunked = coding.is_some_and(|coding| coding.as_bytes().ends_with(b"chunked"));
            let is_marked = is_chunked || body.size_hint().exact().is_some();
            let body = ResponseBody::from_chunks(Chunks(body));
            Ok(Response::from_parts(head, if is_marked { body } else { body.undelimited() }))
        })
    }
}

/// Only hyper's failure to connect proves that nothing was sent, whichever layer passes it on.
fn not_sent_or_unknown(error: impl Into<BoxError>) -> TransportError {
    let error = error.into();
    let is_proven = error.downcast_ref::<HyperError>().is_some_and(HyperError::is_connect);
    if is_proven { TransportError::not_sent(error) } else { TransportError::maybe_sent(error) }
}

struct Chunks<B>(B);

impl<B: Body<Data = Bytes, Error: Into<BoxError>> + Send + Unpin + 'static> BodyChunks for Chunks<B> {
    fn next_chunk(&mut self) -> ChunkFuture<'_> {
        Box::pin(async {
            while let Some(frame) = self.0.frame().await {
                let frame = frame.map_err(TransportError::maybe_sent)?;
                if let Ok(chunk) = frame.into_data() {
                    return Ok(Some(chunk));
                }
            }
            Ok(None)
        })
    }
}

/// A stack: hyper, and at most 16 calls at a time. For `https` the connector is one of hyper-rustls, for HTTP/1.1 only.
pub fn transport() -> impl Transport {
    let mut connector = HttpConnector::new();
    connector.set_connect_timeout(Some(Duration::from_secs(10)));
    let mut hyper = Client::builder(TokioExecutor::new());
    hyper.pool_timer(TokioTimer::new()).pool_idle_timeout(Duration::from_secs(4));
    TowerTransport(ServiceBuilder::new().concurrency_limit(16).service(hyper.build(connector)))
}
