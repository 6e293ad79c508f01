//! Callbacks on their way: in order for each subject, again and again until accepted, never in the way of the API.

pub(crate) mod caused;
mod message;
mod troubles;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use crate::callback_url::CallbackUrl;
use crate::clock::Clock;
use crate::faults::{CallbackFault, CallbackScript};
use crate::record::{Delivery, DeliveryOutcome};
use crate::tasks::Tasks;

pub(crate) use message::{Callback, Message};

use troubles::{Errand, Troubles};

/// How a provider repeats a callback that was not accepted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Redelivery {
    pub(crate) first_interval: Duration,
    /// Intervals double until they reach this.
    pub(crate) longest_interval: Duration,
    /// No attempt is made later than this after the first.
    pub(crate) give_up_after: Duration,
    /// How long to wait for an answer.
    pub(crate) answer_timeout: Duration,
    /// The statuses after which there is no further attempt.
    pub(crate) accepts: fn(StatusCode) -> bool,
    /// Where the provider wants more than an accepted status: whether this answer is what it wants.
    pub(crate) acknowledged_by: Option<fn(StatusCode, &[u8]) -> bool>,
}

impl Redelivery {
    /// The waits between the attempts.
    pub(crate) fn intervals(self) -> impl Iterator<Item = Duration> {
        let growing = std::iter::successors(Some(self.first_interval), move |interval| {
            Some((*interval * 2).min(self.longest_interval))
        });
        growing.scan(Duration::ZERO, move |passed, interval| {
            *passed += interval;
            (*passed <= self.give_up_after).then_some(interval)
        })
    }
}

/// The callbacks of one provider.
pub(crate) struct Outbox {
    url: Mutex<Option<CallbackUrl>>,
    rule: Redelivery,
    clock: Clock,
    tasks: Arc<Tasks>,
    client: Client<HttpConnector, Body>,
    // One lane for each subject keeps its events in order while others go on.
    lanes: Mutex<BTreeMap<String, UnboundedSender<Errand>>>,
    troubles: Arc<Mutex<Troubles>>,
    log: Arc<Mutex<Vec<Delivery>>>,
}

/// How long an answer waits for a callback that is to be there before it.
const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// Longer answers to callbacks are no acknowledgements.
const LONGEST_ANSWER: usize = 1 << 16;

impl Outbox {
    pub(crate) fn new(rule: Redelivery, clock: Clock, tasks: Arc<Tasks>, url: Option<CallbackUrl>) -> Self {
        let mut client = Client::builder(TokioExecutor::new());
        // A fresh connection for every attempt, and no attempt that the log does not show.
        client.pool_max_idle_per_host(0);
        client.retry_canceled_requests(false);
        Self {
            url: Mutex::new(url),
            rule,
            clock,
            tasks,
            client: client.build_http(),
            lanes: Mutex::default(),
            troubles: Arc::default(),
            log: Arc::default(),
        }
    }

    /// Another outbox that follows another rule, knows no address of its own, shares the script and writes into the same log.
    pub(crate) fn sibling(&self, rule: Redelivery) -> Self {
        let (log, troubles) = (Arc::clone(&self.log), Arc::clone(&self.troubles));
        Self { troubles, log, ..Self::new(rule, self.clock, Arc::clone(&self.tasks), None) }
    }

    pub(crate) fn set_url(&self, url: CallbackUrl) {
        *self.url.lock().unwrap_or_else(PoisonError::into_inner) = Some(url);
    }

    pub(crate) fn deliveries(&self) -> Vec<Delivery> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_faults(&self, script: CallbackScript) {
        self.troubles().play(script);
    }

    fn troubles(&self) -> MutexGuard<'_, Troubles> {
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a callback over and returns at once.
    pub(crate) fn send(self: &Arc<Self>, callback: Callback) {
        if !callback.asked_for && self.current_url().is_none() {
            return;
        }
        let errand = self.troubles().meet(callback, self);
        if let Some(errand) = errand {
            self.dispatch(errand);
        }
    }

    fn dispatch(self: &Arc<Self>, errand: Errand) {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let lane = lanes.entry(errand.parcel.callback.subject.clone()).or_insert_with(|| self.open_lane());
        // The lane's other end lives as long as the sandbox; after that nobody waits for callbacks.
        let _ = lane.send(errand);
    }

    /// Says, while a request is being answered, that a callback about `subject` will come of it later.
    pub(crate) fn expect(&self, subject: &str) {
        self.troubles().expect(subject, self.longest_wait());
    }

    /// How long an answer waits for a callback.
    fn longest_wait(&self) -> Duration {
        self.clock.real(LONGEST_WAIT).max(Duration::from_secs(1))
    }

    fn open_lane(self: &Arc<Self>) -> UnboundedSender<Errand> {
        let (lane, waiting) = mpsc::unbounded_channel();
        self.tasks.spawn(Arc::clone(self).run_lane(waiting));
        lane
    }

