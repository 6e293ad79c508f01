//! The test callbacks and postbacks that shops test their handlers with.

use vepay_client::callback::{CallbackField, ConfirmError, Mismatch};
use vepay_client::card::CardStatus;
use vepay_client::common::CallbackError;
use vepay_client::operation::{OperationStatus, StoredOperation};
use vepay_client::testing::{CallbackEvent, CallbackSigner, SignedCallback};
use vepay_client::{Callbacks, Currency, ExtId, Money, OperationId, Postbacks, Secret};

use crate::callbacks::{callbacks, documented_callbacks};
use crate::support::{EXT_ID, FakeResponse, Vepay, WITH_CARD, ext_id, registration};

const KEY: &str = "cb-secret-20";

fn eleven() -> Money {
    Money::from_minor_units(1100, Currency::RUB)
}

fn id() -> OperationId {
    OperationId::new(101_464)
}

fn order() -> ExtId {
    ExtId::new("order-a").unwrap()
}

fn genuine(event: &CallbackEvent) -> SignedCallback {
    CallbackSigner::new(Secret::new(KEY)).callback(event)
}

/// Every event that the client knows.
fn events() -> Vec<(OperationStatus, CallbackEvent)> {
    let named = [
        (OperationStatus::Success, CallbackEvent::success(id(), order(), eleven())),
        (OperationStatus::Error, CallbackEvent::error(id(), order(), eleven())),
        (OperationStatus::Cancelled, CallbackEvent::cancelled(id(), order(), eleven())),
        (OperationStatus::Refunded, CallbackEvent::refunded(id(), order(), eleven())),
    ];
    let others = OperationStatus::LISTED.iter().map(|word| OperationStatus::from(*word));
    let others = others.map(|status| (status.clone(), CallbackEvent::new(status, id(), order(), eleven())));
    named.into_iter().chain(others).collect()
}

#[test]
fn a_genuine_callback_of_every_status_is_accepted_and_confirmed() {
    for (status, event) in events() {
        let received = callbacks().receive(genuine(&event).query().as_bytes()).unwrap();
        let details = received.confirm(StoredOperation::new(id(), order(), eleven())).unwrap();
        assert_eq!((&details.status, &details.sum), (&Some(status), &Some(eleven())));
    }
}

#[test]
fn a_forged_callback_of_every_status_is_refused() {
    for (status, event) in events() {
        let genuine = genuine(&event);
        let refused = |query: &str| callbacks().receive(query.as_bytes()).unwrap_err();
        assert_eq!(refused(genuine.forged().query()), CallbackError::BadSignature, "{status}");
        assert_eq!(refused(genuine.unsigned().query()), CallbackError::NoSignature, "{status}");
        let other = CallbackSigner::new(Secret::new("another key")).callback(&event);
        assert_eq!(refused(other.query()), CallbackError::BadSignature, "{status}");
    }
}

#[test]
fn a_duplicate_is_the_same_event_and_another_status_is_not() {
    let event_id = |query: &str| callbacks().receive(query.as_bytes()).unwrap().event_id().cloned();
    let first = genuine(&CallbackEvent::success(id(), order(), eleven()));
    assert!(event_id(first.query()).is_some());
    assert_eq!(event_id(first.duplicate().query()), event_id(first.query()));
    let later = genuine(&CallbackEvent::refunded(id(), order(), eleven()));
    assert_ne!(event_id(later.query()), event_id(first.query()));
}

/// C1 and C4 of the vectors, which were computed with Python's hashlib.
#[test]
fn a_callback_is_that_of_the_vectors_to_the_byte() {
    let event = CallbackEvent::success(id(), ext_id(), eleven());
    let query = "extid=%D0%A3%D0%A4-906%2F2187534.5e045b788e3c3&id=101464&sum=11.00&status=1";
    assert_eq!(genuine(&event).query(), format!("{query}&key=6f5e08574a0aaa0d5a17eb6ba34be8bb"));
}

#[test]
fn a_callback_has_the_fields_that_the_cabinet_switched_on() {
    let event = CallbackEvent::error(id(), order(), eleven())
        .channel("TCB")
        .card("540436******3366")
        .error_code("TL")
        .service_name("Привязка карты");
    let received = callbacks().receive(genuine(&event).query().as_bytes()).unwrap();
    let details = received.details.clone().trust_without_proof();
    assert_eq!(details.channel, Some("TCB".into()));
    assert_eq!(details.card.unwrap().as_str(), "540436******3366");
    assert_eq!((details.error_code, details.service_name), (Some("TL".into()), Some("Привязка карты".into())));

    let without = genuine(&event.without_field(CallbackField::ExtId));
    assert_eq!(callbacks().receive(without.query().as_bytes()).unwrap_err(), CallbackError::BadSignature);
    let allowing: Callbacks = callbacks().without_field(CallbackField::ExtId);
    let received = allowing.receive(without.query().as_bytes()).unwrap();
    assert_eq!(received.confirm(StoredOperation::new(id(), order(), eleven())).unwrap_err(), Mismatch::NoExtId);
}

#[test]
fn postbacks_are_read_and_are_the_same_event_as_the_callback() {
    for (status, event) in events() {
        let event = event.message("Неверный/срок").card("540436******3366").full_name("Иванов").document_id("17");
        let first = Postbacks::read_v1(event.postback_v1().body()).unwrap();
        let second = Postbacks::read_v2(event.postback_v2().body()).unwrap();
        let callback = callbacks().receive(genuine(&event).query().as_bytes()).unwrap();
        for claimed in [Postbacks::claimed_event_id(&first), Postbacks::claimed_event_id(&second)] {
            assert_eq!(Some(&claimed), callback.event_id(), "{status}");
        }
        let (first, second) = (first.trust_without_proof(), second.trust_without_proof());
        assert_eq!((&first.common.amount, &second.common.amount), (&Some(eleven()), &Some(eleven())));
        assert_eq!((first.common.status, first.common.message), (status, Some("Неверный/срок".into())));
        assert_eq!(second.full_name.unwrap().expose(), "Иванов");
    }
}

/// A shop's handler without a network: the postback is a claim, and Vepay's response confirms it.
#[test]
fn a_postback_is_confirmed_by_a_fake_vepay() {
    let claim = CallbackEvent::success(id(), ext_id(), eleven()).postback_v1();
    let postback = Postbacks::read_v1(claim.body()).unwrap();
    let vepay = Vepay::new([FakeResponse::ok(WITH_CARD)]);
    let state = vepay.run(vepay.client.confirm_postback(&postback, &registration())).unwrap();
    assert_eq!(state.status, CardStatus::Success);

    let forged = CallbackEvent::success(OperationId::new(7), ext_id(), eleven()).postback_v1();
    let postback = Postbacks::read_v1(forged.body()).unwrap();
    let error = vepay.run(vepay.client.confirm_postback(&postback, &registration())).unwrap_err();
    assert!(matches!(error, ConfirmError::WrongOperation), "{error}");
}

#[test]
fn nothing_secret_is_shown() {
    let signer = CallbackSigner::new(Secret::new(KEY));
    let event = CallbackEvent::success(id(), ext_id(), eleven()).card_holder("IVAN IVANOV").full_name("Иванов");
    let shown = format!("{signer:?} {event:?} {:?} {:?}", signer.callback(&event), event.postback_v2());
    for secret in [KEY, "IVAN", "Иванов"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(documented_callbacks().receive(signer.callback(&event).query().as_bytes()).is_ok(), "{EXT_ID}");
}
