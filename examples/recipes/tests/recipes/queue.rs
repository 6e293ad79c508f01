//! Callbacks go through the queue once, whatever is killed.

use std::path::Path;
use std::sync::Arc;

use bank131_client::session::{OperationStatus, SessionId, SessionState};
use bank131_client::signing::RsaSigner;
use bank131_client::testing::{CallbackSigner, SignedCallback, TestSession, WebhookEvent};
use bank131_client::webhook::EventType;
use bank131_client::{Event, KeyRing, Webhooks};
use payments_fixtures::receiver::Receiver;
use payments_sandbox::{CallbackFault, CallbackScript, Provider, Sandbox};
use recipes_example::queue::{Failure, Step, open, receive, work};
use rusqlite::{Connection, Transaction};

use crate::{bank, killed};

const BOOKINGS: &str = "CREATE TABLE IF NOT EXISTS bookings (session TEXT NOT NULL) STRICT";

/// Books the end of a payment.
fn book(transaction: &Transaction<'_>, event: &Event) -> Result<(), Failure> {
    assert_eq!(event.kind, EventType::PaymentFinished);
    let session = event.session.as_ref().ok_or("there is no session")?;
    transaction.execute("INSERT INTO bookings (session) VALUES (?1)", [session.id.as_str()])?;
    Ok(())
}

fn open_queue(folder: &Path) -> Connection {
    let database = open(&folder.join("queue.sqlite")).unwrap();
    database.execute_batch(BOOKINGS).unwrap();
    database
}

/// The numbers of rows: waiting callbacks, processed events, bookings.
fn counts(database: &Connection) -> (u32, u32, u32) {
    let sql =
        "SELECT (SELECT count(*) FROM inbox), (SELECT count(*) FROM processed_events), (SELECT count(*) FROM bookings)";
    database.query_row(sql, [], |row| row.try_into()).unwrap()
}

/// The test's key, from a file that a child process can read too.
fn keys(folder: &Path) -> (CallbackSigner, Webhooks) {
    let key = RsaSigner::from_pem_file(folder.join("key.pem")).unwrap();
    let webhooks = Webhooks::new(KeyRing::new("test", key.verifier()));
    (CallbackSigner::new(key), webhooks)
}

async fn write_key(folder: &Path) {
    let sandbox = Sandbox::start().await.unwrap();
    std::fs::write(folder.join("key.pem"), &sandbox.announcement().bank131.private_key_pem).unwrap();
}

fn paid(signer: &CallbackSigner, session: &str) -> SignedCallback {
    let session = TestSession::new(SessionId::new(session), SessionState::Accepted);
    signer.webhook(&WebhookEvent::payment_finished(session.payment("pm_1", OperationStatus::Succeeded, &bank::PRICE)))
}

#[tokio::test]
async fn a_webhook_and_its_duplicate_are_acknowledged_and_booked_once() {
    let twice = CallbackScript::new([Some(CallbackFault::Duplicate)]);
    let sandbox = bank::builder().callback_faults(Provider::Bank131, twice).start().await.unwrap();
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let (webhooks, path) = (bank::webhooks(&sandbox), Arc::clone(&folder));
    let receiver = Receiver::<()>::start(move |head, body| {
        (None, receive(&open_queue(path.path()), &webhooks, &head.headers, body).to_response())
    })
    .await
    .unwrap();
    sandbox.set_callback(Provider::Bank131, &receiver.url).unwrap();
    let client = bank::client(&sandbox);
    let session = bank::session(&client).await;
    bank::pay_in(&client, &session).await;
    bank::wait_for("the duplicate", || sandbox.bank131().deliveries().len() == 2).await;
    assert!(sandbox.bank131().deliveries().iter().all(|delivery| delivery.acknowledged));

    let (mut database, webhooks) = (open_queue(folder.path()), bank::webhooks(&sandbox));
    assert_eq!(counts(&database), (2, 0, 0), "stored, not booked");
    assert!(matches!(work(&mut database, &webhooks, book).unwrap(), Step::Booked));
    assert!(matches!(work(&mut database, &webhooks, book).unwrap(), Step::Duplicate));
    assert!(matches!(work(&mut database, &webhooks, book).unwrap(), Step::Idle));
    assert_eq!(counts(&database), (0, 1, 1));
}

#[tokio::test]
async fn a_worker_that_is_killed_books_later_and_once() {
    if let Some(folder) = killed::given() {
        let (mut database, (_, webhooks)) = (open_queue(folder.as_ref()), keys(folder.as_ref()));
        let _ = work(&mut database, &webhooks, |transaction, event| {
            book(transaction, event)?;
            killed::abort()
        });
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    write_key(folder.path()).await;
    let (signer, webhooks) = keys(folder.path());
    let webhook = paid(&signer, "ps_1");
    let mut database = open_queue(folder.path());
    assert_eq!(receive(&database, &webhooks, webhook.headers(), webhook.body()).status(), http::StatusCode::OK);

    killed::run("queue::a_worker_that_is_killed_books_later_and_once", folder.path());
    assert_eq!(counts(&database), (1, 0, 0), "neither recorded nor booked nor lost");
    assert!(matches!(work(&mut database, &webhooks, book).unwrap(), Step::Booked));
    assert_eq!(counts(&database), (0, 1, 1));
}

#[tokio::test]
async fn a_callback_that_cannot_be_booked_holds_up_no_other() {
    let folder = tempfile::tempdir().unwrap();
    write_key(folder.path()).await;
    let (signer, webhooks) = keys(folder.path());
    let mut database = open_queue(folder.path());
    for session in ["ps_unknown", "ps_1"] {
        let webhook = paid(&signer, session);
        receive(&database, &webhooks, webhook.headers(), webhook.body());
    }
    let book_known = |transaction: &Transaction<'_>, event: &Event| {
        book(transaction, event)?;
        let session = event.session.as_ref().map(|session| session.id.as_str());
        if session == Some("ps_unknown") { Err("there is no such order yet".into()) } else { Ok(()) }
    };
    assert!(matches!(work(&mut database, &webhooks, book_known).unwrap(), Step::Postponed(_)));
    assert_eq!(counts(&database), (2, 0, 0), "the booking that failed is rolled back, and the record with it");
    assert!(matches!(work(&mut database, &webhooks, book_known).unwrap(), Step::Booked));
    assert_eq!(counts(&database), (1, 1, 1));
    assert!(matches!(work(&mut database, &webhooks, book).unwrap(), Step::Booked), "there is by now");
    assert_eq!(counts(&database), (0, 2, 2));
}

#[tokio::test]
async fn a_forged_callback_is_not_stored() {
    let folder = tempfile::tempdir().unwrap();
    write_key(folder.path()).await;
    let (signer, webhooks) = keys(folder.path());
    let database = open_queue(folder.path());
    let forged = paid(&signer, "ps_1").forged();
    let answer = receive(&database, &webhooks, forged.headers(), forged.body());
    assert_eq!((answer.status(), counts(&database)), (http::StatusCode::UNAUTHORIZED, (0, 0, 0)));
}

#[tokio::test]
async fn what_cannot_be_stored_is_not_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    write_key(folder.path()).await;
    let (signer, webhooks) = keys(folder.path());
    let database = open_queue(folder.path());
    database.execute_batch("DROP TABLE inbox").unwrap();
    let webhook = paid(&signer, "ps_1");
    let answer = receive(&database, &webhooks, webhook.headers(), webhook.body());
    assert_eq!(answer.status(), http::StatusCode::SERVICE_UNAVAILABLE);
}
