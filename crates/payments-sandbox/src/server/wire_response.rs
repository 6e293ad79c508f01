//! Answers written by hand, so that they can be wrong.

use std::io;
use std::time::Duration;

use axum::http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, DATE, LOCATION, RETRY_AFTER, TRANSFER_ENCODING};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use super::another::{self, Named};
use crate::clock;
use crate::faults::{ForeignIdentifier, RetryAfter};

/// How much is written at once of a body that is only there for its length.
const CHUNK: usize = 1 << 12;

/// An answer as it is about to be written.
pub(super) struct WireResponse {
    pub(super) status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// What `Content-Length` says.
    length: usize,
    /// What follows the body until it is as long as that; with nothing it stays too short.
    padding: Option<u8>,
    keep_alive: bool,
}

impl WireResponse {
    /// The provider's answer as it is.
    pub(super) async fn of(response: Response) -> Self {
        let (head, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
        Self { headers: head.headers, ..Self::new(head.status, body) }
    }

    fn new(status: StatusCode, body: Bytes) -> Self {
        let length = body.len();
        Self { status, headers: HeaderMap::new(), body, length, padding: Some(b' '), keep_alive: false }
    }

    pub(super) fn bad_gateway() -> Self {
        const PAGE: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
                            <center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";
        Self::new(StatusCode::BAD_GATEWAY, PAGE.into()).with_type("text/html")
    }

    pub(super) fn too_many_requests(retry_after: RetryAfter) -> Self {
        let when = match retry_after {
            RetryAfter::Seconds(seconds) => seconds.to_string(),
            RetryAfter::Date { seconds_from_now } => http_date(seconds_from_now),
        };
        let mut reply = Self::new(StatusCode::TOO_MANY_REQUESTS, "Too Many Requests\n".into()).with_type("text/plain");
        reply.headers.extend(HeaderValue::try_from(when).ok().map(|when| (RETRY_AFTER, when)));
        reply
    }

    pub(super) fn redirect(to: &str) -> Self {
        let mut reply = Self::new(StatusCode::TEMPORARY_REDIRECT, Bytes::new());
        reply.headers.extend(HeaderValue::try_from(to).ok().map(|to| (LOCATION, to)));
        reply
    }

    pub(super) fn kept_alive(mut self) -> Self {
        self.keep_alive = true;
        self
    }

    pub(super) fn with_type(mut self, content_type: &'static str) -> Self {
        self.headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        self
    }

    /// The same head, and a body nobody can read: 0xff and 0xc0 are in no UTF-8, whatever follows.
    pub(super) fn unreadable(self) -> Self {
        const GARBAGE: &[u8] = b"\xff\xc0\x00\x9f sandbox \xfe\xff\x80\x01";
        Self { headers: self.headers, ..Self::new(StatusCode::OK, Bytes::from_static(GARBAGE)) }
    }

    /// Puts other identifiers in the place of those in the body, and tells which.
    pub(super) fn replace_identifiers(&mut self, identifiers: &[&str], named: &Named) -> Vec<ForeignIdentifier> {
        let Some((body, foreign)) = another::about_another(&self.body, identifiers, named) else { return Vec::new() };
        self.length = body.len();
        self.body = body.into();
        foreign
    }

    /// The whole head, and the first half of the body.
    pub(super) fn truncated(mut self) -> Self {
        let half = self.body.len() / 2;
        self.body.truncate(half);
        self.padding = None;
        self
    }

    /// Longer by something that does no other harm.
    pub(super) fn padded(mut self, bytes: usize) -> Self {
        let kind = self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !(kind.contains("json") || kind.contains("html")) {
            self.body = [self.body.as_ref(), b"&sandbox-padding="].concat().into();
            self.padding = Some(b'x');
        }
        self.length = bytes.max(self.body.len());
        self
    }

    fn head(&self) -> Vec<u8> {
        let mut headers = self.headers.clone();
        headers.remove(TRANSFER_ENCODING);
        headers.insert(CONTENT_LENGTH, self.length.into());
        headers.extend(HeaderValue::try_from(http_date(0)).ok().map(|now| (DATE, now)));
        if !self.keep_alive {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        let reason = self.status.canonical_reason().unwrap_or_default();
        let mut head = format!("HTTP/1.1 {} {reason}\r\n", self.status.as_u16()).into_bytes();
        for (name, value) in &headers {
            head.extend_from_slice(name.as_str().as_bytes());
            head.extend_from_slice(b": ");
            head.extend_from_slice(value.as_bytes());
            head.extend_from_slice(b"\r\n");
        }
        head.extend_from_slice(b"\r\n");
        head
    }

    pub(super) async fn write(&self, stream: &mut TcpStream) -> io::Result<()> {
        let mut start = self.head();
        start.extend_from_slice(&self.body);
        stream.write_all(&start).await?;
        let Some(padding) = self.padding else {
            return Ok(());
        };
        let filler = [padding; CHUNK];
        let mut left = self.length.saturating_sub(self.body.len());
        while let Some(piece) = filler.get(..left.min(CHUNK)).filter(|piece| !piece.is_empty()) {
            stream.write_all(piece).await?;
            left -= piece.len();
        }
        Ok(())
    }

    pub(super) async fn drip(&self, stream: &mut TcpStream, pause: Duration) -> io::Result<()> {
        stream.write_all(&self.head()).await?;
        for byte in &self.body {
            tokio::time::sleep(pause).await;
            stream.write_all(std::slice::from_ref(byte)).await?;
        }
        Ok(())
    }
}

/// The form that HTTP prefers, rounded up.
fn http_date(seconds_from_now: u32) -> String {
    let now = clock::now();
    let up = i64::from(now.subsec_nanosecond() > 0);
    let second = Timestamp::from_second(now.as_second()).unwrap_or(now);
    let then = second.checked_add(SignedDuration::from_secs(i64::from(seconds_from_now) + up)).unwrap_or(second);
    then.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
