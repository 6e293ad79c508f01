//! The callback "card saved": signature, policy, reading, duplicates, acknowledgement.

use http::{HeaderMap, HeaderValue, StatusCode};
use kvell_client::callback::{Claim, Delivery};
use kvell_client::common::{CallbackError, CardMask, KeyRing};
use kvell_client::{Callbacks, CardSaved, Secret, SignaturePolicy};
use payments_core::to_hex;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::support::{API_KEY, CUSTOMER, SECRET_KEY, Stage, TOKEN, TRANSACTION, card_question, vectors};

const POLICIES: [SignaturePolicy; 3] =
    [SignaturePolicy::Require, SignaturePolicy::VerifyIfPresent, SignaturePolicy::Ignore];

fn callbacks(policy: SignaturePolicy) -> Callbacks {
    Callbacks::new(policy, API_KEY, KeyRing::new("2026", Secret::new(SECRET_KEY)))
}

fn body() -> String {
    vectors()["callback"]["raw_body"].as_str().unwrap().to_owned()
}

fn valid() -> String {
    vectors()["callback"]["x_signature"].as_str().unwrap().to_owned()
}

fn signed(signatures: &[&str]) -> HeaderMap {
    signatures.iter().fold(HeaderMap::new(), |mut headers, signature| {
        headers.append("X-Signature", HeaderValue::from_str(signature).unwrap());
        headers
    })
}

fn receive(policy: SignaturePolicy, signatures: &[&str], body: &str) -> Result<CardSaved, CallbackError> {
    callbacks(policy).receive(&signed(signatures), body.as_bytes())
}

/// Reads a body without looking at its signature.
fn read(body: &Value) -> Result<CardSaved, CallbackError> {
    receive(SignaturePolicy::Ignore, &[], &body.to_string())
}

fn documented() -> Value {
    json!({
        "customer_key": "bind_card_test",
        "customer_card_token": "4VNSbS7nF410G8WLEhUUUnflH2UKvWlHxIzN3Jr9JJs",
        "pan_mask": "411111******1111",
        "holder": "IVAN IVANOV",
        "transaction": "563bb54d-ed4c-4ca1-84a3-6a35c0178cf5"
    })
}

#[test]
fn the_vector_is_verified_unless_signatures_are_ignored() {
    for policy in [SignaturePolicy::Require, SignaturePolicy::VerifyIfPresent] {
        let callback = receive(policy, &[&valid()], &body()).unwrap();
        assert!(callback.is_verified());
        let Claim::Verified(card) = callback.claim() else { panic!("{policy:?}") };
        assert_eq!(card.key().as_str(), "2026");
        assert_eq!((card.customer_key.as_str(), card.customer_card_token.expose()), (CUSTOMER, TOKEN));
        assert_eq!(card.transaction.as_str(), TRANSACTION);
        assert_eq!(card.pan_mask.as_ref().map(CardMask::as_str), Some("411111******1111"));
        assert_eq!(card.holder, Some("IVAN IVANOV".into()));
    }
    let callback = receive(SignaturePolicy::Ignore, &[&valid()], &body()).unwrap();
    assert!(matches!(callback.claim(), Claim::Unverified(_)), "what is not looked at proves nothing");
}

#[test]
fn without_a_signature_the_policy_decides() {
    assert_eq!(receive(SignaturePolicy::Require, &[], &body()).unwrap_err(), CallbackError::NoSignature);
    for policy in [SignaturePolicy::VerifyIfPresent, SignaturePolicy::Ignore] {
        let callback = receive(policy, &[], &body()).unwrap();
        assert!(!callback.is_verified());
        let Claim::Unverified(claim) = callback.claim() else { panic!("{policy:?}") };
        assert_eq!(claim.trust_without_proof().customer_card_token.expose(), TOKEN);
    }
}

#[test]
fn an_invalid_signature_is_refused_unless_it_is_ignored() {
    let pretty = "29314aac1e86de27fb11dd6ec1c047b9f9685659b07cb01540df66efdc8216d4";
    let short = &valid()[..63];
    let long = format!("{}0", valid());
    for wrong in [pretty, short, &long, "", "x", "подпись"] {
        let mut headers = HeaderMap::new();
        headers.insert("x-signature", HeaderValue::from_bytes(wrong.as_bytes()).unwrap());
        for policy in [SignaturePolicy::Require, SignaturePolicy::VerifyIfPresent] {
            let refused = callbacks(policy).receive(&headers, body().as_bytes()).unwrap_err();
            assert_eq!(refused, CallbackError::BadSignature, "{wrong}");
        }
        assert!(callbacks(SignaturePolicy::Ignore).receive(&headers, body().as_bytes()).is_ok());
    }
}

