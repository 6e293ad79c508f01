//! The test callbacks that shops test their handlers with.

use kvell_client::card::CardToken;
use kvell_client::common::{CallbackError, KeyRing};
use kvell_client::testing::{CallbackEvent, CallbackSigner, SignedCallback, TestCallback};
use kvell_client::{Callbacks, CardSaved, Secret, SignaturePolicy};
use payments_core::to_hex;
use sha2::{Digest as _, Sha256};

use crate::support::{API_KEY, SECRET_KEY, TOKEN, customer, transaction, vectors};

const VERIFYING: [SignaturePolicy; 2] = [SignaturePolicy::Require, SignaturePolicy::VerifyIfPresent];

fn genuine(event: &CallbackEvent) -> SignedCallback {
    CallbackSigner::new(API_KEY, Secret::new(SECRET_KEY)).callback(event)
}

fn saved() -> CallbackEvent {
    CallbackEvent::card_saved(customer(), transaction(), CardToken::new(TOKEN))
}

fn receive(policy: SignaturePolicy, callback: &TestCallback) -> Result<CardSaved, CallbackError> {
    let callbacks = Callbacks::new(policy, API_KEY, KeyRing::new("test", Secret::new(SECRET_KEY)));
    callbacks.receive(callback.headers(), callback.body())
}

#[test]
fn a_genuine_callback_is_accepted_as_verified() {
    for policy in VERIFYING {
        let received = receive(policy, &genuine(&saved())).unwrap();
        assert!(received.is_verified() && received.is_about(&customer(), &transaction()), "{policy:?}");
        let card = receive(policy, &genuine(&saved().pan_mask("411111******1111").holder("IVAN IVANOV"))).unwrap();
        assert_eq!(card.fingerprint(), received.fingerprint());
    }
}

#[test]
fn a_forged_callback_is_refused() {
    let genuine = genuine(&saved());
    for policy in VERIFYING {
        assert_eq!(receive(policy, &genuine.forged()).unwrap_err(), CallbackError::BadSignature, "{policy:?}");
    }
    assert_eq!(receive(SignaturePolicy::Require, &genuine.unsigned()).unwrap_err(), CallbackError::NoSignature);
    let unsigned = receive(SignaturePolicy::VerifyIfPresent, &genuine.unsigned()).unwrap();
    assert!(!unsigned.is_verified());
    let other = CallbackSigner::new(API_KEY, Secret::new("another secret")).callback(&saved());
    assert_eq!(receive(SignaturePolicy::Require, &other).unwrap_err(), CallbackError::BadSignature);
}

#[test]
fn a_duplicate_is_the_same_event_and_another_token_is_not() {
    let event_id = |callback: &TestCallback| receive(SignaturePolicy::Require, callback).unwrap().event_id();
    let first = genuine(&saved());
    assert_eq!(event_id(&first.duplicate()), event_id(&first));
    let other = CallbackEvent::card_saved(customer(), transaction(), CardToken::new("another"));
    assert_ne!(event_id(&genuine(&other)), event_id(&first));
}

#[test]
fn the_signature_is_that_of_the_vector_and_of_another_implementation() {
    let vector = &vectors()["callback"];
    let body: serde_json::Value = serde_json::from_str(vector["raw_body"].as_str().unwrap()).unwrap();
    let text = |name: &str| body[name].as_str().unwrap();
    let event = CallbackEvent::card_saved(
        kvell_client::CustomerKey::new(text("customer_key")),
        kvell_client::TransactionId::from_any_text(text("transaction")),
        CardToken::new(text("customer_card_token")),
    );
    let made = genuine(&event.pan_mask(text("pan_mask")).holder(text("holder")));
    assert_eq!(serde_json::from_slice::<serde_json::Value>(made.body()).unwrap(), body);
    let expected = Sha256::new().chain_update(API_KEY).chain_update(made.body()).chain_update(SECRET_KEY).finalize();
    assert_eq!(made.headers()["x-signature"], to_hex(&expected));
}

#[test]
fn nothing_secret_is_shown() {
    let signer = CallbackSigner::new(API_KEY, Secret::new(SECRET_KEY));
    let shown = format!("{signer:?} {:?} {:?}", saved().holder("IVAN IVANOV"), signer.callback(&saved()));
    for secret in [SECRET_KEY, TOKEN, "IVAN"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
