//! The call pipeline, with a fake bank, network and clock.

mod build;
mod download;
mod dry_run;
mod leaks;
mod outcomes;
mod proof;
mod request;
mod retries;
mod sentences;
mod spans;
mod timeouts;

use payments_core::{Endpoint, Error, Response, Transport};

use crate::support::provider::TinyBank;
use crate::support::wire::{self, NoAuth};
use payments_core::testing::VirtualClock;

type CallResult<E> = Result<Response<<E as Endpoint>::Response>, Error<TinyBank>>;

/// Makes one call over this transport.
fn call<E: Endpoint<Provider = TinyBank>>(transport: impl Transport, endpoint: &E) -> CallResult<E> {
    let clock = VirtualClock::default();
    clock.run(wire::pipeline(&clock, transport, NoAuth).send(endpoint))
}

/// The error of a call that gets this response.
#[track_caller]
fn error_of<E: Endpoint<Provider = TinyBank>>(status: u16, body: &'static str, endpoint: &E) -> Error<TinyBank> {
    match call(wire::answering(status, body).1, endpoint) {
        Ok(_) => panic!("the call succeeds"),
        Err(error) => error,
    }
}
