//! Runs a simulated provider on the machine's clock, behind a port.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::Response;
use bytes::Bytes;
use jiff::Timestamp;
use tokio::sync::Notify;

use crate::clock;
use crate::delivery::Outbox;
use crate::machine::{Incomplete, Machine};
use crate::tasks::Tasks;

/// Far above any request that a provider documents.
const MAX_BODY: usize = 1 << 20;

/// The shortest wait: a step must not be asked for before it is due.
const SHORTEST_WAIT: Duration = Duration::from_millis(1);

/// A simulated provider that runs.
pub(crate) struct Host<M> {
    machine: Mutex<M>,
    pub(crate) outbox: Arc<Outbox>,
    /// Something else is due next.
    changed: Notify,
}

impl<M: Machine> Host<M> {
    /// Starts to keep the provider's time, until the tasks end.
    pub(crate) fn start(machine: M, outbox: Outbox, tasks: &Tasks) -> Arc<Self> {
        let host = Arc::new(Self { machine: Mutex::new(machine), outbox: Arc::new(outbox), changed: Notify::new() });
        tasks.spawn(Arc::clone(&host).keep_time());
        host
    }

    pub(crate) fn machine(&self) -> MutexGuard<'_, M> {
        self.machine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers every request.
    pub(crate) fn router(self: &Arc<Self>) -> Router {
        let host = Arc::clone(self);
        Router::new().fallback(async move |request: Request| host.answer(request).await)
    }

    async fn answer(&self, request: Request) -> Response {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, MAX_BODY).await;
        let is_incomplete = body.is_err();
        let mut request = Request::from_parts(parts, body.unwrap_or_default());
        if is_incomplete {
            request.extensions_mut().insert(Incomplete);
        }
        self.answer_at(&request, clock::now()).map(Body::from)
    }

    fn answer_at(&self, request: &Request<Bytes>, now: Timestamp) -> axum::http::Response<Bytes> {
        let mut machine = self.machine();
        let due_before = machine.next_due();
        while machine.step(now) {}
        let response = machine.respond(request, now);
        self.tell(&mut *machine);
        if machine.next_due() != due_before {
            self.changed.notify_one();
        }
        response
    }

    /// Called with the machine locked, which keeps the callbacks in order.
    fn tell(&self, machine: &mut M) {
        let notices = machine.take_notices();
        notices.due.into_iter().for_each(|callback| self.outbox.send(callback));
        notices.expected.iter().for_each(|subject| self.outbox.expect(subject));
    }

    fn run_due(&self) -> Option<Timestamp> {
        let mut machine = self.machine();
        while machine.step(clock::now()) {}
        self.tell(&mut *machine);
        machine.next_due()
    }

    async fn keep_time(self: Arc<Self>) {
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
