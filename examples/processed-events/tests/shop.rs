//! Over HTTP: duplicates, changed callbacks, callbacks that are too early or too late.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::process::Command;
use std::sync::Arc;

use bank131_client::Webhooks;
use bank131_client::signing::RsaVerifier;
use http::StatusCode;
use payments_sandbox::Sandbox;
use payneteasy_client::{Callbacks, Currency, Money, Secret, common::KeyRing};
use processed_events::database::Database;
use processed_events::shop::{Outcome, Shop};
use sha1::{Digest as _, Sha1};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

const KEY: &str = "11111111-2222-3333-4444-555555555555";

/// A shop with one order of 100 dollars.
struct Stage {
    shop: Arc<Shop>,
    journal: UnboundedReceiver<(payneteasy_client::common::EventId, Outcome)>,
    folder: tempfile::TempDir,
}

impl Stage {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.sqlite");
        let database = Database::open(&path).unwrap();
        database.add_order("ORDER-42", &Money::parse("100.00", Currency::USD).unwrap()).unwrap();
        // Any RSA key will do.
        let sandbox = Sandbox::start().await.unwrap();
        let bank_key = RsaVerifier::from_pem_file(&sandbox.announcement().bank131.bank_public_key_pem_file).unwrap();
        let (sender, journal) = unbounded_channel();
        let shop = Shop {
            database: path,
            webhooks: Webhooks::new(KeyRing::new("bank", bank_key)),
            callbacks: Callbacks::new(KeyRing::new("gateway", Secret::new(KEY))),
            journal: sender,
        };
        Self { shop: Arc::new(shop), journal, folder }
    }

    /// Delivers a callback, and returns the HTTP status and the result.
    async fn deliver(&mut self, status: &str, rest: &str) -> (StatusCode, Option<Outcome>) {
        self.deliver_about("ORDER-42", status, rest).await
    }

    async fn deliver_about(&mut self, order: &str, status: &str, rest: &str) -> (StatusCode, Option<Outcome>) {
        let control = format!("{:x}", Sha1::digest(format!("{status}6863810{order}{KEY}")));
        let query = format!("status={status}&orderid=6863810&merchant_order={order}{rest}&control={control}");
        let answer = self.shop.receive_from_payneteasy(query.as_bytes()).await;
        (answer.status(), self.journal.try_recv().ok().map(|(_, outcome)| outcome))
    }

    fn database(&self) -> Database {
        Database::open(&self.folder.path().join("shop.sqlite")).unwrap()
    }

    fn written(&self) -> (u32, u32) {
        let (_, bookings, seen) = self.database().counts().unwrap();
        (bookings, seen)
    }
}

const PAID: &str = "&type=transfer&amount=100.00";

#[tokio::test]
async fn a_duplicate_is_acknowledged_and_not_booked() {
    let mut stage = Stage::new().await;
    assert_eq!(stage.deliver("approved", PAID).await, (StatusCode::OK, Some(Outcome::Booked)));
    for _ in 0..3 {
        assert_eq!(stage.deliver("approved", PAID).await, (StatusCode::OK, Some(Outcome::Duplicate)));
    }
    assert_eq!(stage.written(), (1, 1));
}

#[tokio::test]
async fn a_state_before_the_end_is_acknowledged_whenever_it_comes() {
    let mut stage = Stage::new().await;
    assert_eq!(stage.deliver("processing", PAID).await, (StatusCode::OK, None));
    assert_eq!(stage.deliver("approved", PAID).await, (StatusCode::OK, Some(Outcome::Booked)));
    assert_eq!(stage.deliver("processing", PAID).await, (StatusCode::OK, None));
    assert_eq!(stage.written(), (1, 1));
}

/// Anyone who has seen one callback can change what its checksum does not cover.
#[tokio::test]
async fn a_changed_amount_does_not_take_the_place_of_the_genuine_callback() {
    let mut stage = Stage::new().await;
    let changed = "&type=transfer&amount=1.00";
    assert_eq!(stage.deliver("approved", changed).await, (StatusCode::SERVICE_UNAVAILABLE, None));
    assert_eq!(stage.written(), (0, 0));
    assert_eq!(stage.deliver("approved", PAID).await, (StatusCode::OK, Some(Outcome::Booked)));
}

