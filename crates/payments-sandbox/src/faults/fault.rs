//! What can happen to a connection.

use std::time::Duration;

use super::generator::Generator;

/// A fault of one connection.
///
/// A fault that *acts* reads the whole request and passes it to the provider before it misbehaves: the request is carried
/// out, if the provider does not refuse it. A fault that does not act leaves the provider without any trace of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The port is closed: connections are refused, because there is no listening socket. After this time, which
    /// [`Builder::speed`](crate::Builder::speed) does not shorten, the script continues. Does not act, and is in no
    /// [`Exchange`](super::Exchange), because a refused connection is not visible to the sandbox.
    ///
    /// It begins the moment the connection before it is accepted, or the script is started. Connections that the operating
    /// system had accepted by then and the sandbox had not are reset.
    ///
    /// The port is not locked meanwhile: on Linux another program that listens with `SO_REUSEADDR` may take it, and then
    /// receives the connections. The sandbox tries again every 10 ms until it can listen.
    Refuse {
        /// For how long.
        lasting: Duration,
    },
    /// Accepted and closed in the orderly way (FIN) without reading. Does not act.
    CloseBeforeReading,
    /// Accepted and reset at once (RST). Does not act.
    ResetBeforeReading,
    /// Reset (RST) after this many bytes of the request were read, or all of them if there are fewer. Does not act.
    CloseMidRequest {
        /// How many bytes, those of the head included.
        after: usize,
    },
    /// Acts, and closes (FIN) without a byte of a response.
    DropAnswer,
    /// HTTP 502 with a page of HTML, as from a proxy in front of the provider.
    BadGateway {
        /// Whether the provider behind the proxy acted.
        acts: bool,
    },
    /// HTTP 429. Does not act.
    TooManyRequests(RetryAfter),
    /// Acts; the head of the response with its `Content-Length`, the first half of the body, and the end (FIN).
    TruncateBody,
    /// Acts; the head of the response at once, then its body byte by byte.
    Drip {
        /// The time before each byte, which no clock speeds up.
        pause: Duration,
    },
    /// Acts, and sends no response. The connection stays open until the peer closes it, another script is started or the port
    /// is closed.
    Silence,
    /// Acts; the response with a longer body. White space is added after JSON and HTML, and a parameter `sandbox-padding`
    /// after anything else, so that only the length is wrong.
    Oversize {
        /// The length of the body. A longer body stays as it is.
        bytes: usize,
    },
    /// Acts; the unchanged response, with the content type `image/png`.
    WrongContentType,
    /// Acts; HTTP 200 and the content type of the response, with a body that is not UTF-8, and so neither JSON nor a form nor
    /// HTML.
    Unreadable,
    /// Acts; the response is about another operation, as from a stale cache or a balancer that mixed up two connections: each
    /// identifier in it is replaced by another one of the same form, the same one each time, which may or may not exist.
    ///
    /// | provider | identifiers |
    /// |---|---|
    /// | Bank 131 | `session.id`, and in payments and payouts `id`, `customer.reference`, `transaction_info.rrn` |
    /// | PaynetEasy | `merchant-order-id`, `paynet-order-id`, `serial-number`, `by-request-sn`, `processor-tx-id`, `processor-rrn`, `card-ref-id`, `unq-card-ref-id`, `recurring-payment-id` |
    /// | Vepay | `id`, `extid`, `card.id` |
    /// | Kvell | `id`, `transaction`, `customer_key`, `order.id`, `order.transaction` |
    ///
    /// Everything else stays: states, amounts, addresses, tokens. A response without an identifier is not changed.
    /// [`Exchange::foreign`](super::Exchange::foreign) lists what was replaced, and whether the request had named it.
    AnswersAboutAnother,
    /// HTTP 307. Does not act.
    Redirect {
        /// The value of `Location`. A value that no header may hold is left out.
        to: String,
    },
    /// Acts and responds as usual, with a promise to keep the connection; then closes it while it is idle, 100 ms later. A
    /// request that comes before is not read and ends in a reset: it does not act.
    Stale,
}

/// The value of a `Retry-After` header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryAfter {
    /// A number of seconds.
    Seconds(u32),
    /// An HTTP date. Dates have no fractions: the one in the response is rounded up to a whole second.
    Date {
        /// How far it is from the moment of the answer.
        seconds_from_now: u32,
    },
}

