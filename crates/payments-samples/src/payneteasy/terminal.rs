//! The terminals of the samples. Only a client makes a terminal, so here is one that is never asked to send anything.

use std::future::ready;
use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::Request;
use payments_core::{Clock, Sleep, Transport, TransportError, TransportFuture};
use payneteasy_client::{Client, Terminal};

use super::PaynetEasy;
use crate::Sampler as _;

static CLIENT: LazyLock<Client> = LazyLock::new(|| PaynetEasy::over(Nowhere, Nowhere).unwrap());

/// The terminal of the document's examples.
pub(super) fn terminal() -> Terminal {
    CLIENT.endpoint(39915)
}

/// A terminal of several currencies.
pub(super) fn group() -> Terminal {
    CLIENT.endpoint_group(777)
}

/// Neither a transport nor a clock.
struct Nowhere;

impl Transport for Nowhere {
    fn send(&self, _request: Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(ready(Err(TransportError::not_sent("there is no network"))))
    }
}

impl Clock for Nowhere {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _duration: Duration) -> Sleep {
        Box::pin(ready(()))
    }
}
