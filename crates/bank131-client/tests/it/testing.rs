//! The test webhooks that services test their handlers with.

use bank131_client::common::{CallbackError, Json, Verified};
use bank131_client::session::{
    NextAction, NextStep, OperationStatus, RefundStatus, SessionId, SessionResult, SessionState,
};
use bank131_client::signing::RsaSigner;
use bank131_client::testing::{CallbackSigner, TestCallback, TestSession, WebhookEvent};
use bank131_client::webhook::EventType;
use bank131_client::{Event, KeyRing, Webhooks};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs8::DecodePublicKey as _;
use rsa::signature::Verifier as _;

use crate::signatures::key;
use crate::support::{documented_answer, tjs};
use crate::webhooks::OpensslKey;

/// Of the test's own: it is no key of the bank.
fn test_key() -> RsaSigner {
    RsaSigner::from_pem(key("private_pkcs8_pem")).unwrap()
}

fn signer() -> CallbackSigner {
    CallbackSigner::new(test_key())
}

fn receive(callback: &TestCallback) -> Result<Verified<Event>, CallbackError> {
    let webhooks = Webhooks::new(KeyRing::new("test", test_key().verifier()));
    webhooks.receive(callback.headers(), callback.body())
}

fn transfer(state: SessionState, status: OperationStatus) -> TestSession {
    let session = TestSession::new(SessionId::new("ps_1"), state);
    session.payment("pm_1", status.clone(), &tjs(10_843)).payout("po_1", status, &tjs(10_843))
}

/// Every event that the client knows, and one that it does not.
fn events() -> Vec<(EventType, WebhookEvent)> {
    let open = || transfer(SessionState::InProgress, OperationStatus::Pending);
    let done = || transfer(SessionState::Accepted, OperationStatus::Succeeded);
    let named = vec![
        (EventType::ActionRequired, WebhookEvent::action_required(open().redirect("https://acs.example/3ds"))),
        (EventType::PaymentFinished, WebhookEvent::payment_finished(done())),
        (
            EventType::PaymentRefunded,
            WebhookEvent::payment_refunded(done().refund("rf_1", RefundStatus::Accepted, &tjs(1))),
        ),
        (EventType::ReadyToCapture, WebhookEvent::ready_to_capture(open().next_action(NextAction::Capture))),
        (EventType::ReadyToConfirm, WebhookEvent::ready_to_confirm(open().next_action(NextAction::Confirm))),
        (EventType::NominalTopup, WebhookEvent::nominal_topup()),
        (EventType::from("new_type"), WebhookEvent::new(EventType::from("new_type"), done())),
    ];
    let words: Vec<_> = named.iter().map(|(kind, _)| kind.as_str().to_owned()).collect();
    assert!(EventType::LISTED.iter().all(|word| words.iter().any(|named| named == word)), "every type is there");
    named
}

#[test]
fn a_genuine_webhook_of_every_type_is_accepted() {
    for (kind, event) in events() {
        let received = receive(&signer().webhook(&event)).unwrap();
        assert_eq!(received.kind, kind);
        let Some(session) = received.session.as_ref() else {
            assert_eq!((kind, received.event_id()), (EventType::NominalTopup, None));
            continue;
        };
        assert_eq!(session.id.as_str(), "ps_1");
        assert_eq!(session.payments()[0].amount_details, Some(tjs(10_843)));
        assert_eq!(session.payouts()[0].amount_details, Some(tjs(10_843)));
    }
}

#[test]
fn the_events_say_what_their_names_say() {
    let events = events();
    let receive = |place: usize| receive(&signer().webhook(&events[place].1)).unwrap();
    assert!(matches!(receive(0).next_step(), Some(NextStep::Redirect(_))));
    assert_eq!(receive(1).session.as_ref().unwrap().result(), Some(SessionResult::Succeeded));
    let refunded = receive(2);
    assert_eq!(refunded.session.as_ref().unwrap().payments()[0].refunds[0].status, RefundStatus::Accepted);
    assert!(matches!(receive(3).next_step(), Some(NextStep::Capture)));
    assert!(matches!(receive(4).next_step(), Some(NextStep::Confirm)));
}

#[test]
fn a_session_of_version_2_has_its_names() {
    let session = TestSession::new(SessionId::new("ps_1"), SessionState::InProgress).in_version_2();
    let session = session.payment("pm_1", OperationStatus::Pending, &tjs(1)).qr_code("https://qr.nspk.ru/AS1000");
    let received = receive(&signer().webhook(&WebhookEvent::action_required(session))).unwrap();
    assert!(received.raw.as_str().contains("payment_list"));
    assert!(matches!(received.next_step(), Some(NextStep::Qr(_))));
}

#[test]
fn a_forged_webhook_of_every_type_is_refused() {
    for (kind, event) in events() {
        let genuine = signer().webhook(&event);
        assert_eq!(receive(&genuine.forged()).unwrap_err(), CallbackError::BadSignature, "{kind}");
        assert_eq!(receive(&genuine.unsigned()).unwrap_err(), CallbackError::NoSignature, "{kind}");
    }
}

#[test]
fn a_webhook_of_another_key_is_refused() {
    let Some(key) = OpensslKey::generate() else {
        println!("skipped: no openssl here");
        return;
    };
    let other = CallbackSigner::new(RsaSigner::from_pem_file(key.path()).unwrap());
    let event = WebhookEvent::payment_finished(documented());
    assert!(receive(&signer().webhook(&event)).is_ok());
    assert_eq!(receive(&other.webhook(&event)).unwrap_err(), CallbackError::BadSignature);
}

