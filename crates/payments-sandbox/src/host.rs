//! Runs a simulated provider on the machine's clock, behind a port.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use bytes::Bytes;
use jiff::Timestamp;
use tokio::sync::Notify;

use crate::callback_url::CallbackUrlError;
use crate::clock;
use crate::delivery::{Outbox, caused};
use crate::faults::CallbackScript;
use crate::machine::{Incomplete, Machine};
use crate::record::{Balance, Delivery, Effect, Received};
use crate::server::ProviderService;
use crate::summary::Summary;
use crate::tasks::Tasks;

/// Far above any request that a provider documents.
const MAX_BODY: usize = 1 << 20;

/// The shortest wait of the timer: it must not wake before the step is due.
const SHORTEST_WAIT: Duration = Duration::from_millis(1);

/// A simulated provider of a running sandbox, for inspection by a test.
#[derive(Clone)]
pub struct SimulatedProvider(Arc<Host>);

impl SimulatedProvider {
    /// Starts the provider's timer, which ends with the tasks.
    pub(crate) fn start(machine: Box<dyn Machine>, outbox: Outbox, tasks: &Tasks) -> Self {
        let host = Arc::new(Host { machine: Mutex::new(machine), outbox: Arc::new(outbox), changed: Notify::new() });
        tasks.spawn(Arc::clone(&host).run_timer());
        Self(host)
    }

    /// The last 10,000 requests to the API, in order of their responses. Pages for the payer are not included; with Kvell
    /// the openings of a form are.
    pub fn received(&self) -> Vec<Received> {
        self.0.machine().log().received()
    }

    /// The last 10,000 attempts to deliver a callback, in order.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.0.outbox.deliveries()
    }

    /// What the shop, and each of its accounts, has at the provider, by the provider's own books.
    pub fn balances(&self) -> Vec<Balance> {
        self.0.machine().balances()
    }

    pub(crate) fn effects(&self) -> Vec<Effect> {
        self.0.machine().effects()
    }

    pub(crate) fn set_callback(&self, url: &str) -> Result<(), CallbackUrlError> {
        self.0.outbox.set_url(url)
    }

    pub(crate) fn summaries(&self) -> Vec<Summary> {
        self.0.machine().summaries()
    }

    pub(crate) fn send_again(&self, number: u64) -> bool {
        self.0.outbox.send_again(number)
    }

    pub(crate) fn set_callback_faults(&self, script: CallbackScript) {
        self.0.outbox.set_faults(script);
    }

    /// The provider as its ports know it.
    pub(crate) fn service(&self, idle_timeout: Duration) -> ProviderService {
        let host = Arc::clone(&self.0);
        let (key, identifiers) = {
            let machine = host.machine();
            (machine.key_header(), machine.identifiers())
        };
        let router = Router::new().fallback(async move |request: Request<Body>| host.answer(request).await);
        ProviderService { router, key, identifiers, idle_timeout, origin: None }
    }
}

impl fmt::Debug for SimulatedProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimulatedProvider").finish_non_exhaustive()
    }
}

struct Host {
    machine: Mutex<Box<dyn Machine>>,
    outbox: Arc<Outbox>,
    /// Something else is due next.
    changed: Notify,
}

impl Host {
    fn machine(&self) -> MutexGuard<'_, Box<dyn Machine>> {
        self.machine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn answer(&self, request: Request<Body>) -> Response<Body> {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, MAX_BODY).await;
        let is_incomplete = body.is_err();
        let mut request = Request::from_parts(parts, body.unwrap_or_default());
        if is_incomplete {
            request.extensions_mut().insert(Incomplete);
        }
        self.answer_at(&request, clock::now()).map(Body::from)
    }

    fn answer_at(&self, request: &Request<Bytes>, now: Timestamp) -> Response<Bytes> {
        let mut machine = self.machine();
        let due_before = machine.next_due();
        machine.run_until(now);
        // What was due has nothing to do with this request.
        caused::of_no_answer(|| self.tell(&mut **machine));
        let response = machine.respond(request, now);
        self.tell(&mut **machine);
        if machine.next_due() != due_before {
            self.changed.notify_one();
        }
        response
    }

    /// Called with the machine locked, which keeps the callbacks in order.
    fn tell(&self, machine: &mut dyn Machine) {
        let notices = machine.log_mut().take_notices();
        notices.due.into_iter().for_each(|callback| self.outbox.send(callback));
        notices.expected.iter().for_each(|subject| self.outbox.expect(subject));
    }

    fn run_due(&self) -> Option<Timestamp> {
        let mut machine = self.machine();
        machine.run_until(clock::now());
        self.tell(&mut **machine);
        machine.next_due()
    }

    async fn run_timer(self: Arc<Self>) {
        loop {
            let Some(at) = self.run_due() else {
                self.changed.notified().await;
                continue;
            };
            let wait = Duration::try_from(at.duration_since(clock::now())).unwrap_or_default();
            tokio::select! {
                () = tokio::time::sleep(wait.max(SHORTEST_WAIT)) => {}
                () = self.changed.notified() => {}
            }
        }
    }
}
