//! The signature of callbacks: vectors C1 to C9, computed with Python's hashlib for the key `cb-secret-20`.

use http::StatusCode;
use vepay_client::callback::{CallbackDetails, CallbackField, Mismatch};
use vepay_client::card::{Registration, RegistrationPurpose};
use vepay_client::common::{CallbackError, Verified};
use vepay_client::operation::OperationStatus;
use vepay_client::{Callback, Callbacks, Currency, KeyRing, Money, OperationId, Secret};

use crate::support::{EXT_ID, ext_id, registration};

const EXT_ID_ESCAPED: &str = "%D0%A3%D0%A4-906%2F2187534.5e045b788e3c3";

pub(crate) fn callbacks() -> Callbacks {
    Callbacks::new(KeyRing::new("2026", Secret::new("cb-secret-20")))
}

/// Callbacks for `extid`s like the document's, which end in a digit.
pub(crate) fn documented_callbacks() -> Callbacks {
    callbacks().ext_ids_of_length(EXT_ID.chars().count())
}

/// The four default fields of a callback.
pub(crate) fn four(status: u8) -> String {
    format!("extid={EXT_ID_ESCAPED}&id=101464&sum=11.00&status={status}")
}

/// C4 to C8 without their key.
fn seven(status: u8, channel: &str, card: &str, code: &str) -> String {
    format!("{}&channel={channel}&card={card}&errorCode={code}", four(status))
}

const CARD: &str = "540436%2A%2A%2A%2A%2A%2A3366";

fn receive(query: &str) -> Result<Verified<Callback>, CallbackError> {
    documented_callbacks().receive(query.as_bytes())
}

fn details(query: &str) -> CallbackDetails {
    receive(query).unwrap().confirm(&registration()).unwrap().clone()
}

#[test]
fn c1_the_four_default_fields() {
    let query = format!("{}&key=6f5e08574a0aaa0d5a17eb6ba34be8bb", four(1));
    let callback = receive(&query).unwrap();
    assert_eq!(callback.key().as_str(), "2026");
    assert_eq!((callback.ext_id.clone(), callback.id), (Some(EXT_ID.into()), Some(OperationId::new(101_464))));
    let details = callback.confirm(&registration()).unwrap();
    assert_eq!(details.sum, Some(Money::from_minor_units(1100, Currency::RUB)), "roubles, not kopecks");
    assert_eq!(details.status, Some(OperationStatus::Success));
    assert!(details.channel.is_none() && details.card.is_none());
}

#[test]
fn c2_a_failure() {
    let details = details(&format!("{}&key=1a8bef38af8200e3a1c9e3082bffa639", four(2)));
    assert_eq!(details.status, Some(OperationStatus::Error));
}

#[test]
fn c3_with_the_channel() {
    let details = details(&format!("{}&channel=TKB&key=2a0cfff9ce41e4dae412c3205aa5f2fa", four(1)));
    assert_eq!(details.channel, Some("TKB".into()));
}

#[test]
fn c4_seven_fields() {
    let details = details(&format!("{}&key=455ba48110724d99f3c21863cba2d695", seven(1, "TKB", CARD, "0")));
    assert_eq!(details.card.as_ref().unwrap().last4(), Some("3366"));
    assert_eq!(details.error_code, Some("0".into()));
}

#[test]
fn c5_the_key_is_made_with_the_banks_other_name() {
    let query = format!("{}&key=3cd939fd9d9df16b6e5de49a24993875", seven(1, "TKB", CARD, "0"));
    assert_eq!(receive(&query).unwrap_err(), CallbackError::BadSignature, "the name has to be known");
    let callbacks = documented_callbacks().bank_name("TKB", "ТКБ");
    let callback = callbacks.receive(query.as_bytes()).unwrap();
    assert_eq!(callback.confirm(&registration()).unwrap().channel, Some("TKB".into()));
    let plain = format!("{}&key=455ba48110724d99f3c21863cba2d695", seven(1, "TKB", CARD, "0"));
    assert!(callbacks.receive(plain.as_bytes()).is_ok(), "the plain name is tried as well");
    let same = self::callbacks().bank_name("TKB", "TKB");
    assert!(same.receive(plain.as_bytes()).is_ok(), "both names may be one");
}