#[test]
fn a_webhook_with_a_changed_body_is_refused() {
    let webhooks = Webhooks::new(KeyRing::new("test", test_key().verifier()));
    let genuine = signer().webhook(&WebhookEvent::payment_finished(documented()));
    let changed = [genuine.body(), b" "].concat();
    assert_eq!(webhooks.receive(genuine.headers(), &changed).unwrap_err(), CallbackError::BadSignature);
}

#[test]
fn a_duplicate_is_the_same_event_and_a_later_state_is_not() {
    let event_id = |callback: &TestCallback| receive(callback).unwrap().event_id();
    let webhook = |state, status| signer().webhook(&WebhookEvent::payment_finished(transfer(state, status)));
    let first = webhook(SessionState::InProgress, OperationStatus::Succeeded);
    assert!(event_id(&first).is_some());
    assert_eq!(event_id(&first.duplicate()), event_id(&first));
    assert_ne!(event_id(&webhook(SessionState::Accepted, OperationStatus::Succeeded)), event_id(&first));
}

/// Another RSA implementation verifies the signatures, with the public key alone.
#[test]
fn another_implementation_accepts_the_signatures() {
    let public = rsa::RsaPublicKey::from_public_key_pem(&key("public_spki_pem")).unwrap();
    let verifier = rsa::pkcs1v15::VerifyingKey::<sha2::Sha256>::new(public);
    let verify = |callback: &TestCallback| {
        let signature = STANDARD.decode(callback.headers()["x-partner-sign"].as_bytes()).unwrap();
        verifier.verify(callback.body(), &rsa::pkcs1v15::Signature::try_from(&signature[..]).unwrap())
    };
    for (kind, event) in events() {
        let genuine = signer().webhook(&event);
        assert!(verify(&genuine).is_ok(), "{kind}");
        assert!(verify(&genuine.forged()).is_err(), "{kind}");
        assert_eq!(
            (genuine.method().as_str(), &genuine.headers()["content-type"]),
            ("POST", &"application/json".parse().unwrap())
        );
    }
}

fn documented() -> TestSession {
    TestSession::from_json(&documented_answer()["session"].to_string()).unwrap()
}

#[test]
fn a_recorded_session_is_sent_as_it_is() {
    let received = receive(&signer().webhook(&WebhookEvent::payment_finished(documented()))).unwrap();
    let raw: serde_json::Value = serde_json::from_str(received.raw.as_str()).unwrap();
    assert_eq!(raw["session"], documented_answer()["session"]);
    assert!(TestSession::from_json("[]").is_err() && TestSession::from_json("{").is_err());
}

#[test]
fn what_is_added_stands_where_the_session_has_its_operations() {
    let empty = |lists| TestSession::from_json(lists).unwrap();
    let sessions = [
        TestSession::new(SessionId::new("ps_1"), SessionState::Accepted),
        empty(r#"{"id":"ps_1","status":"accepted","payment_list":[{"id":"pm_0","status":"succeeded"}]}"#),
        empty(r#"{"id":"ps_1","status":"accepted","payout_list":[{"id":"po_0","status":"succeeded"}]}"#),
    ];
    for session in sessions {
        let before = receive(&signer().webhook(&WebhookEvent::payment_finished(session.clone()))).unwrap();
        let before = before.session.as_ref().unwrap();
        let session = session
            .payment("pm_1", OperationStatus::Pending, &tjs(1))
            .payout("po_1", OperationStatus::Pending, &tjs(1))
            .redirect("https://acs.example/3ds")
            .refund("rf_1", RefundStatus::Accepted, &tjs(1))
            .customer("order-42-1");
        let received = receive(&signer().webhook(&WebhookEvent::payment_finished(session))).unwrap();
        let after = received.session.as_ref().unwrap();

        assert_eq!(after.payments().len(), before.payments().len() + 1);
        assert_eq!(after.payouts().len(), before.payouts().len() + 1);
        let payment = after.payments().last().unwrap();
        assert_eq!((payment.id.as_str(), payment.refunds.len()), ("pm_1", 1));
        assert!(payment.customer_interaction.is_some());
        let customers = after.payments().iter().map(|payment| &payment.customer);
        for customer in customers.chain(after.payouts().iter().map(|payout| &payout.customer)) {
            assert_eq!(customer.as_ref().unwrap().reference.as_str(), "order-42-1");
        }
    }
}

#[test]
#[should_panic(expected = "add a payment first")]
fn a_refund_needs_a_payment() {
    let _ = TestSession::new(SessionId::new("ps_1"), SessionState::Accepted).refund(
        "rf_1",
        RefundStatus::Accepted,
        &tjs(1),
    );
}

#[test]
#[should_panic(expected = "add a payment or a payout first")]
fn a_customer_needs_an_operation() {
    let _ = TestSession::new(SessionId::new("ps_1"), SessionState::Accepted).customer("order-42-1");
}

#[test]
fn what_a_confirmation_sends_back_is_received() {
    let information = Json::new(&serde_json::json!({"token": "5d8e2a"})).unwrap();
    let session = transfer(SessionState::InProgress, OperationStatus::Pending);
    let event = WebhookEvent::ready_to_confirm(session).confirm_information(information.clone());
    assert_eq!(receive(&signer().webhook(&event)).unwrap().confirm_information.as_ref(), Some(&information));
}

#[test]
fn nothing_secret_is_shown() {
    let information = Json::new(&serde_json::json!({"token": "5d8e2a"})).unwrap();
    let event = WebhookEvent::payment_finished(documented()).confirm_information(information);
    let shown = format!("{:?} {event:?} {:?}", signer(), signer().webhook(&event));
    for word in ["PRIVATE", "ps_5988", "Пахмутова", "5d8e2a"] {
        assert!(!shown.contains(word), "{shown}");
    }
}
