//! An HTTP answer written as the contract's case files write it, so that those are seeds:
//!
//! ```text
//! HTTP 400
//! content-type: application/json
//!
//! {"status":"error"}
//! ```
//!
//! Whatever cannot be read is passed over: any bytes are an answer. A header `transfer-encoding: chunked` makes the body
//! arrive in pieces.

use std::cell::RefCell;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};
use payments_core::{BodyChunks, ChunkFuture, ResponseBody, Transport, TransportError, TransportFuture};

use crate::clock;

/// Bytes of a piece, where the body comes in pieces.
const PIECE: usize = 7;

/// The most that clients under test read of an answer: as much as they do by default, and less than inputs have, so that both
/// sides are seen.
pub const LIMITS: [usize; 2] = [1024 * 1024, 8 * 1024];

/// The header of an answer that is for the client with the smaller limit.
const SMALLER_LIMIT: &str = "x-smaller-limit";

/// A head and a body.
#[derive(Clone, Debug)]
pub struct Parts {
    /// The status; 200 unless there is one.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, without the line feed at the end of the file.
    pub body: Bytes,
}

impl Parts {
    /// The client for this answer, of one for each limit.
    pub fn client<'a, C>(&self, clients: &'a [C; 2]) -> &'a C {
        let [usual, smaller] = clients;
        if self.headers.contains_key(SMALLER_LIMIT) { smaller } else { usual }
    }
}

/// Reads an answer.
pub fn parse(input: &[u8]) -> Parts {
    let end = input.windows(2).position(|pair| pair == b"\n\n");
    let (head, body) = end.and_then(|end| input.split_at_checked(end)).unwrap_or((input, b"\n\n"));
    let body = body.get(2..).unwrap_or_default();
    let mut status = StatusCode::OK;
    let mut headers = HeaderMap::new();
    for line in head.split(|byte| *byte == b'\n') {
        if let Some(number) = line.strip_prefix(b"HTTP ") {
            status = StatusCode::from_bytes(number).unwrap_or(status);
        } else if let Some((name, value)) = header(line) {
            // The map itself refuses more than it can hold.
            let _ = headers.try_append(name, value);
        }
    }
    Parts { status, headers, body: Bytes::copy_from_slice(body.strip_suffix(b"\n").unwrap_or(body)) }
}

fn header(line: &[u8]) -> Option<(HeaderName, HeaderValue)> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let (name, value) = line.split_at_checked(colon)?;
    let value = value.get(1..)?.trim_ascii();
    Some((HeaderName::from_bytes(name).ok()?, HeaderValue::from_bytes(value).ok()?))
}

thread_local! {
    static NEXT: RefCell<Parts> = RefCell::new(parse(b""));
    static SENT: RefCell<Vec<Request<Bytes>>> = const { RefCell::new(Vec::new()) };
}

/// Every request of this thread is answered with this from now on, which is the beginning of time.
pub fn set(answer: Parts) {
    NEXT.set(answer);
    SENT.take();
    clock::restart();
}

/// The requests of this thread since then.
pub fn requests() -> Vec<Request<Bytes>> {
    SENT.take()
}

/// Answers each request with what was [set] on this thread.
#[derive(Clone, Copy, Debug)]
pub struct Canned;

impl Transport for Canned {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        SENT.with_borrow_mut(|sent| sent.push(request));
        let Parts { status, headers, body } = NEXT.with_borrow(Clone::clone);
        let in_pieces = headers.get("transfer-encoding").is_some_and(|value| value == "chunked");
        let body = if in_pieces { ResponseBody::from_chunks(Pieces(body)) } else { ResponseBody::from(body) };
        let mut response = Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Box::pin(async { Ok(response) })
    }
}

struct Pieces(Bytes);

impl BodyChunks for Pieces {
    fn next_chunk(&mut self) -> ChunkFuture<'_> {
        let piece = self.0.split_to(self.0.len().min(PIECE));
        Box::pin(async { Ok::<_, TransportError>((!piece.is_empty()).then_some(piece)) })
    }
}
