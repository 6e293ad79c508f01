//! Unit tests of a webhook handler.

use bank131_client::session::{OperationStatus, SessionId, SessionResult, SessionState};
use bank131_client::signing::RsaSigner;
use bank131_client::testing::{CallbackSigner, TestCallback, TestSession, WebhookEvent};
use bank131_client::webhook::EventType;
use bank131_client::{Currency, KeyRing, Money, Webhooks};
use http::StatusCode;
use payments_sandbox::Sandbox;
use recipes_example::shop::Shop;

const ORDER: &str = "ps_42";

/// A shop that trusts the test's key, with one order. Any RSA key does: here it is one of the sandbox's.
async fn shop() -> (Shop, CallbackSigner) {
    let sandbox = Sandbox::start().await.unwrap();
    let key = RsaSigner::from_pem(&sandbox.announcement().bank131.private_key_pem).unwrap();
    let shop = Shop::new(Webhooks::new(KeyRing::new("test", key.verifier())));
    shop.add(&SessionId::new(ORDER));
    (shop, CallbackSigner::new(key))
}

/// The webhook that ends a payment.
fn finished(session: &str, state: SessionState, status: OperationStatus) -> WebhookEvent {
    let price = Money::from_minor_units(100_000, Currency::RUB);
    WebhookEvent::payment_finished(TestSession::new(SessionId::new(session), state).payment("pm_1", status, &price))
}

async fn deliver(shop: &Shop, callback: &TestCallback) -> StatusCode {
    shop.receive(callback.headers(), callback.body()).await.status()
}

#[tokio::test]
async fn a_duplicate_is_acknowledged_and_booked_once() {
    let (shop, bank) = shop().await;
    let webhook = bank.webhook(&finished(ORDER, SessionState::Accepted, OperationStatus::Succeeded));
    assert_eq!(deliver(&shop, &webhook).await, StatusCode::OK);
    assert_eq!(deliver(&shop, &webhook.duplicate()).await, StatusCode::OK);
    assert_eq!(shop.booked(&SessionId::new(ORDER)), [SessionResult::Succeeded]);
}

#[tokio::test]
async fn a_forger_books_nothing() {
    let (shop, bank) = shop().await;
    let webhook = bank.webhook(&finished(ORDER, SessionState::Accepted, OperationStatus::Succeeded));
    assert_eq!(deliver(&shop, &webhook.forged()).await, StatusCode::UNAUTHORIZED);
    assert_eq!(deliver(&shop, &webhook.unsigned()).await, StatusCode::UNAUTHORIZED);
    assert_eq!(shop.booked(&SessionId::new(ORDER)), []);
}

#[tokio::test]
async fn a_decline_is_booked_and_a_foreign_session_is_not() {
    let (shop, bank) = shop().await;
    let declined = bank.webhook(&finished(ORDER, SessionState::Cancelled, OperationStatus::Failed));
    let foreign = bank.webhook(&finished("ps_43", SessionState::Accepted, OperationStatus::Succeeded));
    assert_eq!(deliver(&shop, &declined).await, StatusCode::OK);
    assert_eq!(deliver(&shop, &foreign).await, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(shop.booked(&SessionId::new(ORDER)), [SessionResult::NothingCharged]);
    assert_eq!(shop.booked(&SessionId::new("ps_43")), []);
}

#[tokio::test]
async fn a_type_of_tomorrow_is_acknowledged_and_books_nothing() {
    let (shop, bank) = shop().await;
    let session = TestSession::new(SessionId::new(ORDER), SessionState::Accepted);
    let webhook = bank.webhook(&WebhookEvent::new(EventType::from("session_archived"), session));
    assert_eq!(deliver(&shop, &webhook).await, StatusCode::OK);
    assert_eq!(shop.booked(&SessionId::new(ORDER)), []);
}
