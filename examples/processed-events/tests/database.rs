//! One booking for each event: across crashes, connections and failures.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::path::{Path, PathBuf};
use std::pin::pin;
use std::process::{Command, abort};
use std::sync::Barrier;
use std::task::{Context, Poll, Waker};
use std::{env, fs, thread};

use payneteasy_client::{
    Currency, Money,
    common::{EventId, ProcessedEvents as _, Recorded},
};
use processed_events::database::{Booking, Database};
use processed_events::shop::{Fact, Outcome, book};

const ORDER: &str = "ORDER-42";

/// A database with one order, in a temporary folder.
struct Store {
    folder: tempfile::TempDir,
}

impl Store {
    fn new() -> Self {
        let store = Self { folder: tempfile::tempdir().unwrap() };
        store.open().add_order(ORDER, &Money::parse("100.00", Currency::USD).unwrap()).unwrap();
        store
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("shop.sqlite")
    }

    fn open(&self) -> Database {
        Database::open(&self.path()).unwrap()
    }

    /// The numbers of bookings and processed events, as another connection sees them.
    fn written(&self) -> (u32, u32) {
        let (_, bookings, processed_events) = self.open().counts().unwrap();
        (bookings, processed_events)
    }
}

fn fact(status: &str, state: &'static str) -> Fact {
    let event = EventId::new("payneteasy", [status, "transfer", "6863810", ORDER]);
    Fact { event, order: ORDER.to_owned(), state }
}

fn paid() -> Fact {
    fact("approved", "paid")
}

/// Runs a future that never waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("SQLite does not wait asynchronously"),
    }
}

fn book_now(database: &mut Database, fact: &Fact) -> Outcome {
    now(book(database, fact)).unwrap()
}

fn record(booking: &mut Booking<'_>, fact: &Fact) -> Recorded {
    now(booking.record(&fact.event)).unwrap()
}

#[test]
fn a_duplicate_event_is_booked_once() {
    let store = Store::new();
    assert_eq!(book_now(&mut store.open(), &paid()), Outcome::Booked);
    for _ in 0..5 {
        assert_eq!(book_now(&mut store.open(), &paid()), Outcome::Duplicate);
    }
    assert_eq!(store.written(), (1, 1));
}

#[test]
fn a_late_event_does_not_move_the_order_back() {
    let store = Store::new();
    assert_eq!(book_now(&mut store.open(), &paid()), Outcome::Booked);
    assert_eq!(book_now(&mut store.open(), &fact("declined", "failed")), Outcome::AlreadyFinal);
    assert_eq!(book_now(&mut store.open(), &fact("declined", "failed")), Outcome::Duplicate, "somebody was told once");
    assert_eq!(store.written(), (1, 2));
}

#[test]
fn a_failed_booking_does_not_record_the_event() {
    let store = Store::new();
    let mut database = store.open();
    let mut booking = database.begin().unwrap();
    assert_eq!(record(&mut booking, &paid()), Recorded::First);
    drop(booking);
    assert_eq!(store.written(), (0, 0));

    let mut booking = database.begin().unwrap();
    assert_eq!(record(&mut booking, &paid()), Recorded::First);
    assert!(booking.pay(ORDER, "paid").unwrap());
    drop(booking);
    assert_eq!(store.written(), (0, 0), "nor is there a booking without a record");

    assert_eq!(book_now(&mut database, &paid()), Outcome::Booked);
}

/// A real crash: the test starts itself as another process, which aborts at the given step.
#[test]
fn a_crash_leaves_neither_record_nor_booking() {
    const STEP: &str = "PROCESSED_EVENTS_CRASH_AFTER";
    const FILE: &str = "PROCESSED_EVENTS_DATABASE";
    if let (Ok(step), Ok(path)) = (env::var(STEP), env::var(FILE)) {
        crash_after(&step, Path::new(&path));
    }

    for step in ["record", "booking"] {
        let store = Store::new();
        let status = Command::new(env::current_exe().unwrap())
            .args(["--exact", "a_crash_leaves_neither_record_nor_booking"])
            .env(STEP, step)
            .env(FILE, store.path())
            .status()
            .unwrap();
        assert!(!status.success());
        assert!(store.path().with_extension(step).exists(), "it came as far as the {step}");
        assert_eq!(store.written(), (0, 0), "{step}");
        assert_eq!(book_now(&mut store.open(), &paid()), Outcome::Booked, "the provider sends it again");
    }
}

fn crash_after(step: &str, path: &Path) -> ! {
    let mut database = Database::open(path).unwrap();
    let mut booking = database.begin().unwrap();
    assert_eq!(record(&mut booking, &paid()), Recorded::First);
    if step == "booking" {
        assert!(booking.pay(ORDER, "paid").unwrap());
    }
    fs::write(path.with_extension(step), "").unwrap();
    abort();
}

#[test]
fn of_two_concurrent_connections_one_books() {
    for _ in 0..20 {
        let store = Store::new();
        let start = Barrier::new(2);
        let mut outcomes = thread::scope(|scope| {
            let deliver = || {
                let mut database = store.open();
                start.wait();
                book_now(&mut database, &paid())
            };
            let (left, right) = (scope.spawn(deliver), scope.spawn(deliver));
            [left.join().unwrap(), right.join().unwrap()]
        });
        outcomes.sort_by_key(|outcome| *outcome != Outcome::Booked);
        assert_eq!(outcomes, [Outcome::Booked, Outcome::Duplicate]);
        assert_eq!(store.written(), (1, 1));
    }
}

/// The second delivery arrives after the first one is recorded and before it ends. It must wait: an early response would be a
/// guess.
#[test]
fn a_delivery_waits_for_the_previous_one_to_end() {
    for (commits, expected) in [(true, Outcome::Duplicate), (false, Outcome::Booked)] {
        let store = Store::new();
        let mut first = store.open();
        let mut booking = first.begin().unwrap();
        assert_eq!(record(&mut booking, &paid()), Recorded::First);
        assert!(booking.pay(ORDER, "paid").unwrap());

        let path = store.path();
        let second = thread::spawn(move || book_now(&mut Database::open(&path).unwrap(), &paid()));
        thread::sleep(std::time::Duration::from_millis(50));
        assert!(!second.is_finished());
        if commits {
            booking.commit().unwrap();
        } else {
            drop(booking);
        }
        assert_eq!(second.join().unwrap(), expected);
        assert_eq!(store.written(), (1, 1));
    }
}