#[tokio::test]
async fn a_changed_type_is_another_event_and_books_nothing() {
    let mut stage = Stage::new().await;
    assert_eq!(stage.deliver("approved", PAID).await, (StatusCode::OK, Some(Outcome::Booked)));
    let without_type = stage.deliver("approved", "&amount=100.00").await;
    assert_eq!(without_type, (StatusCode::OK, Some(Outcome::AlreadyFinal)));
    assert_eq!(stage.deliver("approved", "&type=reversal&amount=100.00").await, (StatusCode::OK, None));
    assert_eq!(stage.written(), (1, 2));
}

/// A partial return has another amount; as a mismatch it would be delivered thirty times.
#[tokio::test]
async fn anything_but_the_payment_is_acknowledged_and_queried() {
    let returned = "&type=reversal&amount=100.00";
    for rest in [returned, "&type=reversal&amount=20.00", "&type=chargeback&amount=100.00", "&type=c2c&amount=100.00"] {
        let mut stage = Stage::new().await;
        assert_eq!(stage.deliver("approved", rest).await, (StatusCode::OK, None), "{rest}");
        assert_eq!(stage.written(), (0, 0), "{rest}");
        assert_eq!(stage.database().questions().unwrap(), ["ORDER-42"], "{rest}");
        assert_eq!(stage.deliver("approved", rest).await, (StatusCode::OK, None), "{rest}");
        assert_eq!(stage.deliver("approved", PAID).await, (StatusCode::OK, Some(Outcome::Booked)), "{rest}");
        assert_eq!(stage.database().questions().unwrap(), ["ORDER-42"], "{rest}");
    }
    let mut stage = Stage::new().await;
    assert_eq!(stage.deliver("unknown", PAID).await, (StatusCode::OK, None));
    assert_eq!(stage.database().questions().unwrap(), ["ORDER-42"]);
}

#[tokio::test]
async fn a_sale_is_the_payment_too() {
    let mut stage = Stage::new().await;
    assert_eq!(stage.deliver("approved", "&type=sale&amount=100.00").await.1, Some(Outcome::Booked));
    assert!(stage.database().questions().unwrap().is_empty());
}

/// The checksum of another order matches, once a digit has been moved.
#[tokio::test]
async fn a_changed_gateway_id_is_not_booked() {
    let mut stage = Stage::new().await;
    stage.database().set_reference("ORDER-42", "686381").unwrap();
    assert_eq!(stage.deliver("approved", PAID).await, (StatusCode::SERVICE_UNAVAILABLE, None));
    stage.database().set_reference("ORDER-42", "6863810").unwrap();
    assert_eq!(stage.deliver("approved", PAID).await, (StatusCode::OK, Some(Outcome::Booked)));
}

#[tokio::test]
async fn a_callback_before_its_order_is_delivered_again() {
    let mut stage = Stage::new().await;
    let early = stage.deliver_about("ORDER-43", "approved", PAID).await;
    assert_eq!(early, (StatusCode::SERVICE_UNAVAILABLE, None));
    let database = Database::open(&stage.shop.database).unwrap();
    database.add_order("ORDER-43", &Money::parse("100.00", Currency::USD).unwrap()).unwrap();
    let again = stage.deliver_about("ORDER-43", "approved", PAID).await;
    assert_eq!(again, (StatusCode::OK, Some(Outcome::Booked)));
}

#[tokio::test]
async fn a_forged_callback_is_refused() {
    let stage = Stage::new().await;
    let forged = "status=approved&orderid=6863810&merchant_order=ORDER-42&control=0";
    assert_eq!(stage.shop.receive_from_payneteasy(forged.as_bytes()).await.status(), StatusCode::UNAUTHORIZED);
    let unsigned = stage.shop.receive_from_bank131(&http::HeaderMap::new(), b"{}").await;
    assert_eq!(unsigned.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(stage.written(), (0, 0));
}

/// Both providers, over HTTP, with the response to each first delivery lost.
#[test]
fn the_example_books_each_payment_once() {
    let output = Command::new(env!("CARGO_BIN_EXE_processed-events")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let readme = include_str!("../README.md");
    let printed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(printed.lines().count(), 5, "{printed}");
    assert!(readme.contains(&printed), "{printed}");
}
