//! HTTP transport: sends a request and reads its response, without naming an HTTP client.

#[cfg(feature = "reqwest")]
mod hint;
#[cfg(feature = "reqwest")]
mod in_runtime;
#[cfg(feature = "reqwest")]
mod reqwest;

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use http::{Request, Response};

use crate::clock::NoRuntime;
use crate::error_chain::Chain;

#[cfg(feature = "reqwest")]
pub use self::reqwest::{ReqwestTransport, ReqwestTransportBuilder};

/// The future returned by [`Transport::send`]: the response head, with a body still to be read.
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Response<ResponseBody>, TransportError>> + Send + 'a>>;

/// An HTTP transport: sends a request to the provider.
///
/// An implementation sends the bytes exactly once and unchanged, follows no redirects and does not retry: the pipeline
/// decides about that. It must limit the time to connect; the pipeline limits everything else by dropping the future.
///
/// A function can be a transport too, for example in a unit test:
///
/// ```
/// use bytes::Bytes;
/// use http::{Request, Response};
/// use payments_core::{Transport, TransportError};
///
/// fn canned() -> impl Transport {
///     |_request: Request<Bytes>| async {
///         Ok::<_, TransportError>(Response::new(Bytes::from_static(b"{}")))
///     }
/// }
/// # let _ = canned();
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends a request.
    ///
    /// # Errors
    ///
    /// [`TransportError::not_sent`] if nothing was provably sent, otherwise [`TransportError::maybe_sent`].
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_>;
}

impl<F, A> Transport for F
where
    F: Fn(Request<Bytes>) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Response<Bytes>, TransportError>> + Send + 'static,
{
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        let answer = self(request);
        Box::pin(async { Ok(answer.await?.map(ResponseBody::from)) })
    }
}

/// A transport failure, which says whether the request may have been sent.
pub struct TransportError {
    maybe_sent: bool,
    hint: Option<&'static str>,
    source: Box<dyn StdError + Send + Sync>,
}

crate::debug_as_sentence!(TransportError);

impl TransportError {
    /// Creates an error for a request of which no byte was sent. With [`NoRuntime`] as its source it is not retried.
    pub fn not_sent(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { maybe_sent: false, hint: None, source: source.into() }
    }

    /// Creates an error for a request that may have been sent, whole or in part. When in doubt, use this one.
    pub fn maybe_sent(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { maybe_sent: true, hint: None, source: source.into() }
    }

    /// The same failure after a response has begun: whatever the transport says, the request was sent.
    pub(crate) fn after_response_began(self) -> Self {
        Self { maybe_sent: true, ..self }
    }

    /// The same failure with a hint at its likely cause. The hint is separate from the cause because it is a guess: it
    /// may be wrong, and only the sentence depends on it.
    #[cfg(feature = "reqwest")]
    pub(crate) fn with_hint(self, hint: Option<&'static str>) -> Self {
        Self { hint, ..self }
    }

    /// Whether there is no Tokio runtime to send on: a permanent error.
    pub(crate) fn lacks_runtime(&self) -> bool {
        self.source.is::<NoRuntime>()
    }

    /// Whether the provider may have received the request.
    pub const fn may_have_been_sent(&self) -> bool {
        self.maybe_sent
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", Chain(&*self.source))?;
        match self.hint {
            Some(hint) => write!(formatter, ": {hint}"),
            None => Ok(()),
        }
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

/// The future returned by [`BodyChunks::next_chunk`]: the next chunk of a body, or `None` at its end.
pub type ChunkFuture<'a> = Pin<Box<dyn Future<Output = Result<Option<Bytes>, TransportError>> + Send + 'a>>;

/// A response body that arrives in chunks.
pub trait BodyChunks: Send + 'static {
    /// Waits for the next chunk.
    ///
    /// # Errors
    ///
    /// The body was interrupted. The call's outcome is then unknown, whatever the error says about the request: a
    /// response has begun.
    fn next_chunk(&mut self) -> ChunkFuture<'_>;
}

/// An unread response body: the pipeline reads it up to its limit and no further.
pub struct ResponseBody {
    pieces: Pieces,
    delimited: bool,
}

enum Pieces {
    Whole(Bytes),
    Chunks(Box<dyn BodyChunks>),
}

impl ResponseBody {
    /// Creates a body from chunks whose last one is marked as the last: there is a `Content-Length`, or the body uses
    /// chunked transfer coding. If only the end of the connection ends it, add [`undelimited`](Self::undelimited).
    pub fn from_chunks(chunks: impl BodyChunks) -> Self {
        Self { pieces: Pieces::Chunks(Box::new(chunks)), delimited: true }
    }

    /// Marks the body as ended only by the end of its connection: it may be cut without notice.
    #[must_use]
    pub fn undelimited(self) -> Self {
        Self { delimited: false, ..self }
    }

    /// Whether the end of the body is marked.
    pub(crate) const fn is_delimited(&self) -> bool {
        self.delimited
    }

    /// Waits for the next chunk; `None` at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, TransportError> {
        match &mut self.pieces {
            Pieces::Whole(bytes) if bytes.is_empty() => Ok(None),
            Pieces::Whole(bytes) => Ok(Some(std::mem::take(bytes))),
            Pieces::Chunks(chunks) => chunks.next_chunk().await.map_err(TransportError::after_response_began),
        }
    }

    /// Reads the body, at most `limit` bytes of it.
    pub(crate) async fn read(self, limit: usize) -> Result<Bytes, ReadError> {
        let mut chunks = match self.pieces {
            Pieces::Whole(bytes) if bytes.len() > limit => return Err(ReadError::TooLarge),
            Pieces::Whole(bytes) => return Ok(bytes),
            Pieces::Chunks(chunks) => chunks,
        };
        // Most responses arrive in one chunk, which is passed on without a copy.
        let Some(first) = chunks.next_chunk().await? else {
            return Ok(Bytes::new());
        };
        let mut read = Collected::First(first);
        loop {
            if read.len() > limit {
                return Err(ReadError::TooLarge);
            }
            match chunks.next_chunk().await? {
                Some(chunk) => read = read.with(&chunk),
                None => return Ok(read.into_bytes()),
            }
        }
    }
}

enum Collected {
    First(Bytes),
    Joined(Vec<u8>),
}

impl Collected {
    fn len(&self) -> usize {
        match self {
            Self::First(bytes) => bytes.len(),
            Self::Joined(bytes) => bytes.len(),
        }
    }

    fn with(self, chunk: &[u8]) -> Self {
        let mut joined = match self {
            Self::First(bytes) => bytes.to_vec(),
            Self::Joined(bytes) => bytes,
        };
        joined.extend_from_slice(chunk);
        Self::Joined(joined)
    }

    fn into_bytes(self) -> Bytes {
        match self {
            Self::First(bytes) => bytes,
            Self::Joined(bytes) => bytes.into(),
        }
    }
}

/// Why a body was not read to its end.
pub(crate) enum ReadError {
    TooLarge,
    Transport(TransportError),
}

impl From<TransportError> for ReadError {
    fn from(error: TransportError) -> Self {
        Self::Transport(error.after_response_began())
    }
}

impl From<Bytes> for ResponseBody {
    fn from(bytes: Bytes) -> Self {
        Self { pieces: Pieces::Whole(bytes), delimited: true }
    }
}

impl fmt::Debug for ResponseBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ResponseBody")
    }
}
