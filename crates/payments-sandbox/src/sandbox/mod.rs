//! Starting and stopping everything.

mod misbehaving;

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tempfile::TempDir;
use tokio::net::TcpListener;
use url::Url;

use crate::announcement::Announcement;
use crate::bank131::OnDuplicate;
use crate::callback_url::{AllowedHosts, CallbackUrl, CallbackUrlError};
use crate::clock::Clock;
use crate::credentials::{self, Keys};
use crate::delivery::Outbox;
use crate::each_provider::EachProvider;
use crate::faults::{CallbackScript, Script};
use crate::host::SimulatedProvider;
use crate::keys::KeyError;
use crate::machines::{Behaviour, machines};
use crate::provider::Provider;
use crate::random::Random;
use crate::server::{self, Handle, ProviderService, Server};
use crate::simulation::Simulation;
use crate::tasks::Tasks;
use crate::vepay::{self, CallbackFields};
use crate::workbench::{self, Shown, Workbench};

/// A running sandbox. It stops when dropped: ports are closed, timers and deliveries end, key files are removed.
#[derive(Debug)]
pub struct Sandbox {
    announcement: Announcement,
    providers: EachProvider<SimulatedProvider>,
    listen: IpAddr,
    idle_timeout: Duration,
    servers: BTreeMap<Provider, Server>,
    workbench: Option<Server>,
    gates: Mutex<Vec<Handle>>,
    tasks: Arc<Tasks>,
    // `None` only while `stop` is at work: a type that implements `Drop` cannot give a field away.
    folder: Option<TempDir>,
}

impl Sandbox {
    /// Starts a sandbox with the defaults: a free port on the loopback address, real time, no callbacks.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Creates a [`Builder`] to start a sandbox with other settings.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The addresses and credentials.
    pub fn announcement(&self) -> &Announcement {
        &self.announcement
    }

    /// The requests and deliveries of a simulated provider.
    pub fn provider(&self, provider: Provider) -> &SimulatedProvider {
        self.providers.get(provider)
    }

    /// The requests and deliveries of the simulated Bank 131.
    pub fn bank131(&self) -> &SimulatedProvider {
        &self.providers.bank131
    }

    /// The requests and deliveries of the simulated PaynetEasy.
    pub fn payneteasy(&self) -> &SimulatedProvider {
        &self.providers.payneteasy
    }

    /// The requests and deliveries of the simulated Vepay.
    pub fn vepay(&self) -> &SimulatedProvider {
        &self.providers.vepay
    }

    /// The requests and deliveries of the simulated Kvell.
    pub fn kvell(&self) -> &SimulatedProvider {
        &self.providers.kvell
    }

    /// Sets the URL for the callbacks of `provider` from now on, including those that wait for another attempt.
    ///
    /// Only plain HTTP to this machine, and to [allowed hosts](Builder::allow_callback_host), so that a sandbox never sends
    /// anything where it should not.
    pub fn set_callback(&self, provider: Provider, url: &str) -> Result<(), CallbackUrlError> {
        self.provider(provider).set_callback(url)
    }

    /// Stops, after requests in progress are answered (a second at most) and the key files are removed.
    pub async fn stop(mut self) -> io::Result<()> {
        self.close_gates();
        for server in std::mem::take(&mut self.servers).into_values().chain(self.workbench.take()) {
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
        self.close_gates();
    }
}

/// How long a client may send nothing, unless said otherwise.
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// Settings of a [`Sandbox`].
#[derive(Clone, Debug)]
#[must_use]
pub struct Builder {
    listen: SocketAddr,
    speed: NonZeroU32,
    announced_host: Option<String>,
    callbacks: BTreeMap<Provider, String>,
    callback_hosts: AllowedHosts,
    faults: BTreeMap<Provider, Script>,
    callback_faults: BTreeMap<Provider, CallbackScript>,
    idle_timeout: Duration,
    behaviour: Behaviour,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            speed: NonZeroU32::MIN,
            announced_host: None,
            callbacks: BTreeMap::new(),
            callback_hosts: AllowedHosts::default(),
            faults: BTreeMap::new(),
            callback_faults: BTreeMap::new(),
            idle_timeout: IDLE_TIMEOUT,
            behaviour: Behaviour::default(),
        }
    }
}

impl Builder {
    /// Sets the address of the first provider; port 0, the default, means any free one.
    ///
    /// The other providers and the workbench take the next free ports after it, or any free ones when this one is 0.
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Sets the host name under which clients reach the sandbox, such as that of a container. By default it is the IP address
    /// that it listens on.
    pub fn announce_host(mut self, host: impl Into<String>) -> Self {
        self.announced_host = Some(host.into());
        self
    }

    /// Lets callbacks go to this host, by plain HTTP, besides this machine: to the container of a shop, for example.
    pub fn allow_callback_host(mut self, host: &str) -> Self {
        self.callback_hosts.allow(host);
        self
    }

    /// Sets the speed-up of the delays of processing and of redelivery. 1, the default, is real time.
    pub fn speed(mut self, factor: NonZeroU32) -> Self {
        self.speed = factor;
        self
    }

