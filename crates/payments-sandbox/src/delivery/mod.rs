//! Callbacks on their way: in order for each subject, again and again until accepted, never in the way of the API.

pub(crate) mod caused;
mod message;
mod script_state;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use crate::callback_url::{AllowedHosts, CallbackUrl, CallbackUrlError};
use crate::clock::{self, Clock};
use crate::faults::{CallbackFault, CallbackScript};
use crate::latest::Latest;
use crate::record::{Delivery, DeliveryOutcome};
use crate::tasks::Tasks;

pub(crate) use message::{Callback, Message, Recipient};

use script_state::{Queued, ScriptState};

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
    hosts: AllowedHosts,
    clock: Clock,
    tasks: Arc<Tasks>,
    client: Client<HttpConnector, Body>,
    // One lane for each subject with callbacks on their way keeps these in order while others go on.
    lanes: Mutex<BTreeMap<String, VecDeque<Queued>>>,
    script_state: Mutex<ScriptState>,
    log: Mutex<DeliveryLog>,
}

/// The latest attempts, and what can be sent again.
#[derive(Default)]
struct DeliveryLog {
    deliveries: Latest<Delivery>,
    /// How many attempts there were.
    count: u64,
    /// The callbacks of the last [`KEPT_CALLBACKS`] attempts.
    callbacks: VecDeque<(u64, Arc<Callback>)>,
}

/// How many callbacks are kept with all of their bytes, so that they can be sent again.
const KEPT_CALLBACKS: usize = 500;

/// How long an answer waits for a callback that is to be there before it.
const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// Longer answers to callbacks are no acknowledgements.
const LONGEST_ANSWER: usize = 1 << 16;

impl Outbox {
    pub(crate) fn new(clock: Clock, tasks: Arc<Tasks>, hosts: AllowedHosts) -> Self {
        let mut client = Client::builder(TokioExecutor::new());
        // A fresh connection for every attempt, and no attempt that the log does not show.
        client.pool_max_idle_per_host(0);
        client.retry_canceled_requests(false);
        Self {
            url: Mutex::default(),
            hosts,
            clock,
            tasks,
            client: client.build_http(),
            lanes: Mutex::default(),
            script_state: Mutex::default(),
            log: Mutex::default(),
        }
    }

    pub(crate) fn set_url(&self, url: &str) -> Result<(), CallbackUrlError> {
        let url = self.hosts.url(url)?;
        *self.url.lock().unwrap_or_else(PoisonError::into_inner) = Some(url);
        Ok(())
    }

    pub(crate) fn deliveries(&self) -> Vec<Delivery> {
        self.log().deliveries.to_vec()
    }

    /// Delivers the callback of an attempt once more; `false` if it is not kept any more.
    pub(crate) fn send_again(self: &Arc<Self>, number: u64) -> bool {
        let kept = self.log().callbacks.iter().find(|(kept, _)| *kept == number).map(|(_, callback)| callback.clone());
        let Some(callback) = kept else { return false };
        self.dispatch(Queued { callback, fault: None, told: Vec::new() });
        true
    }

