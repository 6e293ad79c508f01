//! The test callbacks that shops test their handlers with.

use payneteasy_client::common::{CallbackError, KeyRing};
use payneteasy_client::order::{
    ClientOrderId, Confirmed, Mismatch, OrderId, OrderStatus, StoredOrder, TransactionType,
};
use payneteasy_client::testing::{CallbackEvent, CallbackSigner, SignedCallback};
use payneteasy_client::{Callbacks, Currency, Money, Secret};

const KEY: &str = "AF4B1A04-F7C9-4B5E-9C6C-7B8E6D1F4A21";

fn callbacks() -> Callbacks {
    Callbacks::new(KeyRing::new("test", Secret::new(KEY)))
}

fn id() -> OrderId {
    OrderId::new("6863810")
}

fn own() -> ClientOrderId {
    ClientOrderId::new("order-42")
}

fn hundred() -> Money {
    Money::parse("100", Currency::USD).unwrap()
}

fn stored() -> StoredOrder {
    StoredOrder::new(own(), hundred()).order_id(id())
}

fn signer() -> CallbackSigner {
    CallbackSigner::new(Secret::new(KEY))
}

/// Every event that the client knows.
fn events() -> Vec<(OrderStatus, CallbackEvent)> {
    let named = [
        (OrderStatus::Approved, CallbackEvent::approved(id(), own(), hundred())),
        (OrderStatus::Declined, CallbackEvent::declined(id(), own(), hundred())),
        (OrderStatus::Error, CallbackEvent::error(id(), own(), hundred())),
        (OrderStatus::Filtered, CallbackEvent::filtered(id(), own(), hundred())),
        (OrderStatus::Processing, CallbackEvent::processing(id(), own(), hundred())),
        (OrderStatus::Unknown, CallbackEvent::unknown(id(), own(), hundred())),
    ];
    let others = OrderStatus::LISTED.iter().map(|word| OrderStatus::from(*word));
    let others = others.map(|status| (status.clone(), CallbackEvent::new(status, id(), own(), hundred())));
    named.into_iter().chain(others).collect()
}

#[test]
fn a_genuine_callback_of_every_status_is_accepted_and_confirmed() {
    for (status, event) in events() {
        let received = callbacks().receive(signer().callback(&event.currency()).query().as_bytes()).unwrap();
        assert_eq!((&received.status, &received.order_id, &received.client_order_id), (&status, &id(), &own()));
        assert!(matches!(received.confirm(&stored()), Ok(Confirmed::Payment(_))), "{status}");
    }
}

#[test]
fn a_genuine_callback_of_every_type_is_accepted() {
    for word in TransactionType::LISTED {
        let kind = TransactionType::from(*word);
        let event = CallbackEvent::approved(id(), own(), hundred()).transaction_type(kind.clone());
        let received = callbacks().receive(signer().callback(&event).query().as_bytes()).unwrap();
        let is_payment = matches!(received.confirm(&stored()), Ok(Confirmed::Payment(_)));
        assert_eq!(is_payment, kind.is_payment(), "{kind}");
    }
}

fn refused(query: &[u8]) -> CallbackError {
    callbacks().receive(query).unwrap_err()
}

#[test]
fn a_forged_callback_of_every_status_is_refused() {
    for (status, event) in events() {
        let genuine = signer().callback(&event);
        assert_eq!(refused(genuine.forged().query().as_bytes()), CallbackError::BadSignature, "{status}");
        assert_eq!(refused(genuine.unsigned().query().as_bytes()), CallbackError::NoSignature, "{status}");
        let other = CallbackSigner::new(Secret::new("another key")).callback(&event);
        assert_eq!(refused(other.query().as_bytes()), CallbackError::BadSignature, "{status}");
    }
}

#[test]
fn a_redirect_of_every_status_is_accepted_and_a_forged_one_refused() {
    for (status, event) in events() {
        let genuine: SignedCallback = signer().redirect(&event);
        assert_eq!(callbacks().receive_redirect(genuine.body()).unwrap().status, status);
        let forged = callbacks().receive_redirect(genuine.forged().body()).unwrap_err();
        assert_eq!(forged, CallbackError::BadSignature, "{status}");
    }
}

#[test]
fn a_duplicate_is_the_same_event_and_another_status_is_not() {
    let event_id = |query: &str| callbacks().receive(query.as_bytes()).unwrap().event_id().clone();
    let first = signer().callback(&CallbackEvent::processing(id(), own(), hundred()));
    assert_eq!(event_id(first.duplicate().query()), event_id(first.query()));
    let later = signer().callback(&CallbackEvent::approved(id(), own(), hundred()));
    assert_ne!(event_id(later.query()), event_id(first.query()));
}

/// The checksum does not cover the amount: a forger who has seen a callback can change it, and the signer can make that one.
#[test]
fn a_genuine_callback_with_another_amount_is_not_confirmed() {
    let event = CallbackEvent::approved(id(), own(), Money::parse("1", Currency::USD).unwrap());
    let received = callbacks().receive(signer().callback(&event).query().as_bytes()).unwrap();
    assert!(matches!(received.confirm(&stored()), Err(Mismatch::Amount)));
}

#[test]
fn the_checksum_is_that_of_the_vectors() {
    let vectors = crate::support::vectors();
    let mut made = 0;
    for vector in vectors["control_callback"].as_array().unwrap() {
        let part = |place: usize| vector["parts"][place].as_str().unwrap();
        let signer = CallbackSigner::new(Secret::new(part(3)));
        let event = CallbackEvent::new(part(0).into(), part(1).into(), part(2).into(), hundred());
        let query = signer.callback(&event).query().to_owned();
        assert!(query.ends_with(&format!("&control={}", vector["control"].as_str().unwrap())), "{query}");
        made += 1;
    }
    assert_eq!(made, 7);
}

#[test]
fn other_parameters_are_sent_as_they_are() {
    let event = CallbackEvent::declined(id(), own(), hundred());
    let event = event.parameter("error_code", "1111").parameter("error_message", "Недостаточно средств & др.");
    let received = callbacks().receive(signer().callback(&event).query().as_bytes()).unwrap();
    let claims = received.claims.clone().trust_without_proof();
    assert_eq!(claims.error_message, Some("Недостаточно средств & др.".into()));
    assert!(claims.error_code.is_some());
}

#[test]
fn nothing_secret_is_shown() {
    let event = CallbackEvent::approved(id(), own(), hundred()).parameter("name", "IVAN");
    let shown = format!("{:?} {event:?} {:?}", signer(), signer().callback(&event));
    for secret in [KEY, "IVAN"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
