//! Postbacks: parsing of unsigned claims, and their confirmation by a request to Vepay.

use vepay_client::callback::{ConfirmError, PostbackV1};
use vepay_client::card::{CardStatus, Registration, RegistrationPurpose};
use vepay_client::common::Unverified;
use vepay_client::operation::OperationStatus;
use vepay_client::{Currency, Money, OperationId, Outcome, Postbacks};

use crate::support::{EXT_ID, FakeResponse, Vepay, WAITING, WITH_CARD, registration};

/// As PHP serializes it.
const V1: &str = concat!(
    r#"{"status":1,"message":"","id":101464,"amount":"1100","extid":"\u0423\u0424-906\/2187534.5e045b788e3c3","#,
    r#""card_num":"540436******3366","card_holder":"IVAN IVANOV"}"#
);
const V2: &str = concat!(
    r#"{"status":2,"message":"Отказ","id":"101464","amount":1100,"extid":"УФ-906/2187534.5e045b788e3c3","#,
    r#""fullname":null,"document_id":null}"#
);
const FAILED: &str = r#"{"status":2,"message":"Платеж не успешный"}"#;

fn v1() -> Unverified<PostbackV1> {
    Postbacks::read_v1(V1.as_bytes()).unwrap()
}

fn with_status(status: u8) -> Unverified<PostbackV1> {
    Postbacks::read_v1(V1.replace("\"status\":1", &format!("\"status\":{status}")).as_bytes()).unwrap()
}

#[test]
fn the_first_version_is_parsed() {
    let claim = v1().trust_without_proof();
    assert_eq!(claim.common.status, OperationStatus::Success);
    assert_eq!((claim.common.message, claim.common.id), (None, OperationId::new(101_464)));
    assert_eq!(claim.common.amount, Some(Money::from_minor_units(1100, Currency::RUB)), "kopecks, not roubles");
    assert_eq!(claim.common.ext_id, Some(EXT_ID.into()));
    assert_eq!(claim.card.unwrap().last4(), Some("3366"));
    assert_eq!(claim.card_holder, Some("IVAN IVANOV".into()));
}

#[test]
fn the_second_version_is_parsed() {
    let claim = Postbacks::read_v2(V2.as_bytes()).unwrap().trust_without_proof();
    assert_eq!((claim.common.status, claim.common.id.get()), (OperationStatus::Error, 101_464));
    assert_eq!(claim.common.amount, Some(Money::from_minor_units(1100, Currency::RUB)));
    assert_eq!(claim.common.message, Some("Отказ".into()));
    assert!(claim.full_name.is_none() && claim.document_id.is_none());
}

#[test]
fn the_claimed_id_is_readable_before_confirmation() {
    assert_eq!(Postbacks::claimed_id(&v1()).get(), 101_464);
    assert_eq!(format!("{:?}", v1()), "Unverified");
}

