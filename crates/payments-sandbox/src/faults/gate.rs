//! Another port in front of a provider.

use super::exchange::Exchange;
use super::script::Script;
use crate::server::Server;

/// Another port in front of a provider of a running sandbox, with its own script. It closes when dropped, and no later than
/// the sandbox.
#[derive(Debug)]
pub struct Gate {
    base_url: String,
    server: Server,
}

impl Gate {
    pub(crate) fn new(base_url: String, server: Server) -> Self {
        Self { base_url, server }
    }

    /// Its base URL, in the form of the provider's announced one: with `/paynet` for PaynetEasy and `/mfo` for Vepay.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Starts a script from its beginning, for the connections accepted from now on. Deletes the exchanges so far, and closes
    /// connections that are idle or silent.
    ///
    /// A client that keeps connections notices a moment later that they are closed; wait for that, or use a new pool.
    pub fn play(&self, script: Script) {
        self.server.play(script);
    }

    /// All exchanges since the script was started, in the order in which requests were read.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.server.exchanges()
    }

    /// Closes the port, waits, a second at most, for requests in progress, and returns all exchanges since the script was
    /// started. Nothing acts through the gate afterwards.
    pub async fn close(self) -> Vec<Exchange> {
        self.server.stop().await
    }
}
