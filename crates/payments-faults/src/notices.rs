//! One seed of the rows about callbacks: payments whose callbacks come twice, late, early, forged and again, and a shop that
//! must book each of them once.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use http::request::Parts;
use http::{Response, StatusCode};
use payments_core::callback::{CallbackError, EventId, InMemoryProcessedEvents, ProcessedEvents as _, Recorded};
use payments_sandbox::faults::{CallbackFault, CallbackScript};
use payments_sandbox::{Delivery, DeliveryOutcome, Provider};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::{Duration, sleep};

use crate::call::Simulated;
use crate::random::Random;
use crate::tally::Tally;
use crate::world::TestBed;
use payments_fixtures::Failure;

/// A provider that sends callbacks.
pub(crate) trait Notifies: 'static {
    type Provider: Simulated;
    /// What the row is called.
    const ROW: &'static str;

    /// The shop's way to verify and read what comes.
    fn receive(world: &TestBed) -> Result<Receive, Failure>;

    /// A payment, up to its end as the provider tells when it is asked.
    fn pay(world: &TestBed, number: &str) -> impl Future<Output = Result<(), Failure>> + Send;
}

pub(crate) type Receive = Box<dyn Fn(&Parts, &[u8]) -> Result<Notice, CallbackError> + Send + Sync>;

/// A callback that is authentic.
pub(crate) struct Notice {
    pub(crate) identity: Option<EventId>,
    /// What the sandbox calls the thing it is about.
    pub(crate) subject: String,
    pub(crate) acknowledgement: Response<Bytes>,
}

/// What a shop has booked: how often each event, and what it is about.
#[derive(Default)]
struct Books {
    booked: BTreeMap<EventId, (String, u32)>,
    repeats: u64,
    forged: u64,
    /// The seed is over: nothing is taken any more.
    closed: bool,
}

struct Shop {
    receive: Receive,
    seen: InMemoryProcessedEvents,
    books: Mutex<Books>,
}

impl Shop {
    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn answer(&self, head: &Parts, body: &[u8]) -> Response<Bytes> {
        if self.books().closed {
            return empty(StatusCode::SERVICE_UNAVAILABLE);
        }
        let notice = match (self.receive)(head, body) {
            Ok(notice) => notice,
            Err(error) => {
                self.books().forged += 1;
                return empty(error.status());
            }
        };
        let Some(identity) = notice.identity else { return empty(StatusCode::INTERNAL_SERVER_ERROR) };
        let mut transaction = self.seen.begin();
        match transaction.record(&identity).await {
            Ok(Recorded::First) => self.books().booked.entry(identity).or_insert((notice.subject, 0)).1 += 1,
            Ok(Recorded::Duplicate) => self.books().repeats += 1,
            Err(busy) => return empty(busy.status()),
        }
        transaction.commit();
        notice.acknowledgement
    }
}

fn empty(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}

/// Plays one seed.
pub(crate) async fn play<N: Notifies>(
    world: Arc<TestBed>,
    fault: Option<CallbackFault>,
    seed: u64,
) -> Result<Tally, Failure> {
    let mut random = Random::new(seed, &format!("{} {fault:?}", N::ROW));
    let shop = Arc::new(Shop {
        receive: N::receive(&world)?,
        seen: InMemoryProcessedEvents::holding(1000),
        books: Mutex::default(),
    });
    let server = open(&world, N::Provider::SANDBOX, &shop).await?;
    let length = usize::try_from(2 + random.below(6))?;
    let faults: Vec<CallbackFault> = fault.into_iter().collect();
    world.sandbox.set_callback_faults(N::Provider::SANDBOX, CallbackScript::random(random.next(), length, &faults));

    let mut paying = JoinSet::new();
    for number in 0..2 {
        let (world, number) = (Arc::clone(&world), format!("n{seed}-{number}"));
        paying.spawn(async move { N::pay(&world, &number).await });
    }
    while let Some(paid) = paying.join_next().await {
        paid??;
    }
    quiet(&world, N::Provider::SANDBOX).await;
    shop.books().closed = true;
    let mut tally = audit(seed, &world.sandbox.provider(N::Provider::SANDBOX).deliveries(), &shop.books());
    // What was booked a moment ago is in the sandbox's list of deliveries a moment later.
    for _ in 0..40 {
        if tally.broken.is_empty() {
            break;
        }
        sleep(Duration::from_millis(50)).await;
        tally = audit(seed, &world.sandbox.provider(N::Provider::SANDBOX).deliveries(), &shop.books());
    }
    server.abort();
    Ok(tally)
}