#[test]
fn the_raw_body_is_verified_not_its_content() {
    let value: Value = serde_json::from_str(&body()).unwrap();
    // In the vector's order, printed by Python with an indent of two.
    let members = ["customer_key", "customer_card_token", "pan_mask", "holder", "transaction"];
    let lines: Vec<_> = members.iter().map(|name| format!("  \"{name}\": {}", value[name])).collect();
    let pretty = format!("{{\n{}\n}}", lines.join(",\n"));
    assert_eq!((body().len(), pretty.len()), (200, 221));
    let pretty_signature = "29314aac1e86de27fb11dd6ec1c047b9f9685659b07cb01540df66efdc8216d4";

    let policy = SignaturePolicy::Require;
    assert!(receive(policy, &[pretty_signature], &pretty).is_ok());
    assert_eq!(receive(policy, &[&valid()], &pretty).unwrap_err(), CallbackError::BadSignature);
    assert_eq!(receive(policy, &[&valid()], &format!("{}\n", body())).unwrap_err(), CallbackError::BadSignature);
}

#[test]
fn every_changed_byte_is_noticed() {
    let (body, headers) = (body().into_bytes(), signed(&[&valid()]));
    let callbacks = callbacks(SignaturePolicy::Require);
    for place in 0..body.len() {
        let mut changed = body.clone();
        changed[place] ^= 1;
        assert_eq!(callbacks.receive(&headers, &changed).unwrap_err(), CallbackError::BadSignature, "{place}");
    }
    for end in 0..body.len() {
        assert!(callbacks.receive(&headers, &body[..end]).is_err(), "{end}");
    }
}

#[test]
fn nothing_that_can_be_sent_makes_it_panic() {
    let body = body().into_bytes();
    let callbacks = callbacks(SignaturePolicy::Ignore);
    for place in 0..body.len() {
        for byte in [0, b'"', b'{', b'[', b'\\', 0x7f, 0xff] {
            let mut changed = body.clone();
            changed[place] = byte;
            if let Ok(callback) = callbacks.receive(&HeaderMap::new(), &changed) {
                let _ = (
                    callback.fingerprint(),
                    callback.delivery(Some("x")),
                    callback.card_by_transaction(),
                    callback.claim(),
                );
            }
            assert!(callbacks.receive(&HeaderMap::new(), &changed[..place]).is_err());
        }
    }
}

#[test]
fn capital_digits_and_spaces_around_make_no_difference() {
    let policy = SignaturePolicy::Require;
    assert!(receive(policy, &[&valid().to_uppercase()], &body()).unwrap().is_verified());
    assert!(receive(policy, &[&format!(" {} ", valid())], &body()).unwrap().is_verified());
}

#[test]
fn two_signatures_count_as_none() {
    for policy in [SignaturePolicy::Require, SignaturePolicy::VerifyIfPresent] {
        for second in [&valid(), "x"] {
            let refused = receive(policy, &[&valid(), second], &body()).unwrap_err();
            assert_eq!(refused, CallbackError::NoSignature, "{policy:?}");
        }
    }
}

#[test]
fn one_of_several_secrets_verifies_it_and_is_named() {
    let ring = |old: &str, new: &str| KeyRing::new("old", Secret::new(old)).and("new", Secret::new(new));
    let receive = |keys| {
        let callbacks = Callbacks::new(SignaturePolicy::Require, API_KEY, keys);
        callbacks.receive(&signed(&[&valid()]), body().as_bytes())
    };
    let Claim::Verified(card) = receive(ring("another", SECRET_KEY)).unwrap().claim() else { panic!("proven") };
    assert_eq!(card.key().as_str(), "new");
    assert_eq!(receive(ring("one", "another")).unwrap_err(), CallbackError::BadSignature);

    let other_store = "00000000-2f0b-4c7e-9a51-0d8e6d1f4a21";
    let callbacks = Callbacks::new(SignaturePolicy::Require, other_store, ring("one", SECRET_KEY));
    assert!(callbacks.receive(&signed(&[&valid()]), body().as_bytes()).is_err());
}

#[test]
fn a_clients_callbacks_use_its_secret() {
    let callbacks = Stage::new([]).client.callbacks(SignaturePolicy::Require);
    assert!(callbacks.receive(&signed(&[&valid()]), body().as_bytes()).unwrap().is_verified());
}

#[test]
fn the_documented_callback_is_read() {
    let callback = read(&documented()).unwrap();
    assert_eq!(callback.transaction().as_str(), "563bb54d-ed4c-4ca1-84a3-6a35c0178cf5");
    assert_eq!(callback.customer_key().as_str(), "bind_card_test");
    assert!(callback.transaction().is_uuid());
}

