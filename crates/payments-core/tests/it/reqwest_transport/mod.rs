//! The reqwest transport, over real local sockets.

mod answers;
mod failures;
mod informational;
mod networks;
mod no_runtime;
mod reuse;
mod server;
mod settings;
mod tls;

use payments_core::{Error, Outcome, Pipeline, Recovery};

use crate::support::provider::{StatusByOrder, TinyBank};
use crate::support::wire::{self, NoAuth};

/// A pipeline as users build it, to a server at this address.
fn pipeline(address: std::net::SocketAddr) -> Pipeline<TinyBank> {
    wire::builder().build(base_url(address).parse().unwrap(), NoAuth).unwrap()
}

fn base_url(address: std::net::SocketAddr) -> String {
    format!("http://{address}/api")
}

/// Checks that the outcome is unknown, and that the recovery of the transfer is there.
#[track_caller]
fn assert_unknown(error: &Error<TinyBank>, status: Option<u16>) {
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    assert_eq!(error.recovery(), Some(&Recovery::Ask(StatusByOrder("order-17".to_owned()))));
    assert_eq!(error.http().map(|http| http.status().as_u16()), status, "{error}");
}
