//! Processed events: event ids, and that each event is processed once.

use std::collections::BTreeSet;
use std::pin::pin;
use std::sync::Barrier;
use std::task::{Context, Poll, Waker};
use std::thread;

use http::StatusCode;
use payments_core::callback::{
    EventId, InMemoryProcessedEvents, InMemoryTransaction, InProgress, ProcessedEvents, Recorded,
};
use payments_core::percent_decode;
use proptest::prelude::*;

use crate::support::{PAN, assert_hides_card};

fn event(number: usize) -> EventId {
    EventId::new("acme", ["paid", &number.to_string()])
}

/// Records without a runtime: the future is ready at once.
fn record(transaction: &mut InMemoryTransaction, event: &EventId) -> Result<Recorded, InProgress> {
    match pin!(transaction.record(event)).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(sighting) => sighting,
        Poll::Pending => panic!("memory is not waited for"),
    }
}

fn record_and_commit(seen: &InMemoryProcessedEvents, event: &EventId) -> Result<Recorded, InProgress> {
    let mut transaction = seen.begin();
    let sighting = record(&mut transaction, event)?;
    transaction.commit();
    Ok(sighting)
}

#[test]
fn an_event_id_is_readable_text() {
    assert_eq!(EventId::new("acme", ["approved", "ORDER-42"]).as_str(), "acme/approved/ORDER-42");
    assert_eq!(EventId::new("acme", ["заказ 1"]).as_str(), "acme/%D0%B7%D0%B0%D0%BA%D0%B0%D0%B7%201");
}

#[test]
fn different_parts_never_make_the_same_event_id() {
    let event_ids: Vec<EventId> = [
        &[][..],
        &[""],
        &["", ""],
        &["a"],
        &["a", ""],
        &["", "a"],
        &["a", "b"],
        &["ab"],
        &["a/b"],
        &["a%2Fb"],
        &["a%2", "Fb"],
        &["A", "b"],
    ]
    .into_iter()
    .map(|parts| EventId::new("acme", parts))
    .chain([EventId::new("acme/a", ["b"]), EventId::new("", ["acme", "a", "b"])])
    .collect();
    let distinct: BTreeSet<_> = event_ids.iter().collect();
    assert_eq!(distinct.len(), event_ids.len(), "{event_ids:?}");
}

proptest! {
    /// An id that can be split again was joined without ambiguity.
    #[test]
    fn an_event_id_contains_exactly_its_parts(provider: String, parts: Vec<String>) {
        let identity = EventId::new(&provider, &parts);
        prop_assert!(identity.as_str().bytes().all(|byte| byte.is_ascii_graphic()));
        let read: Vec<String> = identity.as_str().split('/').map(percent_decode).collect();
        prop_assert_eq!(read.first(), Some(&provider));
        prop_assert_eq!(&read[1..], &parts[..]);
    }
}

/// Spaces are percent-encoded in the text, and must still count as spaces within a card number.
#[test]
fn an_event_id_does_not_print_a_card_number_written_in_groups() {
    let identity = EventId::new("acme", ["4242 4242 4242 4242", "a/b"]);
    assert_eq!(identity.as_str(), "acme/4242%204242%204242%204242/a%2Fb");
    assert_eq!(format!("{identity:?}"), "EventId(acme/************4242/a/b)");
}

#[test]
fn an_event_id_does_not_print_a_card_number() {
    let identity = EventId::new("acme", [PAN, "paid"]);
    assert_hides_card(&[format!("{identity:?}")]);
    assert!(identity.as_str().contains(PAN), "the stored text tells two orders apart, whatever their numbers are");
}

#[test]
fn an_event_is_first_only_once() {
    let seen = InMemoryProcessedEvents::holding(10);
    assert_eq!(record_and_commit(&seen, &event(1)), Ok(Recorded::First));
    assert_eq!(record_and_commit(&seen, &event(1)), Ok(Recorded::Duplicate));
    assert_eq!(
        record_and_commit(&seen.clone(), &event(1)),
        Ok(Recorded::Duplicate),
        "clones share what they have seen"
    );
    assert_eq!(record_and_commit(&seen, &event(2)), Ok(Recorded::First));
}

#[test]
fn an_event_is_first_only_once_within_a_transaction() {
    let seen = InMemoryProcessedEvents::holding(10);
    let mut transaction = seen.begin();
    assert_eq!(record(&mut transaction, &event(1)), Ok(Recorded::First));
    assert_eq!(record(&mut transaction, &event(1)), Ok(Recorded::Duplicate));
}

