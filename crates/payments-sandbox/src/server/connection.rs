//! What becomes of one connection.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse as _, Response};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::port::Slot;
use super::request::{Read, http, read_one};
use super::wire_response::WireResponse;
use crate::faults::{Fault, ForeignIdentifier};

/// How long a peer may take to close its side after ours is closed.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);
/// How long a connection lies idle before it goes stale.
const IDLE: Duration = Duration::from_millis(100);

pub(super) async fn serve(stream: TcpStream, mut slot: Slot) {
    let _ = stream.set_nodelay(true);
    let Some(fault) = slot.fault.clone() else {
        return pass(stream, slot).await;
    };
    tracing::info!(%fault, connection = slot.connection, "fault");
    // An error is the peer's leave, and the end of the connection either way.
    if let Err(error) = misbehave(stream, &fault, &mut slot).await {
        tracing::debug!(%fault, %error, "the connection ended");
    }
}

impl Slot {
    async fn pass_on(&self, read: &Read) -> Option<Response> {
        self.port.front.pass_on(read).await
    }

    fn replace_identifiers(&self, read: &Read, reply: &mut WireResponse) -> Vec<ForeignIdentifier> {
        let foreign = reply.replace_identifiers(self.port.front.identifiers, &read.named());
        if foreign.is_empty() {
            tracing::info!("the answer names no operation, and stays as it is");
        }
        foreign
    }

    fn keep(&self, read: &Read, passed_on: bool, status: Option<StatusCode>) {
        self.keep_foreign(read, passed_on, status, Vec::new());
    }

    fn keep_foreign(&self, read: &Read, passed_on: bool, status: Option<StatusCode>, foreign: Vec<ForeignIdentifier>) {
        let mut exchange = read.exchange(self.connection);
        exchange.foreign = foreign;
        exchange.fault.clone_from(&self.fault);
        exchange.key = self.port.front.key_of(read);
        exchange.passed_on = passed_on;
        exchange.status = status.map(|status| status.as_u16());
        self.port.keep(self, exchange);
    }
}

/// Serves any number of requests, until the peer has enough, another script is started or the port closes.
async fn pass(stream: TcpStream, slot: Slot) {
    let mut ending = slot.ending.clone();
    let slot = Arc::new(slot);
    let service = service_fn(|request: Request<Incoming>| {
        let slot = Arc::clone(&slot);
        async move { Ok::<_, Infallible>(answer(request, &slot).await) }
    });
    let idle_timeout = slot.port.front.idle_timeout;
    let connection = http(idle_timeout).serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = &mut connection => ended,
        _ = ending.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "the connection ended");
    }
}

async fn answer(request: Request<Incoming>, slot: &Slot) -> Response<Body> {
    let read = Read::whole(request, slot.port.front.idle_timeout).await;
    let answer = slot.pass_on(&read).await;
    let answer = answer.unwrap_or_else(|| StatusCode::BAD_REQUEST.into_response());
    slot.keep(&read, true, Some(answer.status()));
    answer
}

async fn misbehave(stream: TcpStream, fault: &Fault, slot: &mut Slot) -> io::Result<()> {
    let limit = match fault {
        Fault::CloseBeforeReading => {
            slot.keep(&Read::default(), false, None);
            return close(stream).await;
        }
        Fault::ResetBeforeReading => {
            slot.keep(&Read::default(), false, None);
            return reset(stream);
        }
        Fault::CloseMidRequest { after } => u64::try_from(*after).unwrap_or(u64::MAX),
        _ => u64::MAX,
    };
    let (stream, read) = read_one(stream, limit, slot.port.front.idle_timeout, &mut slot.ending).await?;
    if let Fault::CloseMidRequest { .. } = fault {
        slot.keep(&read, false, None);
        return reset(stream);
    }
    if !read.complete {
        slot.keep(&read, false, None);
        return Ok(());
    }
    let mut reply = if fault.acts() {
        match slot.pass_on(&read).await {
            Some(response) => Some(WireResponse::of(response).await),
            None => None,
        }
    } else {
        None
    };
    let passed_on = reply.is_some();
    let foreign = match (fault, &mut reply) {
        (Fault::AnswersAboutAnother, Some(reply)) => slot.replace_identifiers(&read, reply),
        _ => Vec::new(),
    };
    let reply = misread(fault, reply);
    slot.keep_foreign(&read, passed_on, reply.as_ref().map(|reply| reply.status), foreign);
    let mut ending = slot.ending.clone();
    tokio::select! {
        ended = tell(stream, fault, reply) => ended,
        _ = ending.changed() => Ok(()),
    }
}

/// The answer as it is going to be told; `None` for none.
fn misread(fault: &Fault, answer: Option<WireResponse>) -> Option<WireResponse> {
    match fault {
        Fault::BadGateway { .. } => Some(WireResponse::bad_gateway()),
        Fault::TooManyRequests(retry_after) => Some(WireResponse::too_many_requests(*retry_after)),
        Fault::Redirect { to } => Some(WireResponse::redirect(to)),
        Fault::TruncateBody => answer.map(WireResponse::truncated),
        Fault::Oversize { bytes } => answer.map(|answer| answer.padded(*bytes)),
        Fault::WrongContentType => answer.map(|answer| answer.with_type("image/png")),
        Fault::Unreadable => answer.map(WireResponse::unreadable),
        Fault::Stale => answer.map(WireResponse::kept_alive),
        Fault::Drip { .. } | Fault::AnswersAboutAnother => answer,
        Fault::DropAnswer
        | Fault::Silence
        | Fault::Refuse { .. }
        | Fault::CloseBeforeReading
        | Fault::ResetBeforeReading
        | Fault::CloseMidRequest { .. } => None,
    }
}

async fn tell(mut stream: TcpStream, fault: &Fault, reply: Option<WireResponse>) -> io::Result<()> {
    let Some(reply) = reply else {
        return if let Fault::Silence = fault { listen(&mut stream).await } else { close(stream).await };
    };
    match fault {
        Fault::Drip { pause } => reply.drip(&mut stream, *pause).await?,
        _ => reply.write(&mut stream).await?,
    }
    if let Fault::Stale = fault {
        let _ = timeout(IDLE, stream.readable()).await;
        // What has come meanwhile stays unread, and so the operating system makes a reset of this.
        drop(stream);
        return Ok(());
    }
    close(stream).await
}

/// Until the peer has left.
async fn listen(stream: &mut TcpStream) -> io::Result<()> {
    let mut ignored = [0; 1024];
    while stream.read(&mut ignored).await? > 0 {}
    Ok(())
}

/// Closes in the orderly way. Whatever the peer still says is taken and thrown away: left unread, it would turn the end into
/// a reset, which can overtake what was written.
async fn close(mut stream: TcpStream) -> io::Result<()> {
    stream.shutdown().await?;
    timeout(CLOSE_TIMEOUT, listen(&mut stream)).await.unwrap_or(Ok(()))
}

/// Without lingering, closing is a reset.
fn reset(stream: TcpStream) -> io::Result<()> {
    let lingering = stream.set_zero_linger();
    drop(stream);
    lingering
}