    fn log(&self) -> MutexGuard<'_, DeliveryLog> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set_faults(&self, script: CallbackScript) {
        self.script_state().play(script);
    }

    fn script_state(&self) -> MutexGuard<'_, ScriptState> {
        self.script_state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a callback over and returns at once.
    pub(crate) fn send(self: &Arc<Self>, callback: Callback) {
        if matches!(callback.to, Recipient::Set) && self.current_url().is_none() {
            return;
        }
        let queued = self.script_state().take_step(callback, self.longest_wait());
        if let Some(queued) = queued {
            self.dispatch(queued);
        }
    }

    fn dispatch(self: &Arc<Self>, queued: Queued) {
        let lane = queued.callback.lane();
        match self.lanes().entry(lane.clone()) {
            Entry::Occupied(mut waiting) => waiting.get_mut().push_back(queued),
            Entry::Vacant(place) => {
                place.insert(VecDeque::from([queued]));
                self.tasks.spawn(Arc::clone(self).run_lane(lane));
            }
        }
    }

    fn lanes(&self) -> MutexGuard<'_, BTreeMap<String, VecDeque<Queued>>> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next callback of a lane; without one the lane is gone.
    fn next_of(&self, lane: &str) -> Option<Queued> {
        let mut lanes = self.lanes();
        let next = lanes.get_mut(lane)?.pop_front();
        if next.is_none() {
            lanes.remove(lane);
        }
        next
    }

    /// Says, while a request is being answered, that a callback about `subject` will come of it later.
    pub(crate) fn expect(&self, subject: &str) {
        self.script_state().expect(subject, self.longest_wait());
    }

    /// How long an answer waits for a callback.
    fn longest_wait(&self) -> Duration {
        self.clock.real(LONGEST_WAIT).max(Duration::from_secs(1))
    }

    async fn run_lane(self: Arc<Self>, lane: String) {
        while let Some(queued) = self.next_of(&lane) {
            self.run(queued).await;
        }
    }

    /// Delivers a callback with whatever its fault adds, and then lets those go that waited for it.
    async fn run(self: &Arc<Self>, mut queued: Queued) {
        if queued.fault == Some(CallbackFault::Tamper) {
            self.deliver_once(&queued, &queued.callback.tampered(), true).await;
        }
        self.deliver(&mut queued).await;
        let again = self.script_state().again_after(&queued);
        if let Some(callback) = again {
            self.deliver_once(&queued, &callback, false).await;
        }
        let held = self.script_state().settle(&queued);
        for queued in held {
            self.dispatch(queued);
        }
    }

    async fn deliver_once(&self, queued: &Queued, callback: &Callback, tampered: bool) {
        let (outcome, acknowledged) = self.attempt(callback).await;
        let delivery = Delivery { tampered, ..delivery(callback, queued.fault, 1, outcome, acknowledged) };
        self.note(delivery, &queued.callback);
    }

    async fn deliver(&self, queued: &mut Queued) {
        let callback = Arc::clone(&queued.callback);
        let mut intervals = callback.redelivery.intervals();
        for attempt in 1.. {
            let (outcome, acknowledged) = self.attempt(&callback).await;
            self.note(delivery(&callback, queued.fault, attempt, outcome, acknowledged), &callback);
            // Answers that waited for this may leave.
            queued.told.clear();
            if is_settled(outcome, callback.redelivery) {
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
        let Callback { to, redelivery, message, .. } = callback;
        let Some(url) = to.url(self.current_url(), &self.hosts) else {
            return (DeliveryOutcome::NoUrl, false);
        };
        let request = message.request(&url).map(Body::from);
        // A receiver does not answer faster because the sandbox's clock does, hence the floor.
        let timeout = self.clock.real(redelivery.answer_timeout).max(Duration::from_secs(1));
        match tokio::time::timeout(timeout, self.exchange(request, *redelivery)).await {
            Ok(Some((status, acknowledged))) => (DeliveryOutcome::Answered(status.as_u16()), acknowledged),
            Ok(None) | Err(_) => (DeliveryOutcome::NoAnswer, false),
        }
    }

    async fn exchange(&self, request: Request<Body>, rule: Redelivery) -> Option<(StatusCode, bool)> {
        let answer = self.client.request(request).await.ok()?;
        let status = answer.status();
        let Some(acknowledges) = rule.acknowledged_by else {
            return Some((status, (rule.accepts)(status)));
        };
        let body = axum::body::to_bytes(Body::new(answer.into_body()), LONGEST_ANSWER).await.unwrap_or_default();
        Some((status, acknowledges(status, &body)))
    }

    /// The address set for all callbacks of the provider.
    pub(crate) fn current_url(&self) -> Option<CallbackUrl> {
        self.url.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, mut delivery: Delivery, callback: &Arc<Callback>) {
        let Delivery { subject, event, attempt, outcome, acknowledged, fault, tampered, .. } = &delivery;
        tracing::info!(subject, event, attempt, ?outcome, acknowledged, ?fault, tampered, "callback");
        let mut log = self.log();
        log.count += 1;
        delivery.number = log.count;
        if log.callbacks.len() == KEPT_CALLBACKS {
            log.callbacks.pop_front();
        }
        log.callbacks.push_back((delivery.number, Arc::clone(callback)));
        log.deliveries.push(delivery);
    }
}

fn is_settled(outcome: DeliveryOutcome, rule: Redelivery) -> bool {
    match outcome {
        DeliveryOutcome::Answered(code) => StatusCode::from_u16(code).is_ok_and(rule.accepts),
        DeliveryOutcome::NoAnswer => false,
        DeliveryOutcome::NoUrl => true,
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
    // Its number is given where it is kept.
    let (number, at) = (0, SystemTime::from(clock::now()));
    Delivery { number, at, subject, event, attempt, outcome, acknowledged, fault, tampered: false }
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
