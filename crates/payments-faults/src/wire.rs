//! The network under the client, and the mistakes that this test exists to catch.

use std::time::Duration;

use bytes::Bytes;
use http::Request;
use payments_core::{ReqwestTransport, Timeouts, Transport, TransportError, TransportFuture};

use payments_fixtures::Failure;

/// Which mistake is made, in the network or by the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mistake {
    /// None: the client as it is published.
    None,
    /// The caller sends again whatever is unknown, whether or not it may act twice.
    CarelessRetry,
    /// The caller makes whatever is unknown anew, under a new key, and sends that.
    FreshKey,
    /// The network takes a connection that broke for a request that never left.
    ClosedIsUnsent,
}

impl Mistake {
    pub(crate) const ALL: [Self; 3] = [Self::CarelessRetry, Self::FreshKey, Self::ClosedIsUnsent];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::CarelessRetry => "careless-retry",
            Self::FreshKey => "fresh-key",
            Self::ClosedIsUnsent => "closed-is-unsent",
        }
    }
}

/// Sends requests, and makes the mistake.
#[derive(Clone)]
pub(crate) struct ClientTransport {
    transport: ReqwestTransport,
    mistake: Mistake,
    pub(crate) timeouts: Timeouts,
}

impl ClientTransport {
    /// To an address in front of which there are faults. The timeouts are shorter than anybody would set them, so that a
    /// thousand lost answers do not take a day.
    pub(crate) fn hurried(address: &str, mistake: Mistake) -> Result<Self, Failure> {
        let milliseconds = Duration::from_millis;
        let timeouts = Timeouts::new(milliseconds(150), milliseconds(300), milliseconds(800))?;
        Self::new(address, mistake, timeouts)
    }

    /// To an address where all goes well.
    pub(crate) fn faultless_client(address: &str) -> Result<Self, Failure> {
        Self::new(address, Mistake::None, Timeouts::default())
    }

    fn new(address: &str, mistake: Mistake, timeouts: Timeouts) -> Result<Self, Failure> {
        let transport = ReqwestTransport::builder(&address.parse()?).connect_timeout(timeouts.connect()).build()?;
        Ok(Self { transport, mistake, timeouts })
    }
}

impl Transport for ClientTransport {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async move {
            let answer = self.transport.send(request).await;
            match self.mistake {
                Mistake::ClosedIsUnsent => answer.map_err(TransportError::not_sent),
                _ => answer,
            }
        })
    }
}