    /// Sets how long a client may send nothing, before a request or within one, until its connection is closed. 30 seconds is the
    /// default.
    pub fn idle_timeout(mut self, idle_timeout: Duration) -> Self {
        self.idle_timeout = idle_timeout;
        self
    }

    /// Sets the URL for the callbacks of `provider`. Checked by [`start`](Self::start); see [`Sandbox::set_callback`].
    pub fn callback(mut self, provider: Provider, url: impl Into<String>) -> Self {
        self.callbacks.insert(provider, url.into());
        self
    }

    /// Sets the faults of connections to the own port of `provider`. None by default; see [`Sandbox::set_faults`].
    pub fn faults(mut self, provider: Provider, script: Script) -> Self {
        self.faults.insert(provider, script);
        self
    }

    /// Sets the faults of the callbacks of `provider`. None by default; see [`Sandbox::set_callback_faults`].
    pub fn callback_faults(mut self, provider: Provider, script: CallbackScript) -> Self {
        self.callback_faults.insert(provider, script);
        self
    }

    /// Sets the response of Bank 131 to an idempotency key that was used before. [`OnDuplicate::Refused`] is the default.
    pub fn bank131_on_duplicate(mut self, repeat: OnDuplicate) -> Self {
        self.behaviour.bank131_on_duplicate = repeat;
        self
    }

    /// Sets the permitted clock skew of the `oauth_timestamp` of a request to PaynetEasy. Five minutes is the default.
    pub fn payneteasy_skew(mut self, skew: Duration) -> Self {
        self.behaviour.payneteasy_skew = skew;
        self
    }

    /// Sets the transaction type in PaynetEasy's callbacks and status. `transfer` is the default, and a guess: it is not
    /// documented. `sale` and `reversal` are documented for other commands.
    pub fn payneteasy_transaction_type(mut self, word: impl Into<String>) -> Self {
        self.behaviour.payneteasy_transaction_type = word.into();
        self
    }

    /// Sets the fields of Vepay's callbacks. [`CallbackFields::Basic`] is the default.
    pub fn vepay_callback_fields(mut self, fields: CallbackFields) -> Self {
        self.behaviour.vepay_callback_fields = fields;
        self
    }

    /// Sets the response of Vepay to an `extid` that was used before. [`vepay::OnDuplicate::Refused`] is the default.
    pub fn vepay_on_duplicate(mut self, repeat: vepay::OnDuplicate) -> Self {
        self.behaviour.vepay_on_duplicate = repeat;
        self
    }

    /// Sets whether Kvell's callbacks have an `X-Signature`. They do by default.
    pub fn kvell_signs_callbacks(mut self, signs: bool) -> Self {
        self.behaviour.kvell_signs_callbacks = signs;
        self
    }

    /// Opens the ports and starts to serve.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let tasks = Arc::new(Tasks::new());
        let folder = key_folder()?;
        let [bank131_port, payneteasy_port, vepay_port, kvell_port, workbench_port] = self.bind().await?;

