//! A provider without a network: what a client under test is built over.

use std::future::Future;

use bytes::Bytes;
use http::Request;
use payments_core::testing::{FakeResponse, FakeTransport, VirtualClock};

/// A transport that always gives the same response, and the clock of the client over it.
#[derive(Clone, Debug)]
pub struct FakeProvider {
    transport: FakeTransport,
    clock: VirtualClock,
}

impl FakeProvider {
    /// Creates a provider that gives this response to every request.
    pub fn new(response: FakeResponse) -> Self {
        Self::in_order([response])
    }

    /// Creates a provider that gives these responses in order, and then the last one to every request.
    pub fn in_order(responses: impl IntoIterator<Item = FakeResponse>) -> Self {
        Self { transport: FakeTransport::new(responses), clock: VirtualClock::new() }
    }

    /// The transport of the client.
    pub fn transport(&self) -> FakeTransport {
        self.transport.clone()
    }

    /// The clock of the client.
    pub fn clock(&self) -> VirtualClock {
        self.clock.clone()
    }

    /// Runs a call to its end. Time passes only while it waits.
    pub fn run<F: Future>(&self, call: F) -> F::Output {
        self.clock.run(call)
    }

    /// Every request that was sent.
    pub fn requests(&self) -> Vec<Request<Bytes>> {
        self.transport.requests()
    }
}