#[test]
fn c6_another_channel() {
    let query = format!("{}&key=bc68816d9c1cefef60fe04343a9f1ada", seven(1, "BRS", CARD, "0"));
    assert_eq!(details(&query).channel, Some("BRS".into()));
}

#[test]
fn c7_eight_fields_with_a_space_written_as_plus() {
    let name = "%D0%9F%D1%80%D0%B8%D0%B2%D1%8F%D0%B7%D0%BA%D0%B0+%D0%BA%D0%B0%D1%80%D1%82%D1%8B";
    let query = format!("{}&serviceName={name}&key=2d4e7e1e33e09dd4a2be76590c3f7b88", seven(1, "TKB", CARD, "0"));
    assert_eq!(details(&query).service_name, Some("Привязка карты".into()));
}

#[test]
fn c8_a_failure_without_a_card() {
    let details = details(&format!("{}&key=c97f1a042cca2ff8e0ee7cc6d4fd1c5c", seven(2, "TKB", "", "TL")));
    assert_eq!((details.status, details.card.is_none()), (Some(OperationStatus::Error), true));
    assert_eq!(details.error_code, Some("TL".into()));
}

#[test]
fn c9_the_form_of_2020_without_extid() {
    let key = "c6afe7536d381dc00afae19b670ad897";
    let query = format!("id=101464&sum=11.00&status=1&key={key}");
    assert_eq!(receive(&query).unwrap_err(), CallbackError::BadSignature, "extid is on unless it is said to be off");
    let callbacks = callbacks().without_field(CallbackField::ExtId);
    let callback = callbacks.receive(query.as_bytes()).unwrap();
    assert_eq!(callback.confirm(&registration()).unwrap_err(), Mismatch::NoExtId, "the card has to be asked for");

    let with_ext_id = format!("{}&key={key}", four(1));
    assert_eq!(
        callbacks.receive(with_ext_id.as_bytes()).unwrap_err(),
        CallbackError::BadSignature,
        "what is there is signed"
    );
}

#[test]
fn the_order_of_parameters_and_custom_parameters_make_no_difference() {
    let query = format!(
        "shop=7&key=6f5e08574a0aaa0d5a17eb6ba34be8bb&status=1&sum=11.00&id=101464&extid={EXT_ID_ESCAPED}&x=%ff"
    );
    assert!(receive(&query).is_ok());
}

#[test]
fn a_switched_off_field_may_still_arrive() {
    let query = format!("{}&key=6f5e08574a0aaa0d5a17eb6ba34be8bb", four(1));
    assert!(callbacks().without_field(CallbackField::ExtId).receive(query.as_bytes()).is_ok());
}

#[test]
fn any_key_of_the_ring_is_accepted() {
    let ring = KeyRing::new("new", Secret::new("another")).and("old", Secret::new("cb-secret-20"));
    let query = format!("{}&key=6f5e08574a0aaa0d5a17eb6ba34be8bb", four(1));
    assert_eq!(Callbacks::new(ring).receive(query.as_bytes()).unwrap().key().as_str(), "old");
}

#[test]
fn the_response_is_the_documented_one_byte_for_byte() {
    let callback = receive(&format!("{}&key=6f5e08574a0aaa0d5a17eb6ba34be8bb", four(1))).unwrap();
    let response = callback.ack().to_response();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "text/html");
    assert_eq!(response.body().as_ref(), br#"{"status":0,"message":""}"#);
}

#[test]
fn a_callback_is_confirmed_only_against_its_own_registration() {
    let callback = receive(&format!("{}&key=6f5e08574a0aaa0d5a17eb6ba34be8bb", four(1))).unwrap();
    let bare = Registration::new(OperationId::new(101_464), RegistrationPurpose::PayoutOnly);
    assert_eq!(callback.confirm(&bare).unwrap_err(), Mismatch::ExtId, "there is nothing to compare with");
    let other = Registration::new(OperationId::new(101_465), RegistrationPurpose::PayoutOnly).ext_id(ext_id());
    assert_eq!(callback.confirm(&other).unwrap_err(), Mismatch::Id);
}
