//! The network under the client, and the mistakes that this test exists to catch.

use std::time::Duration;

use bytes::Bytes;
use http::Request;
use payments_core::{Deadlines, ReqwestTransport, Transport, TransportError, TransportFuture};

use crate::Failure;

/// Which mistake is made, in the network or by the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mistake {
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
    pub(super) const ALL: [Self; 3] = [Self::CarelessRetry, Self::FreshKey, Self::ClosedIsUnsent];

    pub(super) const fn name(self) -> &'static str {
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
pub(super) struct Wire {
    transport: ReqwestTransport,
    mistake: Mistake,
    pub(super) deadlines: Deadlines,
}

impl Wire {
    /// To an address in front of which there are faults. The deadlines are shorter than anybody would set them, so that a
    /// thousand lost answers do not take a day.
    pub(super) fn hurried(address: &str, mistake: Mistake) -> Result<Self, Failure> {
        let milliseconds = Duration::from_millis;
        let deadlines = Deadlines::new(milliseconds(150), milliseconds(300), milliseconds(800))?;
        Self::new(address, mistake, deadlines)
    }

    /// To an address where all goes well.
    pub(super) fn calm(address: &str) -> Result<Self, Failure> {
        Self::new(address, Mistake::None, Deadlines::default())
    }

    fn new(address: &str, mistake: Mistake, deadlines: Deadlines) -> Result<Self, Failure> {
        let transport = ReqwestTransport::builder(&address.parse()?).connect_timeout(deadlines.connect()).build()?;
        Ok(Self { transport, mistake, deadlines })
    }
}

impl Transport for Wire {
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
