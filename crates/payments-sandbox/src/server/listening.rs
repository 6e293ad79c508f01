//! Whether a port listens.

use std::io;
use std::net::SocketAddr;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::Instant;

/// As many as the standard library lets wait.
const BACKLOG: u32 = 128;
/// How long to wait when the port cannot be had again at once.
const RETRY: Duration = Duration::from_millis(10);
/// Longer than any test: a time that cannot be added to now ends then.
const LONGEST_WAIT: Duration = Duration::from_secs(365 * 24 * 3600);

#[derive(Debug)]
pub(super) enum Listening {
    Open(TcpListener),
    /// Nobody listens. The socket, bound and deaf, keeps the port from those who do not ask to share it. It is no lock: on
    /// Linux whoever sets `SO_REUSEADDR`, as listeners do, may take a port on which nobody listens.
    Refusing {
        until: Instant,
        _reserved: Option<TcpSocket>,
    },
    Closed,
}

/// What came of listening.
pub(super) enum Accepted {
    Connection(TcpStream),
    Failed(io::Error),
    /// Nobody until then.
    Refusing(Instant),
    Closed,
}

impl Listening {
    pub(super) fn poll(&self, context: &mut Context<'_>) -> Poll<Accepted> {
        Poll::Ready(match self {
            Self::Open(listener) => match ready!(listener.poll_accept(context)) {
                Ok((stream, _)) => Accepted::Connection(stream),
                Err(error) => Accepted::Failed(error),
            },
            Self::Refusing { until, .. } => Accepted::Refusing(*until),
            Self::Closed => Accepted::Closed,
        })
    }

    pub(super) fn refuses_until(&self, then: Instant) -> bool {
        matches!(self, Self::Refusing { until, .. } if *until == then)
    }

    pub(super) fn refuse(&mut self, address: SocketAddr, lasting: Duration) {
        // First the listener, or the port cannot be bound again.
        *self = Self::Closed;
        let now = Instant::now();
        let until = now.checked_add(lasting).unwrap_or(now + LONGEST_WAIT);
        *self = Self::Refusing { until, _reserved: bind(address).ok() };
    }

    /// Listens again. If somebody else has the port by now, this is to be tried again when it says so.
    pub(super) fn open(&mut self, address: SocketAddr) {
        if !matches!(self, Self::Refusing { .. }) {
            return;
        }
        *self = Self::Closed;
        *self = match bind(address).and_then(|socket| socket.listen(BACKLOG)) {
            Ok(listener) => Self::Open(listener),
            Err(error) => {
                tracing::warn!(%address, %error, "cannot listen again");
                Self::Refusing { until: Instant::now() + RETRY, _reserved: None }
            }
        };
    }
}

fn bind(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // Connections accepted before are still there; on Windows this option means something else.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}