#[test]
fn an_event_that_was_not_committed_is_new_again() {
    let seen = InMemoryProcessedEvents::holding(10);
    let mut transaction = seen.begin();
    assert_eq!(record(&mut transaction, &event(1)), Ok(Recorded::First));
    drop(transaction);
    assert_eq!(record_and_commit(&seen, &event(1)), Ok(Recorded::First));
}

#[test]
fn a_handler_that_panics_does_not_swallow_the_event() {
    let seen = InMemoryProcessedEvents::holding(10);
    let store = seen.clone();
    let delivery = thread::spawn(move || {
        let mut transaction = store.begin();
        assert_eq!(record(&mut transaction, &event(1)), Ok(Recorded::First));
        panic!("the booking failed");
    });
    delivery.join().unwrap_err();
    assert_eq!(record_and_commit(&seen, &event(1)), Ok(Recorded::First));
}

#[test]
fn a_duplicate_is_not_acknowledged_while_the_first_delivery_may_still_fail() {
    let seen = InMemoryProcessedEvents::holding(10);
    let mut first = seen.begin();
    assert_eq!(record(&mut first, &event(1)), Ok(Recorded::First));

    let refused = record(&mut seen.begin(), &event(1)).unwrap_err();
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(record(&mut seen.begin(), &event(1)), Err(refused), "who was refused does not let go of it");

    first.commit();
    assert_eq!(record_and_commit(&seen, &event(1)), Ok(Recorded::Duplicate));
}

#[test]
fn of_many_threads_exactly_one_is_first() {
    const THREADS: usize = 16;
    const EVENTS: usize = 50;
    let seen = InMemoryProcessedEvents::holding(EVENTS);
    let start = Barrier::new(THREADS);
    let firsts: usize = thread::scope(|scope| {
        let workers: Vec<_> = (0..THREADS)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    // A delivery that was refused is sent again, as a provider does.
                    let deliver = |number| loop {
                        if let Ok(sighting) = record_and_commit(&seen, &event(number)) {
                            return sighting;
                        }
                        thread::yield_now();
                    };
                    (0..EVENTS).filter(|number| deliver(*number) == Recorded::First).count()
                })
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).sum()
    });
    assert_eq!(firsts, EVENTS);
}

#[test]
fn memory_is_bounded_and_a_forgotten_event_is_new_again() {
    let seen = InMemoryProcessedEvents::holding(2);
    for number in [1, 2, 3] {
        assert_eq!(record_and_commit(&seen, &event(number)), Ok(Recorded::First));
    }
    assert_eq!(format!("{seen:?}"), "InMemoryProcessedEvents { seen: 2, held: 0, .. }");
    assert_eq!(record_and_commit(&seen, &event(2)), Ok(Recorded::Duplicate));
    assert_eq!(record_and_commit(&seen, &event(3)), Ok(Recorded::Duplicate));
    assert_eq!(record_and_commit(&seen, &event(1)), Ok(Recorded::First), "the oldest is forgotten");
}

#[test]
fn one_event_at_least_is_held() {
    let seen = InMemoryProcessedEvents::holding(0);
    assert_eq!(record_and_commit(&seen, &event(1)), Ok(Recorded::First));
    assert_eq!(record_and_commit(&seen, &event(1)), Ok(Recorded::Duplicate));
}

#[test]
fn an_open_transactions_events_are_not_evicted() {
    let seen = InMemoryProcessedEvents::holding(1);
    let mut slow = seen.begin();
    assert_eq!(record(&mut slow, &event(1)), Ok(Recorded::First));
    for number in [2, 3] {
        assert_eq!(record_and_commit(&seen, &event(number)), Ok(Recorded::First));
    }
    assert!(record(&mut seen.begin(), &event(1)).is_err());
}

#[test]
fn it_may_be_shared_between_tasks() {
    fn is_shareable<T: Send + Sync + 'static>(_: &T) {}
    fn is_sendable<T: Send>(_: &T) {}
    let seen = InMemoryProcessedEvents::holding(1);
    let mut transaction = seen.begin();
    is_shareable(&seen);
    is_shareable(&transaction);
    is_shareable(&event(1));
    is_sendable(&transaction.record(&event(1)));
}
