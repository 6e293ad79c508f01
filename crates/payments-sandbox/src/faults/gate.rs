//! Another port in front of a provider.

use super::exchange::Exchange;
use super::script::Script;
use crate::server::Server;

/// Another port in front of a provider of a running sandbox, with a script of its own. It closes when dropped, and no later
/// than the sandbox.
#[derive(Debug)]
pub struct Gate {
    base_url: String,
    server: Server,
}

impl Gate {
    pub(crate) fn new(base_url: String, server: Server) -> Self {
        Self { base_url, server }
    }

    /// Its base URL, made as the announced one of the provider: with `/paynet` for PaynetEasy and `/mfo` for Vepay.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Starts a script over: connections accepted from now on meet it. Forgets the exchanges so far, and closes connections
    /// that are idle or silent.
    ///
    /// A client that keeps connections learns of their end a moment later; give it that moment, or a new pool.
    pub fn play(&self, script: Script) {
        self.server.play(script);
    }

    /// What happened since the script was started, in the order in which requests were read.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.server.exchanges()
    }

    /// Closes the port, waits, a second at most, for requests in progress, and tells all that happened since the script was
    /// started. Nothing acts through the gate afterwards.
    pub async fn close(self) -> Vec<Exchange> {
        self.server.stop().await
    }
}
