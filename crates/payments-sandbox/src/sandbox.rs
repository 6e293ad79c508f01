//! Starting and stopping everything.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;

use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::announcement::{Announcement, Bank131Announcement};
use crate::bank131::{Bank131, Repeat};
use crate::callback_url::{CallbackUrl, CallbackUrlError};
use crate::clock::Clock;
use crate::keys::{KeyError, KeyPairs};
use crate::provider::Provider;
use crate::server::{self, Server};
use crate::tasks::Tasks;

/// A running sandbox. It stops when dropped: ports are closed, timers and deliveries end, key files are removed.
#[derive(Debug)]
pub struct Sandbox {
    announcement: Announcement,
    bank131: Bank131,
    servers: Vec<Server>,
    tasks: Arc<Tasks>,
    // `None` only while `stop` is at work: a type that implements `Drop` cannot give a field away.
    folder: Option<TempDir>,
}

impl Sandbox {
    /// Starts with the defaults: a free port on the loopback address, real time, no callbacks.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Starts with other settings.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Addresses and credentials.
    pub fn announcement(&self) -> &Announcement {
        &self.announcement
    }

    /// What the simulated Bank 131 did so far.
    pub fn bank131(&self) -> &Bank131 {
        &self.bank131
    }

    /// From now on delivers the callbacks of `provider` to `url`, those waiting for another attempt included.
    ///
    /// Only plain HTTP to this machine is allowed, so that a sandbox never calls anybody else.
    pub fn set_callback(&self, provider: Provider, url: &str) -> Result<(), CallbackUrlError> {
        let url = url.parse()?;
        match provider {
            Provider::Bank131 => self.bank131.set_callback(url),
        }
        Ok(())
    }

    /// Stops and waits until requests in progress are answered (a second at most) and the key files are removed.
    pub async fn stop(mut self) -> io::Result<()> {
        for server in std::mem::take(&mut self.servers) {
            server.stop().await;
        }
        self.tasks.stop();
        self.folder.take().map_or(Ok(()), TempDir::close)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // Timers hold the state that holds them; without this they would outlive the sandbox.
        self.tasks.stop();
    }
}

/// Settings of a [`Sandbox`].
#[derive(Clone, Debug)]
#[must_use]
pub struct Builder {
    listen: SocketAddr,
    speed: NonZeroU32,
    bank131_repeat: Repeat,
    bank131_callback: Option<String>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            speed: NonZeroU32::MIN,
            bank131_repeat: Repeat::default(),
            bank131_callback: None,
        }
    }
}

impl Builder {
    /// The address of the first provider; port 0, the default, means any free one.
    ///
    /// Providers added later take the next free ports after the first one's, or any free ones when this one is 0.
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// How many times faster than real time the delays of processing and of redelivery pass. 1 is the default.
    pub fn speed(mut self, factor: NonZeroU32) -> Self {
        self.speed = factor;
        self
    }

    /// Where the callbacks of `provider` go. Checked by [`start`](Self::start); see [`Sandbox::set_callback`].
    pub fn callback(mut self, provider: Provider, url: impl Into<String>) -> Self {
        match provider {
            Provider::Bank131 => self.bank131_callback = Some(url.into()),
        }
        self
    }

    /// What Bank 131 answers when an idempotency key is used again. [`Repeat::Refused`] is the default.
    pub fn bank131_repeat(mut self, repeat: Repeat) -> Self {
        self.bank131_repeat = repeat;
        self
    }

    /// Makes the keys, opens the port and starts to answer.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let callback = self.bank131_callback_url()?;
        let folder = tempfile::Builder::new().prefix("payments-sandbox-").tempdir().map_err(StartError::Folder)?;
        let listener = self.bind().await?;
        let bound = listener.local_addr().map_err(|source| self.listen_error(source))?;

        let keys = KeyPairs::generate().await?;
        let announcement = announce(&keys, &folder, server::base_url(bound))?;

        let tasks = Arc::new(Tasks::new());
        let bank131 =
            Bank131::new(&announcement.bank131, keys, Clock::new(self.speed), self.bank131_repeat, callback, &tasks);
        let servers = vec![Server::start(listener, bank131.router())];
        Ok(Sandbox { announcement, bank131, servers, tasks, folder: Some(folder) })
    }

    fn bank131_callback_url(&self) -> Result<Option<CallbackUrl>, StartError> {
        let Some(url) = &self.bank131_callback else {
            return Ok(None);
        };
        let parsed = url.parse().map_err(|reason| StartError::Callback { provider: Provider::Bank131, reason })?;
        Ok(Some(parsed))
    }

    async fn bind(&self) -> Result<TcpListener, StartError> {
        TcpListener::bind(self.listen).await.map_err(|source| self.listen_error(source))
    }

    fn listen_error(&self, source: io::Error) -> StartError {
        StartError::Listen { address: self.listen, source }
    }
}

fn announce(keys: &KeyPairs, folder: &TempDir, base_url: String) -> Result<Announcement, StartError> {
    let bank131 = Bank131Announcement {
        base_url,
        project: "sandbox".to_owned(),
        private_key_pem_file: folder.path().join("bank131-partner-private.pem"),
        bank_public_key_pem_file: folder.path().join("bank131-bank-public.pem"),
    };
    keys.write_partner_private_key(&bank131.private_key_pem_file)?;
    keys.write_provider_public_key(&bank131.bank_public_key_pem_file)?;
    Ok(Announcement { bank131 })
}

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The port is taken, or the address is not one of this machine.
    #[error("cannot listen on {address}")]
    #[non_exhaustive]
    Listen {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the operating system said.
        source: io::Error,
    },
    /// The folder for the key files could not be made.
    #[error("cannot make a temporary folder")]
    Folder(#[source] io::Error),
    /// The keys could not be made or written.
    #[error("cannot make the keys: {0}")]
    #[non_exhaustive]
    Keys(String),
    /// The callback URL is not one the sandbox calls.
    #[error("callback URL of {provider}: {reason}")]
    #[non_exhaustive]
    Callback {
        /// Whose callbacks.
        provider: Provider,
        /// What is wrong with the URL.
        reason: CallbackUrlError,
    },
}

impl From<KeyError> for StartError {
    fn from(error: KeyError) -> Self {
        Self::Keys(error.to_string())
    }
}
