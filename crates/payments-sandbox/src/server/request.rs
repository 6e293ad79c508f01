//! Reading one request, whole or in part.

use std::future::{pending, poll_fn};
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{Request, Response};
use bytes::{Bytes, BytesMut};
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncReadExt as _, ReadBuf, Take, join};
use tokio::net::TcpStream;
use tokio::net::tcp::OwnedReadHalf;
use tokio::sync::{Notify, watch};
use tokio::task::yield_now;
use tokio::time::timeout;

use super::another::Named;
use super::broken_body::cut_short;
use crate::digest::sha256_hex;
use crate::faults::Exchange;

/// Above what any provider here reads. The rest of a longer body is left unread, and the provider refuses what there is.
const MAX_BODY: usize = 2 << 20;

/// What was read of a request.
#[derive(Clone, Debug, Default)]
pub(super) struct Read {
    pub(super) head: Option<Parts>,
    body: BytesMut,
    pub(super) complete: bool,
}

impl Read {
    /// Reads a request to its end.
    pub(super) async fn whole(request: Request<Incoming>, idle_timeout: Duration) -> Self {
        let read = Mutex::default();
        collect(request, &read, idle_timeout).await;
        read.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// The body as the provider gets it.
    pub(super) fn body(&self) -> Body {
        if self.complete || self.body.len() > MAX_BODY {
            return Body::from(Bytes::from(self.body.clone()));
        }
        cut_short()
    }

    /// What there is to say about it; the rest is up to the caller.
    pub(super) fn exchange(&self, connection: u64) -> Exchange {
        Exchange {
            connection,
            fault: None,
            method: self.head.as_ref().map(|head| head.method.to_string()),
            path: self.head.as_ref().map(|head| head.uri.path().to_owned()),
            key: None,
            body_digest: sha256_hex(&self.body),
            body_bytes: self.body.len(),
            complete: self.complete,
            passed_on: false,
            status: None,
            foreign: Vec::new(),
        }
    }

    /// Every value in its path, its query and its body.
    pub(super) fn named(&self) -> Named {
        self.head.as_ref().map(|head| Named::of(&head.uri, &self.body)).unwrap_or_default()
    }
}

/// HTTP on a connection that is closed if no head of a request comes for so long, be it half sent or not begun.
pub(super) fn http(idle_timeout: Duration) -> http1::Builder {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(idle_timeout);
    http
}

/// Fills `read` as the request comes in, so that a request that never ends is known as far as it came. It ends, too, if nothing
/// more comes for so long.
async fn collect(request: Request<Incoming>, read: &Mutex<Read>, idle_timeout: Duration) {
    let lock = || read.lock().unwrap_or_else(PoisonError::into_inner);
    let (head, mut body) = request.into_parts();
    lock().head = Some(head);
    loop {
        let frame = poll_fn(|context| Pin::new(&mut body).poll_frame(context));
        let Ok(frame) = timeout(idle_timeout, frame).await else { return };
        match frame {
            None => {
                lock().complete = true;
                return;
            }
            Some(Err(_)) => return,
            Some(Ok(frame)) => {
                let mut read = lock();
                if let Some(data) = frame.data_ref() {
                    read.body.extend_from_slice(data);
                }
                if read.body.len() > MAX_BODY {
                    return;
                }
            }
        }
    }
}

/// A reader that has nothing more to say after so many bytes, and does not call that the end.
struct Limited<'a> {
    reader: Take<OwnedReadHalf>,
    exhausted: &'a Notify,
}

impl AsyncRead for Limited<'_> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.reader.limit() == 0 {
            self.exhausted.notify_one();
            return Poll::Pending;
        }
        Pin::new(&mut self.reader).poll_read(context, buffer)
    }
}

/// Lets what was read find its way from the connection to the service: a few steps, all of them in memory.
async fn settle<T>(connection: &mut (impl Future<Output = T> + Unpin)) {
    for _ in 0..16 {
        let step = poll_fn(|context| Poll::Ready(Pin::new(&mut *connection).poll(context))).await;
        if step.is_ready() {
            return;
        }
        yield_now().await;
    }
}

/// Reads one request from a connection, at most `limit` bytes of it, and gives the bare connection back, unanswered.
///
/// An error means that the peer left, or that another script was started.
pub(super) async fn read_one(
    stream: TcpStream,
    limit: u64,
    idle_timeout: Duration,
    ending: &mut watch::Receiver<u64>,
) -> io::Result<(TcpStream, Read)> {
    let read: Arc<Mutex<Read>> = Arc::default();
    let (reader, writer) = stream.into_split();
    let (done, exhausted) = (Notify::new(), Notify::new());
    let io = {
        let service = service_fn(|request| {
            let (read, done) = (&read, &done);
            async move {
                collect(request, read, idle_timeout).await;
                done.notify_one();
                pending::<Result<Response<Body>, io::Error>>().await
            }
        });
        let reader = Limited { reader: reader.take(limit), exhausted: &exhausted };
        let mut connection = http(idle_timeout).serve_connection(TokioIo::new(join(reader, writer)), service);
        tokio::select! {
            biased;
            () = done.notified() => {}
            // The peer left, or spoke no HTTP.
            _ = &mut connection => {}
            () = exhausted.notified() => settle(&mut connection).await,
            _ = ending.changed() => return Err(io::ErrorKind::Interrupted.into()),
        }
        connection.into_parts().io
    };
    let (reader, writer) = io.into_inner().into_inner();
    let stream = reader.reader.into_inner().reunite(writer).map_err(io::Error::other)?;
    let read = read.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok((stream, read))
}
