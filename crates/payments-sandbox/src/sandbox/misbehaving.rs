//! Faults on purpose, and what really happened.

use std::io;
use std::net::SocketAddr;
use std::sync::PoisonError;

use tokio::net::TcpListener;

use super::Sandbox;
use crate::faults::{CallbackScript, Exchange, Gate, Script};
use crate::provider::Provider;
use crate::record::Effect;
use crate::server::{self, ProviderService, Server, SignedOrigin};

impl Sandbox {
    /// Opens another port in front of `provider`, at the same IP address, whose connections get the faults of `script` in
    /// order. There can be many; each closes when dropped, and no later than the sandbox.
    pub async fn gate(&self, provider: Provider, script: Script) -> io::Result<Gate> {
        let listener = TcpListener::bind(SocketAddr::new(self.listen, 0)).await?;
        let origin = server::base_url(listener.local_addr()?);
        let base_url = match provider {
            Provider::Bank131 | Provider::Kvell => origin.clone(),
            Provider::PaynetEasy => format!("{origin}/paynet"),
            Provider::Vepay => format!("{origin}/mfo"),
        };
        let front = ProviderService {
            origin: Some(SignedOrigin(origin)),
            ..self.provider(provider).service(self.idle_timeout)
        };
        let server = Server::start(listener, front, script)?;
        self.gates.lock().unwrap_or_else(PoisonError::into_inner).push(server.handle());
        Ok(Gate::new(base_url, server))
    }

    /// Starts a script on the provider's own port, as [`Gate::play`] does on a gate.
    pub fn set_faults(&self, provider: Provider, script: Script) {
        if let Some(server) = self.servers.get(&provider) {
            server.play(script);
        }
    }

    /// Starts a script for the callbacks of `provider` that are created from now on.
    pub fn set_callback_faults(&self, provider: Provider, script: CallbackScript) {
        self.provider(provider).set_callback_faults(script);
    }

    /// The last 10,000 exchanges on the provider's own port since its script was started, in the order in which requests were
    /// read. The payer's pages are included, and exchanges through a [`Gate`] are not.
    pub fn exchanges(&self, provider: Provider) -> Vec<Exchange> {
        self.servers.get(&provider).map(Server::exchanges).unwrap_or_default()
    }

    /// The last 10,000 effects of the simulated `provider`, in order, through any port.
    pub fn effects(&self, provider: Provider) -> Vec<Effect> {
        self.provider(provider).effects()
    }

    pub(super) fn close_gates(&self) {
        for gate in self.gates.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            gate.close();
        }
    }
}