impl Fault {
    /// Whether the provider receives the request.
    pub fn acts(&self) -> bool {
        match self {
            Self::BadGateway { acts } => *acts,
            Self::Refuse { .. }
            | Self::CloseBeforeReading
            | Self::ResetBeforeReading
            | Self::CloseMidRequest { .. }
            | Self::TooManyRequests(_)
            | Self::Redirect { .. } => false,
            Self::DropAnswer
            | Self::TruncateBody
            | Self::Drip { .. }
            | Self::Silence
            | Self::Oversize { .. }
            | Self::WrongContentType
            | Self::Unreadable
            | Self::AnswersAboutAnother
            | Self::Stale => true,
        }
    }
}

/// A [`Fault`] without its parameters, for [`Script::random`](super::Script::random) to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum FaultKind {
    /// For 5 to 50 ms.
    Refuse,
    /// [`Fault::CloseBeforeReading`].
    CloseBeforeReading,
    /// [`Fault::ResetBeforeReading`].
    ResetBeforeReading,
    /// After 1 to 600 bytes.
    CloseMidRequest,
    /// [`Fault::DropAnswer`].
    DropAnswer,
    /// Acts or does not.
    BadGateway,
    /// Seconds or a date, 0 to 2 seconds from now.
    TooManyRequests,
    /// [`Fault::TruncateBody`].
    TruncateBody,
    /// A byte every 1 to 5 ms.
    Drip,
    /// [`Fault::Silence`].
    Silence,
    /// 2 to 4 MiB.
    Oversize,
    /// [`Fault::WrongContentType`].
    WrongContentType,
    /// [`Fault::Unreadable`].
    Unreadable,
    /// [`Fault::AnswersAboutAnother`].
    AnswersAboutAnother,
    /// To a host that does not exist.
    Redirect,
    /// [`Fault::Stale`].
    Stale,
}

impl FaultKind {
    /// All kinds.
    pub const ALL: [Self; 16] = [
        Self::Refuse,
        Self::CloseBeforeReading,
        Self::ResetBeforeReading,
        Self::CloseMidRequest,
        Self::DropAnswer,
        Self::BadGateway,
        Self::TooManyRequests,
        Self::TruncateBody,
        Self::Drip,
        Self::Silence,
        Self::Oversize,
        Self::WrongContentType,
        Self::Unreadable,
        Self::AnswersAboutAnother,
        Self::Redirect,
        Self::Stale,
    ];

    pub(super) fn fault(self, generator: &mut Generator) -> Fault {
        match self {
            Self::Refuse => Fault::Refuse { lasting: milliseconds(generator, 5, 50) },
            Self::CloseBeforeReading => Fault::CloseBeforeReading,
            Self::ResetBeforeReading => Fault::ResetBeforeReading,
            Self::CloseMidRequest => Fault::CloseMidRequest { after: size(generator, 1, 600) },
            Self::DropAnswer => Fault::DropAnswer,
            Self::BadGateway => Fault::BadGateway { acts: generator.below(2) == 1 },
            Self::TooManyRequests => Fault::TooManyRequests(retry_after(generator)),
            Self::TruncateBody => Fault::TruncateBody,
            Self::Drip => Fault::Drip { pause: milliseconds(generator, 1, 5) },
            Self::Silence => Fault::Silence,
            Self::Oversize => Fault::Oversize { bytes: size(generator, 2 << 20, 4 << 20) },
            Self::WrongContentType => Fault::WrongContentType,
            Self::Unreadable => Fault::Unreadable,
            Self::AnswersAboutAnother => Fault::AnswersAboutAnother,
            // Reserved for names that must not exist, so that a client that follows finds nobody.
            Self::Redirect => Fault::Redirect { to: "http://elsewhere.invalid/".to_owned() },
            Self::Stale => Fault::Stale,
        }
    }
}

fn milliseconds(generator: &mut Generator, first: u64, last: u64) -> Duration {
    Duration::from_millis(generator.between(first, last))
}

fn size(generator: &mut Generator, first: u64, last: u64) -> usize {
    usize::try_from(generator.between(first, last)).unwrap_or(usize::MAX)
}

fn retry_after(generator: &mut Generator) -> RetryAfter {
    let seconds = u32::try_from(generator.below(3)).unwrap_or_default();
    if generator.below(2) == 0 { RetryAfter::Seconds(seconds) } else { RetryAfter::Date { seconds_from_now: seconds } }
}