        let keys = Keys::published()?;
        let addresses = EachProvider {
            bank131: self.base_url(&bank131_port)?,
            payneteasy: self.base_url(&payneteasy_port)?,
            vepay: self.base_url(&vepay_port)?,
            kvell: self.base_url(&kvell_port)?,
        };
        let announcement = credentials::announce(&keys, &folder, addresses.clone(), self.base_url(&workbench_port)?)?;
        let machines = machines(&self.behaviour, &announcement, keys, self.clock(), Random::from_os);
        let providers = machines.try_map(|provider, machine| {
            let outbox = self.outbox(provider, &tasks)?;
            Ok::<_, StartError>(SimulatedProvider::start(machine, outbox, &tasks))
        })?;
        let workbench = self.workbench(&providers, &addresses, workbench_port)?;
        let mut sandbox = Sandbox {
            announcement,
            providers,
            listen: self.listen.ip(),
            idle_timeout: self.idle_timeout,
            servers: BTreeMap::new(),
            workbench: Some(workbench),
            gates: Mutex::default(),
            tasks,
            folder: Some(folder),
        };
        for (provider, listener) in [
            (Provider::Bank131, bank131_port),
            (Provider::PaynetEasy, payneteasy_port),
            (Provider::Vepay, vepay_port),
            (Provider::Kvell, kvell_port),
        ] {
            let script = self.faults.get(&provider).cloned().unwrap_or_default();
            let server = Server::start(listener, sandbox.provider(provider).service(sandbox.idle_timeout), script);
            sandbox.servers.insert(provider, server.map_err(|source| self.listen_error(source))?);
        }
        Ok(sandbox)
    }

    /// Makes the simulated providers without opening ports: a function of requests and the time. The seed decides every id
    /// and token. It has no ports and no faults.
    pub fn simulate(self, seed: [u8; 32]) -> Result<Simulation, StartError> {
        let folder = key_folder()?;
        let mut random = Random::new(seed);
        let keys = Keys::published()?;
        let address = |port: u16| format!("http://127.0.0.1:{port}");
        let addresses =
            EachProvider { bank131: address(1), payneteasy: address(2), vepay: address(3), kvell: address(4) };
        let announcement = credentials::announce(&keys, &folder, addresses, String::new())?;
        let machines = machines(&self.behaviour, &announcement, keys, self.clock(), || random.fork());
        let callbacks = EachProvider { bank131: (), payneteasy: (), vepay: (), kvell: () };
        let callbacks = callbacks.try_map(|provider, ()| self.callback_url(provider))?;
        Ok(Simulation::new(announcement, machines, callbacks, self.callback_hosts, folder))
    }

    /// Opens the workbench.
    fn workbench(
        &self,
        providers: &EachProvider<SimulatedProvider>,
        origins: &EachProvider<String>,
        listener: TcpListener,
    ) -> Result<Server, StartError> {
        let shown =
            |provider| Shown { provider: providers.get(provider).clone(), origin: origins.get(provider).clone() };
        let providers = EachProvider {
            bank131: shown(Provider::Bank131),
            payneteasy: shown(Provider::PaynetEasy),
            vepay: shown(Provider::Vepay),
            kvell: shown(Provider::Kvell),
        };
        let host = self.announced_host.clone().unwrap_or_else(|| self.listen.ip().to_string());
        let router = workbench::router(Workbench { providers, host });
        let service = ProviderService::pages(router, self.idle_timeout);
        Server::start(listener, service, Script::default()).map_err(|source| self.listen_error(source))
    }

    fn clock(&self) -> Clock {
        Clock::new(self.speed)
    }

    fn callback_url(&self, provider: Provider) -> Result<Option<CallbackUrl>, StartError> {
        let url = self.callbacks.get(&provider).map(|url| self.callback_hosts.url(url));
        url.transpose().map_err(|reason| StartError::Callback { provider, reason })
    }

    fn outbox(&self, provider: Provider, tasks: &Arc<Tasks>) -> Result<Outbox, StartError> {
        let outbox = Outbox::new(self.clock(), Arc::clone(tasks), self.callback_hosts.clone());
        if let Some(url) = self.callbacks.get(&provider) {
            outbox.set_url(url).map_err(|reason| StartError::Callback { provider, reason })?;
        }
        outbox.set_faults(self.callback_faults.get(&provider).cloned().unwrap_or_default());
        Ok(outbox)
    }

    /// One listener for each provider, in the order of their ports.
    async fn bind<const N: usize>(&self) -> Result<[TcpListener; N], StartError> {
        let mut bound: Vec<TcpListener> = Vec::with_capacity(N);
        let mut port = self.listen.port();
        while bound.len() < N {
            match TcpListener::bind(SocketAddr::new(self.listen.ip(), port)).await {
                Ok(listener) => bound.push(listener),
                // The first port is the one that was asked for, the others are the next that are free.
                Err(source) if source.kind() == io::ErrorKind::AddrInUse && !bound.is_empty() && port != 0 => {}
                Err(source) => return Err(self.listen_error(source)),
            }
            if port != 0 && bound.len() < N {
                port = port.checked_add(1).ok_or_else(|| self.listen_error(io::ErrorKind::AddrInUse.into()))?;
            }
        }
        bound.try_into().map_err(|_| self.listen_error(io::ErrorKind::Other.into()))
    }

    fn base_url(&self, listener: &TcpListener) -> Result<String, StartError> {
        let bound = listener.local_addr().map_err(|source| self.listen_error(source))?;
        let Some(host) = &self.announced_host else { return Ok(server::base_url(bound)) };
        let url = format!("http://{host}:{}", bound.port());
        let is_host = Url::parse(&url).is_ok_and(|parsed| parsed.path() == "/" && parsed.username().is_empty());
        if is_host { Ok(url) } else { Err(StartError::AnnouncedHost { host: host.clone() }) }
    }

    fn listen_error(&self, source: io::Error) -> StartError {
        StartError::Listen { address: self.listen, source }
    }
}

/// The folder of the key files.
fn key_folder() -> Result<TempDir, StartError> {
    tempfile::Builder::new().prefix("payments-sandbox-").tempdir().map_err(StartError::Folder)
}

/// Why a sandbox did not start.
#[derive(thiserror::Error)]
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
    /// The folder for the key files could not be created.
    #[error("cannot make a temporary folder for the key files; a container needs one at /tmp")]
    Folder(#[source] io::Error),
    /// The keys could not be generated or written.
    #[error("cannot make the keys: {0}")]
    #[non_exhaustive]
    Keys(String),
    /// The host to be announced is no host name.
    #[error("`{host}` is no host name")]
    #[non_exhaustive]
    AnnouncedHost {
        /// The host that was asked for.
        host: String,
    },
    /// The sandbox does not deliver to this callback URL.
    #[error("callback URL of {provider}: {reason}")]
    #[non_exhaustive]
    Callback {
        /// Whose callbacks.
        provider: Provider,
        /// What is wrong with the URL.
        reason: CallbackUrlError,
    },
}

crate::error_debug::debug_as_sentence!(StartError);

impl From<KeyError> for StartError {
    fn from(error: KeyError) -> Self {
        Self::Keys(error.to_string())
    }
}
