//! Calls from a program that is not async.

use std::io;

use bank131_client::session::{Session, SessionId, SessionStatus};
use bank131_client::{Client, Error};
use tokio::runtime::{Builder, Runtime};

/// A client with a runtime of its own. Make one and keep it: it keeps the connections.
#[derive(Debug)]
pub struct BlockingClient {
    runtime: Runtime,
    client: Client,
}

impl BlockingClient {
    /// `enable_all` is needed: connections use I/O, timeouts use time.
    pub fn new(client: Client) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        Ok(Self { runtime, client })
    }

    /// Queries a session. Any other call of the client is made in the same way.
    ///
    /// # Panics
    ///
    /// Within async code, which `block_on` would block: there, await the client itself.
    pub fn session(&self, id: SessionId) -> Result<Session, Error> {
        self.runtime.block_on(self.client.send(&SessionStatus::new(id)))
    }
}
