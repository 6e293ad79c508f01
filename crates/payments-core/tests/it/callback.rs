use http::StatusCode;
use payments_core::callback::{
    Acknowledgement, CallbackError, KeyName, KeyRing, Unverified, Verified, equal_in_constant_time,
};
use payments_core::{DecodeError, Secret};
use proptest::prelude::*;

use crate::support::{PAN, assert_hides_card};
use payments_core::testing::VirtualClock;

fn ring() -> KeyRing<Secret> {
    KeyRing::new("2025", Secret::new("old")).and("2026", Secret::new("new")).and("spare", Secret::new("new"))
}

#[test]
fn the_first_key_that_proves_a_callback_is_named() {
    assert_eq!(ring().find(|key| key.expose() == "old"), Some(&KeyName::new("2025")));
    assert_eq!(ring().find(|key| key.expose() == "new").map(KeyName::as_str), Some("2026"));
    assert_eq!(ring().find(|_| false), None);
}

#[test]
fn a_ring_shows_the_names_of_its_keys_only() {
    let ring = KeyRing::new("2025", "old key").and("2026", "new key");
    assert_eq!(format!("{ring:?}"), r#"["2025", "2026"]"#);
}

#[test]
fn a_verified_event_is_readable_and_names_the_key_that_proved_it() {
    let event = Verified::by_key("paid".to_owned(), KeyName::new("2026"));
    assert_eq!((event.len(), event.key().as_str()), (4, "2026"));
    assert_eq!(event.into_inner(), "paid");
}

#[test]
fn an_unverified_claim_opens_when_the_provider_confirms_it() {
    let opened = VirtualClock::default().run(Unverified::new(PAN.to_owned()).confirm_with(async |claim| {
        assert_eq!(claim, PAN);
        Ok::<(), &str>(())
    }));
    assert_eq!(opened.as_deref(), Ok(PAN));
}

#[test]
fn an_unverified_claim_stays_closed_when_the_provider_does_not_confirm_it() {
    let refused = VirtualClock::default().run(Unverified::new("paid").confirm_with(async |_| Err("not paid")));
    assert_eq!(refused, Err("not paid"));
}

#[test]
fn an_unverified_claim_opens_without_proof_only_by_name_and_never_prints() {
    let claim = Unverified::new(PAN);
    assert_eq!(format!("{claim:?}"), "Unverified");
    assert_eq!(claim.trust_without_proof(), PAN);
}

#[test]
fn an_acknowledgement_is_sent_to_the_byte() {
    let acknowledgement = Acknowledgement::with_body(StatusCode::OK, "text/plain", "OK");
    assert_eq!((acknowledgement.status(), acknowledgement.body()), (StatusCode::OK, "OK"));
    let response = acknowledgement.to_response();
    assert_eq!((response.status(), &response.body()[..]), (StatusCode::OK, &b"OK"[..]));
    assert_eq!(response.headers().len(), 1);
    assert_eq!(response.headers()["content-type"], "text/plain");
}

#[test]
fn an_empty_acknowledgement_has_neither_body_nor_headers() {
    let acknowledgement = Acknowledgement::empty(StatusCode::NO_CONTENT);
    let response = acknowledgement.to_response();
    assert_eq!((response.status(), acknowledgement.body()), (acknowledgement.status(), ""));
    assert!(response.headers().is_empty() && response.body().is_empty());
}

#[test]
fn every_callback_that_is_not_accepted_has_its_status_and_its_sentence() {
    let errors = [
        (CallbackError::NoSignature, 401, "the callback carries no signature, or more than one"),
        (CallbackError::BadSignature, 401, "the callback's signature does not match"),
        (
            DecodeError::new("event.amount", "expected u32").into(),
            500,
            "the callback cannot be read, at event.amount: expected u32",
        ),
    ];
    for (error, status, sentence) in errors {
        assert_eq!((error.status().as_u16(), error.to_string().as_str()), (status, sentence));
    }
}

#[test]
fn an_unreadable_callback_does_not_print_its_content() {
    let problem = payments_core::json::decode::<u8>(format!("\"{PAN}\"").as_bytes()).unwrap_err();
    let error = CallbackError::from(problem);
    assert_hides_card(&[error.to_string(), format!("{error:?}")]);
}

proptest! {
    #[test]
    fn comparing_in_constant_time_is_comparing(left: Vec<u8>, right: Vec<u8>, place: prop::sample::Index, bit in 0_u32..8) {
        prop_assert!(equal_in_constant_time(&left, &left.clone()));
        prop_assert_eq!(equal_in_constant_time(&left, &right), left == right);
        if !left.is_empty() {
            let mut changed = left.clone();
            changed[place.index(left.len())] ^= 1_u8 << bit;
            prop_assert!(!equal_in_constant_time(&left, &changed));
            prop_assert!(!equal_in_constant_time(&left, &left[1..]));
        }
    }
}

#[test]
fn a_claim_opens_when_a_check_agrees_and_only_then() {
    let claim = Unverified::new(100);
    assert_eq!(claim.confirm(|amount| if *amount == 100 { Ok(()) } else { Err("another amount") }), Ok(&100));
    assert_eq!(claim.confirm(|_| Err("another amount")), Err("another amount"));
}

#[test]
fn a_proof_is_kept_by_decoding_and_a_failed_decoding_is_reported() {
    let proven = || Verified::by_key("7".to_owned(), KeyName::new("2026"));
    let read = proven().try_map(|text| text.parse::<u8>().map_err(|_| DecodeError::new("amount", "expected digits")));
    let read = read.unwrap();
    assert_eq!((*read, read.key().as_str()), (7, "2026"));

    let failed = proven().try_map(|_| Err::<(), _>(DecodeError::new("amount", "expected digits"))).unwrap_err();
    assert_eq!(failed.to_string(), "the callback cannot be read, at amount: expected digits");
}