#[test]
fn a_holder_may_be_missing_null_or_empty_and_there_may_be_more_members() {
    let mut without = documented();
    without.as_object_mut().unwrap().remove("holder");
    let mut null = documented();
    null["holder"] = Value::Null;
    let mut empty = documented();
    empty["holder"] = "".into();
    let mut more = empty.clone();
    more["expire"] = "2030-12".into();
    more["event"] = json!({"type": "card"});
    for body in [without, null, empty, more] {
        let Claim::Unverified(claim) = read(&body).unwrap().claim() else { panic!("nothing proves it") };
        assert_eq!(claim.trust_without_proof().holder, None);
    }
}

#[test]
fn an_undocumented_body_is_unreadable_and_sent_again() {
    let mut broken: Vec<(String, &str)> = Vec::new();
    for member in ["customer_key", "customer_card_token", "transaction"] {
        let mut without = documented();
        without.as_object_mut().unwrap().remove(member);
        broken.push((without.to_string(), member));
        for wrong in [Value::Null, json!(17), json!(["x"])] {
            let mut changed = documented();
            changed[member] = wrong;
            broken.push((changed.to_string(), member));
        }
    }
    for member in ["customer_key", "customer_card_token", "transaction"] {
        let mut empty = documented();
        empty[member] = "".into();
        broken.push((empty.to_string(), member));
    }
    for text in ["", "[]", "null", "customer_key=a", "{", "{} x", "\u{feff}{}"] {
        broken.push((text.to_owned(), ""));
    }
    for (body, member) in broken {
        let error = receive(SignaturePolicy::Ignore, &[], &body).unwrap_err();
        assert!(matches!(error, CallbackError::Unreadable(_)), "{body}");
        assert_eq!(error.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(error.to_string().contains(member), "{error}: {body}");
    }
    assert!(callbacks(SignaturePolicy::Ignore).receive(&HeaderMap::new(), b"\xff{}").is_err());
}

#[test]
fn a_member_that_appears_twice_is_refused() {
    let twice = body().replacen('{', r#"{"customer_card_token":"another","#, 1);
    let error = receive(SignaturePolicy::Ignore, &[], &twice).unwrap_err();
    assert!(error.to_string().contains("duplicate field"), "{error}");
}

#[test]
fn the_acknowledgement_is_an_empty_200() {
    for policy in POLICIES {
        let ack = receive(policy, &[&valid()], &body()).unwrap().ack();
        assert_eq!((ack.status().as_u16(), ack.body()), (200, ""));
        let response = ack.to_response();
        assert_eq!((response.status(), response.body().is_empty()), (StatusCode::OK, true));
    }
    assert_eq!(receive(SignaturePolicy::Require, &[], &body()).unwrap_err().status(), StatusCode::UNAUTHORIZED);
}

#[test]
fn a_duplicate_is_recognised_whatever_its_bytes() {
    let first = receive(SignaturePolicy::Require, &[&valid()], &body()).unwrap();
    assert_eq!(first.delivery(None), Delivery::First);
    let stored = first.fingerprint();
    assert_eq!(stored.len(), 64);
    assert!(!stored.contains(TOKEN));

    let value: Value = serde_json::from_str(&body()).unwrap();
    let mut reordered = value.clone();
    reordered["holder"] = Value::Null;
    reordered["attempt"] = json!(2);
    for again in [value, reordered] {
        assert_eq!(read(&again).unwrap().delivery(Some(&stored)), Delivery::Duplicate);
    }
}

#[test]
fn another_card_or_customer_with_the_same_transaction_is_a_conflict() {
    let stored = read(&documented()).unwrap().fingerprint();
    for member in ["customer_card_token", "customer_key", "transaction"] {
        let mut other = documented();
        other[member] = "another".into();
        assert_eq!(read(&other).unwrap().delivery(Some(&stored)), Delivery::Conflict, "{member}");
    }
    let mut shifted = documented();
    shifted["customer_key"] = "bind_card_test4".into();
    shifted["customer_card_token"] = "VNSbS7nF410G8WLEhUUUnflH2UKvWlHxIzN3Jr9JJs".into();
    assert_eq!(read(&shifted).unwrap().delivery(Some(&stored)), Delivery::Conflict, "no boundary can be moved");
}

#[test]
fn a_callback_returns_the_request_that_verifies_it() {
    let callback = receive(SignaturePolicy::Ignore, &[], &body()).unwrap();
    assert_eq!(callback.card_by_transaction(), card_question());
}

#[test]
fn an_empty_key_proves_nothing() {
    let careless = Callbacks::new(SignaturePolicy::Require, API_KEY, KeyRing::new("2026", Secret::new("")));
    let body = body();
    let forged = to_hex(&Sha256::new().chain_update(API_KEY).chain_update(&body).finalize());
    assert_eq!(careless.receive(&signed(&[&forged]), body.as_bytes()).unwrap_err(), CallbackError::BadSignature);
}
