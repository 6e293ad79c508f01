//! The terminals of the samples. Only a client makes a terminal, so here is one that is never asked to send anything.

use std::sync::LazyLock;

use payments_core::testing::{FakeTransport, VirtualClock};
use payneteasy_client::{Client, Terminal};

use super::PaynetEasy;
use crate::Sampler as _;

static CLIENT: LazyLock<Client> =
    LazyLock::new(|| PaynetEasy::over(FakeTransport::new([]), VirtualClock::new()).unwrap());

/// The terminal of the document's examples.
pub(super) fn terminal() -> Terminal {
    CLIENT.endpoint(39915)
}

/// A terminal of several currencies.
pub(super) fn group() -> Terminal {
    CLIENT.endpoint_group(777)
}