#[test]
fn an_invalid_postback_is_refused_without_showing_it() {
    for (body, path) in [
        ("", "."),
        ("[]", "status"),
        ("{}", "status"),
        (r#"{"status":1}"#, "id"),
        (r#"{"status":1,"id":0}"#, "id"),
        (r#"{"status":1,"id":"4111111111111111x"}"#, "id"),
        (r#"{"status":1,"id":5,"amount":11.5}"#, "amount"),
        (r#"{"status":1,"id":5,"amount":"-1"}"#, "amount"),
        (r#"{"status":1,"id":5,"amount":99999999999999999999}"#, "amount"),
    ] {
        let error = Postbacks::read_v1(body.as_bytes()).unwrap_err();
        assert_eq!(error.path(), path, "{body}");
        assert!(!error.to_string().contains("4111"), "{error}");
    }
}

#[test]
fn a_true_postback_returns_vepays_own_response() {
    let vepay = Vepay::new([FakeResponse::ok(WITH_CARD)]);
    let state = vepay.run(vepay.client.confirm_postback(&v1(), &registration())).unwrap();
    assert_eq!((state.status, state.card.unwrap().id.get()), (CardStatus::Success, 356));
    assert_eq!(vepay.call().uri().path(), "/mfo/card/get");
    assert_eq!(vepay.call().body().as_ref(), br#"{"id":101464,"type":1}"#);
}

#[test]
fn both_versions_are_confirmed() {
    let postback = Postbacks::read_v2(V2.as_bytes()).unwrap();
    let vepay = Vepay::new([FakeResponse::ok(FAILED)]);
    let state = vepay.run(vepay.client.confirm_postback(&postback, &registration())).unwrap();
    assert_eq!(state.status, CardStatus::PaymentError);
}

#[test]
fn a_postback_that_vepay_contradicts_is_not_confirmed() {
    for (claimed, answer, truth) in [
        (1, FAILED, CardStatus::PaymentError),
        (1, WAITING, CardStatus::Waiting),
        (2, WITH_CARD, CardStatus::Success),
        (0, WITH_CARD, CardStatus::Success),
        (3, WAITING, CardStatus::Waiting),
        (6, WAITING, CardStatus::Waiting),
    ] {
        let vepay = Vepay::new([FakeResponse::ok(answer)]);
        let result = vepay.run(vepay.client.confirm_postback(&with_status(claimed), &registration()));
        let Err(ConfirmError::StatusMismatch(state)) = result else { panic!("{claimed} {answer}") };
        assert_eq!(state.status, truth);
    }
}

#[test]
fn a_status_without_a_counterpart_in_card_get_is_not_confirmed() {
    for answer in [WITH_CARD, FAILED, WAITING] {
        for status in [3, 6, 77, 78] {
            let vepay = Vepay::new([FakeResponse::ok(answer)]);
            let result = vepay.run(vepay.client.confirm_postback(&with_status(status), &registration()));
            assert!(matches!(result, Err(ConfirmError::StatusMismatch(_))), "{status} {answer}");
        }
    }
}

#[test]
fn a_postback_about_another_registration_sends_nothing() {
    let vepay = Vepay::new([FakeResponse::ok(WITH_CARD)]);
    let other = Registration::new(OperationId::new(101_465), RegistrationPurpose::PayoutOnly);
    let result = vepay.run(vepay.client.confirm_postback(&v1(), &other));
    assert!(matches!(result, Err(ConfirmError::WrongOperation)));

    let renamed = Postbacks::read_v1(V1.replace("-906", "-907").as_bytes()).unwrap();
    let result = vepay.run(vepay.client.confirm_postback(&renamed, &registration()));
    assert!(matches!(result, Err(ConfirmError::WrongOperation)));
    assert!(vepay.calls().is_empty());
}

#[test]
fn a_postback_about_another_amount_sends_nothing() {
    let roubles = |amount| Money::parse(amount, Currency::RUB).unwrap();
    let vepay = Vepay::new([FakeResponse::ok(WITH_CARD)]);
    let result = vepay.run(vepay.client.confirm_postback(&v1(), &registration().amount(roubles("110"))));
    assert!(matches!(result, Err(ConfirmError::WrongAmount)));
    assert!(vepay.calls().is_empty());

    let same = registration().amount(roubles("11"));
    assert!(vepay.run(vepay.client.confirm_postback(&v1(), &same)).is_ok());
    let without_amount = Postbacks::read_v1(V1.replace("\"amount\":\"1100\",", "").as_bytes()).unwrap();
    assert!(vepay.run(vepay.client.confirm_postback(&without_amount, &same)).is_ok(), "nothing contradicts it");
}

#[test]
fn a_failed_request_confirms_nothing() {
    let vepay = Vepay::new([FakeResponse::broken()]);
    let result = vepay.run(vepay.client.confirm_postback(&v1(), &registration()));
    let Err(ConfirmError::Request(error)) = result else { panic!("it was not answered") };
    assert_eq!(error.outcome(), Outcome::Unknown);
}

#[test]
fn the_response_is_http_200_without_a_body() {
    let response = Postbacks::ack().to_response();
    assert_eq!((response.status().as_u16(), response.body().len()), (200, 0));
}
