//! The simulated providers as functions, on a clock of the caller's.

use std::fmt;
use std::time::SystemTime;

use axum::http::{Request, Response};
use bytes::Bytes;
use jiff::Timestamp;
use tempfile::TempDir;

use crate::announcement::Announcement;
use crate::callback_url::{AllowedHosts, CallbackUrl};
use crate::delivery::Callback;
use crate::each_provider::EachProvider;
use crate::machine::Machine;
use crate::provider::Provider;
use crate::record::{Balance, Effect, Received};

/// The simulated providers without sockets, threads and timers: requests and the time in, responses and callbacks out.
///
/// The same seed and the same requests at the same times give the same ids and responses, byte for byte. So thousands of
/// orders can be simulated in one thread, and a failure can be repeated.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::{Duration, SystemTime};
///
/// use bytes::Bytes;
/// use payments_sandbox::{Provider, Sandbox};
///
/// let mut simulation = Sandbox::builder().simulate([7; 32])?;
/// let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
/// let request = http::Request::get("/v1/collections/banks").header("x-api-key", &simulation.announcement().kvell.api_key);
/// let response = simulation.respond(Provider::Kvell, &request.body(Bytes::new())?, now);
/// assert_eq!(response.status(), 200);
/// # Ok(())
/// # }
/// ```
pub struct Simulation {
    announcement: Announcement,
    machines: EachProvider<Box<dyn Machine>>,
    /// The URLs for callbacks.
    callbacks: EachProvider<Option<CallbackUrl>>,
    hosts: AllowedHosts,
    /// The folder of the key files.
    _folder: TempDir,
}

/// A callback that a simulated provider would deliver.
///
/// How a provider repeats a callback that was not accepted is not simulated.
#[non_exhaustive]
pub struct SimulatedCallback {
    /// What it is about, as in [`Delivery::subject`](crate::Delivery::subject).
    pub subject: String,
    /// The provider's name of the event, as in [`Delivery::event`](crate::Delivery::event).
    pub event: String,
    /// The request, to the same URL as the sandbox would deliver it; to `http://127.0.0.1/` if there is none.
    pub request: Request<Bytes>,
}

impl Simulation {
    pub(crate) fn new(
        announcement: Announcement,
        machines: EachProvider<Box<dyn Machine>>,
        callbacks: EachProvider<Option<CallbackUrl>>,
        hosts: AllowedHosts,
        folder: TempDir,
    ) -> Self {
        Self { announcement, machines, callbacks, hosts, _folder: folder }
    }

    /// The credentials, and the addresses that are signed. No port is open there.
    pub fn announcement(&self) -> &Announcement {
        &self.announcement
    }

    /// Answers a request at this time, after everything that is due by then. The time must not go back.
    pub fn respond(&mut self, provider: Provider, request: &Request<Bytes>, now: SystemTime) -> Response<Bytes> {
        let now = timestamp(now);
        let machine = self.machines.get_mut(provider);
        machine.run_until(now);
        machine.respond(request, now)
    }

    /// When a provider does something next by itself; `None` if it only waits for requests.
    pub fn next_due(&self, provider: Provider) -> Option<SystemTime> {
        self.machines.get(provider).next_due().map(SystemTime::from)
    }

    /// Does what a provider does by itself until this time.
    pub fn run_until(&mut self, provider: Provider, now: SystemTime) {
        self.machines.get_mut(provider).run_until(timestamp(now));
    }

    /// Takes the callbacks of a provider that are due since the last time, in order.
    pub fn take_callbacks(&mut self, provider: Provider) -> Vec<SimulatedCallback> {
        let notices = self.machines.get_mut(provider).log_mut().take_notices();
        let url = self.callbacks.get(provider);
        notices.due.into_iter().map(|callback| SimulatedCallback::new(callback, url.clone(), &self.hosts)).collect()
    }

    /// What the shop, and each of its accounts, has at a provider, by the provider's own books.
    pub fn balances(&self, provider: Provider) -> Vec<Balance> {
        self.machines.get(provider).balances()
    }

    /// The last 10,000 effects of a provider, in order.
    pub fn effects(&self, provider: Provider) -> Vec<Effect> {
        self.machines.get(provider).effects()
    }

    /// The last 10,000 requests to the API of a provider, in order.
    pub fn received(&self, provider: Provider) -> Vec<Received> {
        self.machines.get(provider).log().received()
    }
}

impl fmt::Debug for Simulation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulation").field("announcement", &self.announcement).finish_non_exhaustive()
    }
}

// The request carries what the client's customers would rather not see in a log.
impl fmt::Debug for SimulatedCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { subject, event, .. } = self;
        f.debug_struct("SimulatedCallback").field("subject", subject).field("event", event).finish_non_exhaustive()
    }
}

impl SimulatedCallback {
    fn new(callback: Callback, set: Option<CallbackUrl>, hosts: &AllowedHosts) -> Self {
        let url = callback.to.url(set, hosts).unwrap_or_else(CallbackUrl::loopback);
        let request = callback.message.request(&url);
        Self { subject: callback.subject, event: callback.event.to_owned(), request }
    }
}

/// A time outside the calendar counts as its end.
fn timestamp(time: SystemTime) -> Timestamp {
    let end = if time < SystemTime::UNIX_EPOCH { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::try_from(time).unwrap_or(end)
}
