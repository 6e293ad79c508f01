//! Starting and stopping everything.

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::announcement::{Announcement, Bank131Announcement, PaynetEasyAnnouncement};
use crate::bank131::{self, Bank131, Repeat};
use crate::callback_url::{CallbackUrl, CallbackUrlError};
use crate::clock::Clock;
use crate::delivery::{Outbox, Redelivery};
use crate::keys::{KeyError, KeyPair};
use crate::payneteasy::{self, PaynetEasy};
use crate::provider::Provider;
use crate::random;
use crate::server::{self, Server};
use crate::tasks::Tasks;

/// A running sandbox. It stops when dropped: ports are closed, timers and deliveries end, key files are removed.
#[derive(Debug)]
pub struct Sandbox {
    announcement: Announcement,
    bank131: Bank131,
    payneteasy: PaynetEasy,
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

    /// What the simulated PaynetEasy did so far.
    pub fn payneteasy(&self) -> &PaynetEasy {
        &self.payneteasy
    }

    /// From now on delivers the callbacks of `provider` to `url`, those waiting for another attempt included.
    ///
    /// Only plain HTTP to this machine is allowed, so that a sandbox never calls anybody else.
    pub fn set_callback(&self, provider: Provider, url: &str) -> Result<(), CallbackUrlError> {
        let url = url.parse()?;
        match provider {
            Provider::Bank131 => self.bank131.set_callback(url),
            Provider::PaynetEasy => self.payneteasy.set_callback(url),
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
    callbacks: BTreeMap<Provider, String>,
    bank131_repeat: Repeat,
    payneteasy_skew: Duration,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            speed: NonZeroU32::MIN,
            callbacks: BTreeMap::new(),
            bank131_repeat: Repeat::default(),
            payneteasy_skew: payneteasy::SKEW,
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
        self.callbacks.insert(provider, url.into());
        self
    }

    /// What Bank 131 answers when an idempotency key is used again. [`Repeat::Refused`] is the default.
    pub fn bank131_repeat(mut self, repeat: Repeat) -> Self {
        self.bank131_repeat = repeat;
        self
    }

    /// How far the `oauth_timestamp` of a request to PaynetEasy may be from now. Five minutes is the default.
    pub fn payneteasy_skew(mut self, skew: Duration) -> Self {
        self.payneteasy_skew = skew;
        self
    }

    /// Makes the keys, opens the ports and starts to answer.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let tasks = Arc::new(Tasks::new());
        let bank131_outbox = self.outbox(Provider::Bank131, bank131::REDELIVERY, &tasks)?;
        let payneteasy_outbox = self.outbox(Provider::PaynetEasy, payneteasy::REDELIVERY, &tasks)?;
        let folder = tempfile::Builder::new().prefix("payments-sandbox-").tempdir().map_err(StartError::Folder)?;
        let [bank131_port, payneteasy_port] = self.bind().await?;

        let keys = Keys::generate().await?;
        let announcement = Announcement {
            bank131: announce_bank131(&keys, &folder, self.base_url(&bank131_port)?)?,
            payneteasy: announce_payneteasy(&keys, &folder, &self.base_url(&payneteasy_port)?)?,
        };

        let bank131 = Bank131::new(
            &announcement.bank131,
            keys.partner.verifier(),
            keys.bank.into_signer(),
            self.bank131_repeat,
            self.clock(),
            bank131_outbox,
            &tasks,
        );
        let merchant_key = keys.merchant.verifier();
        let payneteasy =
            PaynetEasy::new(&announcement.payneteasy, merchant_key, self.payneteasy_skew, payneteasy_outbox);
        let servers =
            vec![Server::start(bank131_port, bank131.router()), Server::start(payneteasy_port, payneteasy.router())];
        Ok(Sandbox { announcement, bank131, payneteasy, servers, tasks, folder: Some(folder) })
    }

    fn clock(&self) -> Clock {
        Clock::new(self.speed)
    }

    fn outbox(&self, provider: Provider, rule: Redelivery, tasks: &Arc<Tasks>) -> Result<Outbox, StartError> {
        let url: Option<CallbackUrl> = self
            .callbacks
            .get(&provider)
            .map(|url| url.parse())
            .transpose()
            .map_err(|reason| StartError::Callback { provider, reason })?;
        Ok(Outbox::new(rule, self.clock(), Arc::clone(tasks), url))
    }

    /// One listener for each provider, in the order of their ports.
    async fn bind(&self) -> Result<[TcpListener; 2], StartError> {
        let error = |source| self.listen_error(source);
        let first = TcpListener::bind(self.listen).await.map_err(error)?;
        let second = match self.listen.port() {
            0 => TcpListener::bind(self.listen).await.map_err(error)?,
            port => self.bind_after(port).await?,
        };
        Ok([first, second])
    }

    /// The next port that is free.
    async fn bind_after(&self, port: u16) -> Result<TcpListener, StartError> {
        for next in port.saturating_add(1)..=u16::MAX {
            match TcpListener::bind(SocketAddr::new(self.listen.ip(), next)).await {
                Err(source) if source.kind() == io::ErrorKind::AddrInUse => {}
                bound => return bound.map_err(|source| self.listen_error(source)),
            }
        }
        Err(self.listen_error(io::ErrorKind::AddrInUse.into()))
    }

    fn base_url(&self, listener: &TcpListener) -> Result<String, StartError> {
        listener.local_addr().map(server::base_url).map_err(|source| self.listen_error(source))
    }

    fn listen_error(&self, source: io::Error) -> StartError {
        StartError::Listen { address: self.listen, source }
    }
}

struct Keys {
    partner: KeyPair,
    bank: KeyPair,
    merchant: KeyPair,
}

impl Keys {
    /// Makes all of them at once.
    async fn generate() -> Result<Self, KeyError> {
        let (partner, bank, merchant) = (KeyPair::generate(), KeyPair::generate(), KeyPair::generate());
        Ok(Self { partner: partner.await?, bank: bank.await?, merchant: merchant.await? })
    }
}

fn announce_bank131(keys: &Keys, folder: &TempDir, base_url: String) -> Result<Bank131Announcement, StartError> {
    let bank131 = Bank131Announcement {
        base_url,
        project: "sandbox".to_owned(),
        private_key_pem_file: folder.path().join("bank131-partner-private.pem"),
        bank_public_key_pem_file: folder.path().join("bank131-bank-public.pem"),
    };
    keys.partner.write_private(&bank131.private_key_pem_file)?;
    keys.bank.write_public(&bank131.bank_public_key_pem_file)?;
    Ok(bank131)
}

fn announce_payneteasy(keys: &Keys, folder: &TempDir, address: &str) -> Result<PaynetEasyAnnouncement, StartError> {
    let payneteasy = PaynetEasyAnnouncement {
        base_url: format!("{address}/paynet"),
        login: "SandboxMerchant".to_owned(),
        endpoint_id: 39915,
        endpoint_group_id: 1131,
        merchant_control: random::uuid(),
        private_key_pem_file: folder.path().join("payneteasy-merchant-private.pem"),
    };
    keys.merchant.write_private(&payneteasy.private_key_pem_file)?;
    Ok(payneteasy)
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