    async fn run_lane(self: Arc<Self>, mut waiting: UnboundedReceiver<Errand>) {
        while let Some(errand) = waiting.recv().await {
            self.run(errand).await;
        }
    }

    /// Delivers a callback with whatever its fault adds, and then lets those go that waited for it.
    async fn run(self: &Arc<Self>, mut errand: Errand) {
        if errand.fault == Some(CallbackFault::Tamper) {
            self.deliver_once(&errand, &errand.parcel.callback.tampered(), true).await;
        }
        self.deliver(&mut errand).await;
        let again = self.troubles().again_after(&errand);
        if let Some((parcel, outbox)) = again.and_then(|parcel| parcel.outbox.upgrade().map(|outbox| (parcel, outbox)))
        {
            outbox.deliver_once(&errand, &parcel.callback, false).await;
        }
        let held = self.troubles().settle(&errand);
        for errand in held {
            if let Some(outbox) = errand.parcel.outbox.upgrade() {
                outbox.dispatch(errand);
            }
        }
    }

    async fn deliver_once(&self, errand: &Errand, callback: &Callback, tampered: bool) {
        let (outcome, acknowledged) = self.attempt(callback).await;
        self.note(Delivery { tampered, ..delivery(callback, errand.fault, 1, outcome, acknowledged) });
    }

    async fn deliver(&self, errand: &mut Errand) {
        let callback = Arc::clone(&errand.parcel.callback);
        let mut intervals = self.rule.intervals();
        for attempt in 1.. {
            let (outcome, acknowledged) = self.attempt(&callback).await;
            self.note(delivery(&callback, errand.fault, attempt, outcome, acknowledged));
            // Answers that waited for this may leave.
            errand.told.clear();
            if self.is_settled(outcome) {
                return;
            }
            let Some(interval) = intervals.next() else {
                tracing::warn!(subject = %callback.subject, event = callback.event, "callback given up");
                return;
            };
            self.clock.sleep(interval).await;
        }
    }

    async fn attempt(&self, callback: &Callback) -> (DeliveryOutcome, bool) {
        let Some(url) = self.current_url().or_else(|| callback.url.clone()) else {
            return (DeliveryOutcome::NoUrl, false);
        };
        let request = callback.message.request(&url);
        // A receiver does not answer faster because the sandbox's clock does, hence the floor.
        let timeout = self.clock.real(self.rule.answer_timeout).max(Duration::from_secs(1));
        match tokio::time::timeout(timeout, self.exchange(request)).await {
            Ok(Some((status, acknowledged))) => (DeliveryOutcome::Answered(status.as_u16()), acknowledged),
            Ok(None) | Err(_) => (DeliveryOutcome::NoAnswer, false),
        }
    }

    async fn exchange(&self, request: Request<Body>) -> Option<(StatusCode, bool)> {
        let answer = self.client.request(request).await.ok()?;
        let status = answer.status();
        let Some(acknowledges) = self.rule.acknowledged_by else {
            return Some((status, (self.rule.accepts)(status)));
        };
        let body = axum::body::to_bytes(Body::new(answer.into_body()), LONGEST_ANSWER).await.unwrap_or_default();
        Some((status, acknowledges(status, &body)))
    }

    /// The address set for all callbacks of the provider.
    pub(crate) fn current_url(&self) -> Option<CallbackUrl> {
        self.url.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn is_settled(&self, outcome: DeliveryOutcome) -> bool {
        match outcome {
            DeliveryOutcome::Answered(code) => StatusCode::from_u16(code).is_ok_and(self.rule.accepts),
            DeliveryOutcome::NoAnswer => false,
            DeliveryOutcome::NoUrl => true,
        }
    }

    fn note(&self, delivery: Delivery) {
        let Delivery { subject, event, attempt, outcome, acknowledged, fault, tampered } = &delivery;
        tracing::info!(subject, event, attempt, ?outcome, acknowledged, ?fault, tampered, "callback");
        self.log.lock().unwrap_or_else(PoisonError::into_inner).push(delivery);
    }
}

fn delivery(
    callback: &Callback,
    fault: Option<CallbackFault>,
    attempt: u32,
    outcome: DeliveryOutcome,
    acknowledged: bool,
) -> Delivery {
    let (subject, event) = (callback.subject.clone(), callback.event.to_owned());
    Delivery { subject, event, attempt, outcome, acknowledged, fault, tampered: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_double_up_to_the_longest_and_end_in_time() {
        let rule = Redelivery {
            first_interval: Duration::from_secs(60),
            longest_interval: Duration::from_secs(200),
            give_up_after: Duration::from_secs(600),
            answer_timeout: Duration::from_secs(5),
            accepts: |status| status == StatusCode::OK,
            acknowledged_by: None,
        };
        let seconds: Vec<u64> = rule.intervals().map(|interval| interval.as_secs()).collect();
        assert_eq!(seconds, [60, 120, 200, 200]);
    }
}