/// The shop's address for callbacks.
async fn open(
    world: &TestBed,
    provider: Provider,
    shop: &Arc<Shop>,
) -> Result<tokio::task::JoinHandle<std::io::Result<()>>, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    world.sandbox.set_callback(provider, &format!("http://{}/callbacks", listener.local_addr()?))?;
    let shop = Arc::clone(shop);
    let handler =
        move |head: Parts, body: Bytes| async move { shop.answer(&head, &body).await.map(axum::body::Body::from) };
    Ok(tokio::spawn(async { axum::serve(listener, Router::new().fallback(handler)).await }))
}

/// Waits until no more deliveries come. A callback that is held back permanently never comes.
async fn quiet(world: &TestBed, provider: Provider) {
    let mut last = world.sandbox.provider(provider).deliveries().len();
    loop {
        sleep(Duration::from_millis(40)).await;
        let now = world.sandbox.provider(provider).deliveries().len();
        if now == last {
            return;
        }
        last = now;
    }
}

/// Every genuine event that was accepted is booked once, and nothing else is.
fn audit(seed: u64, delivered: &[Delivery], books: &Books) -> Tally {
    let accepted = |delivery: &&Delivery| delivery.outcome == DeliveryOutcome::Answered(200);
    let mut tally =
        Tally { calls: count(delivered.len()), repeats: books.repeats, refused: books.forged, ..Tally::default() };
    tally.done = books.booked.values().map(|(_, times)| u64::from(*times)).sum();
    tally.settled_by_callback = count(books.booked.len());

    for (identity, (_, times)) in &books.booked {
        if *times > 1 {
            tally.double_effects += 1;
            tally.broken.push(format!("seed {seed}: {} was booked {times} times", identity.as_str()));
        }
    }
    let genuine = || delivered.iter().filter(|delivery| !delivery.tampered);
    // An acknowledgement may come too late for the provider, so what was tried may be booked, accepted or not.
    let (tried, accepted_events) = (events(genuine()), events(genuine().filter(accepted)));
    for (subject, events) in &accepted_events {
        let booked = books.booked.values().filter(|(about, _)| about == subject).count();
        if booked < events.len() {
            tally.lost_outcomes += 1;
            tally.broken.push(format!("seed {seed}: {} events about {subject}, {booked} bookings", events.len()));
        }
    }
    for (subject, _) in books.booked.values() {
        let booked = books.booked.values().filter(|(about, _)| about == subject).count();
        if booked > tried.get(subject.as_str()).map_or(0, BTreeSet::len) {
            tally.broken.push(format!("seed {seed}: something about {subject} was booked that was never told"));
        }
    }
    let forged = delivered.iter().filter(|delivery| delivery.tampered);
    // One that came when the seed was over was turned away unread.
    if forged.clone().filter(accepted).count() > 0 || books.forged > count(forged.count()) {
        tally.lost_outcomes += 1;
        tally.broken.push(format!("seed {seed}: a forged callback was accepted, or a genuine one was not"));
    }
    tally
}

/// The events about each subject.
fn events<'a>(deliveries: impl Iterator<Item = &'a Delivery>) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let mut events: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for delivery in deliveries {
        events.entry(&delivery.subject).or_default().insert(&delivery.event);
    }
    events
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
